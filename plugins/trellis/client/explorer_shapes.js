// How notes look: the colour and the form of each topic. Eight colours that people with any kind of colour vision can
// tell apart, and five forms, make forty; topics beyond that share a small grey disc.

/** @typedef {import("./explorer_graph.js").Graph} Graph */

const SVG = "http://www.w3.org/2000/svg";

export const COLOURS = 8;

/** The forms about a middle of 0, within 1 on each side; the picture has the same as a program of the graphics card. */
export const FORMS = [
  "M-.85 0A.85.85 0 1 0 .85 0A.85.85 0 1 0-.85 0Z",
  "M0-1L1 0L0 1L-1 0Z",
  "M-.75-.75H.75V.75H-.75Z",
  "M0-.95L.95.75H-.95Z",
  "M0 .95L.95-.75H-.95Z",
  "M-.85 0A.85.85 0 1 0 .85 0A.85.85 0 1 0-.85 0ZM-.5 0A.5.5 0 1 1 .5 0A.5.5 0 1 1-.5 0Z",
];

/** That of names nobody has written yet. */
export const RING = FORMS.length - 1;

/** The number of the colour of *topic*, or -1 for grey. @param {number} topic */
export function colourOf(topic) {
  return topic >= 0 && topic < COLOURS * RING ? topic % COLOURS : -1;
}

/** @param {number} topic */
export function formOf(topic) {
  return colourOf(topic) < 0 ? 0 : Math.floor(topic / COLOURS);
}

/** @param {Graph} graph @param {number} node */
export function formOfNode(graph, node) {
  return graph.isGhost(node) ? RING : formOf(graph.topic(node));
}

/**
 * The lines of each kind of link: its dashes, as in the drawings on notes, and its width.
 * @type {Record<string, { dashes: number[], width: number }>}
 */
const LINES = {
  source: { dashes: [6, 3], width: 1.2 },
  embeds: { dashes: [1.5, 3], width: 1.2 },
  requires: { dashes: [], width: 2.5 },
  part_of: { dashes: [8, 3, 2, 3], width: 1.2 },
};

/** @param {string} kind */
export function lineOf(kind) {
  return LINES[kind] ?? { dashes: [], width: 1.2 };
}

/** A small picture of a line for the legend. @param {string} kind */
export function lineSwatch(kind) {
  const { dashes, width } = lineOf(kind);
  return drawing("0 -4 30 8", "explorer-line", "M0 0H30", {
    "stroke-dasharray": dashes.join(" "),
    "stroke-width": String(width),
  });
}

/** A small picture of a form for the legend. @param {number} form @param {number} colour */
export function swatch(form, colour) {
  const svg = drawing("-1.1 -1.1 2.2 2.2", "explorer-swatch", FORMS[form] ?? "");
  svg.style.color = `var(--topic-${colour < 0 ? "none" : colour})`;
  return svg;
}

/** @param {string} box @param {string} name @param {string} d @param {Record<string, string>} [look] */
function drawing(box, name, d, look = {}) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  for (const [key, value] of Object.entries({ viewBox: box, class: name, "aria-hidden": "true" }))
    svg.setAttribute(key, value);
  for (const [key, value] of Object.entries({ d, ...look })) path.setAttribute(key, value);
  svg.append(path);
  return svg;
}

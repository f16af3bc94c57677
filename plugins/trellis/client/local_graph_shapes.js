// The parts of a drawing, as the build makes them, with places in pixels.

const SVG = "http://www.w3.org/2000/svg";
const LINE = 15;
const GAP = 11;

/**
 * A note to draw: how it is linked, and the marks of its dot; as the build drew it, or how it is two links away.
 * @typedef {{ title: string, hint: string, href: string | null, kind: string, isSource: boolean, built?: Element,
 *   ways?: import("./local_graph_ring.js").Way[] }} Shown
 */
/** Where it stands; *away* is 1 for words on the right and -1 for those on the left. @typedef {{ x: number, y: number, away: number, chars: number }} Place */

/** @param {string} name @param {Record<string, string | number | boolean>} [attributes] @param {...(Node | string)} content */
export function shape(name, attributes = {}, ...content) {
  const made = /** @type {SVGGraphicsElement} */ (document.createElementNS(SVG, name));
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...content);
  return made;
}

/** @param {string} kind @param {string} d */
export function edge(kind, d) {
  return shape("path", { class: `graph-edge graph-${kind}`, d });
}

/** @param {Shown} shown @param {Place} place */
export function dotAndWords({ title, hint, href, isSource }, { x, y, away, chars }) {
  const dot = isSource
    ? shape("rect", { x: x - 5, y: y - 5, width: 10, height: 10 })
    : shape("circle", { cx: x, cy: y, r: 5 });
  const rows = lines(title, chars);
  const start = y + 4 - ((rows.length - 1) * LINE) / 2;
  const spans = rows.map((row, n) => shape("tspan", { x: x + away * GAP, y: start + n * LINE }, row));
  const text = shape("text", { "text-anchor": away > 0 ? "start" : "end" }, ...spans);
  const inside = [shape("title", {}, hint), dot, text];
  return href === null ? shape("g", { class: "graph-ghost" }, ...inside) : shape("a", { class: "graph-node", href }, ...inside);
}

/** *title* in at most two lines of about *chars* characters. @param {string} title @param {number} chars */
export function lines(title, chars) {
  /** @type {string[]} */
  const rows = [];
  for (const word of title.split(/\s+/)) {
    const last = rows.at(-1);
    if (last !== undefined && last.length + word.length < chars) rows[rows.length - 1] = `${last} ${word}`;
    else rows.push(word);
  }
  if (rows.length > 2) rows.splice(1, rows.length, `${rows[1]} …`);
  return rows.map((row) => (row.length > chars + 2 ? `${row.slice(0, chars)}…` : row));
}

/** The height of a row with that title. @param {string} title @param {number} chars */
export function height(title, chars) {
  return lines(title, chars).length * LINE + 12;
}

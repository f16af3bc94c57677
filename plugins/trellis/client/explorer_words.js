// What the graph says in words.

/** @typedef {import("./explorer_graph.js").Graph} Graph */

const NUMBERS = new Intl.NumberFormat("en");

/** @param {number} number @param {string} one @param {string} [many] */
export function count(number, one, many = `${one}s`) {
  return `${NUMBERS.format(number)} ${number === 1 ? one : many}`;
}

/** How many of all are shown: those with a 1. @param {Graph} graph @param {Uint8Array} shown */
export function counted(graph, shown) {
  const ghosts = shown.reduce((sum, one, node) => sum + (graph.isGhost(node) ? one : 0), 0);
  const notes = shown.reduce((sum, one) => sum + one, 0) - ghosts;
  const all = graph.file.urls.filter((url) => url !== null).length;
  const some = notes === all ? count(all, "note") : `${NUMBERS.format(notes)} of ${count(all, "note")}`;
  return ghosts ? `${some}, ${count(ghosts, "name")} not written yet` : some;
}

/** What a link of each kind is, seen from the note it stands in and from the one it leads to. */
const KINDS = /** @type {Record<string, [string, string]>} */ ({
  embeds: ["shown in it", "shows it"],
  source: ["its source", "has it as source"],
  requires: ["required before it", "requires it"],
  part_of: ["it is part of this", "part of it"],
});

const NAMES = /** @type {Record<string, string>} */ ({
  links: "links to",
  embeds: "shows",
  source: "has as source",
  requires: "requires",
  part_of: "is part of",
});

/** @param {string} kind */
export function kindsInWords(kind) {
  return NAMES[kind] ?? kind;
}

/** @param {string | undefined} kind @param {boolean} out */
export function kindInWords(kind = "", out) {
  return KINDS[kind]?.[out ? 0 : 1] ?? "";
}

/** @param {string} type */
export function typeInWords(type) {
  return type === "ghost" ? "not written yet" : type.replaceAll("_", " ");
}

/** Type, topic and number of links. @param {Graph} graph @param {number} node */
export function about(graph, node) {
  const topic = graph.file.topics[graph.topic(node)]?.[0];
  return [typeInWords(graph.type(node)), ...(topic ? [`topic ${topic}`] : []), count(graph.degree(node), "link")].join(
    " · ",
  );
}

/**
 * An element with words in it, which are never read as HTML.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {string} className
 * @param {string} [words]
 */
export function element(name, className, words = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (words) made.textContent = words;
  return made;
}

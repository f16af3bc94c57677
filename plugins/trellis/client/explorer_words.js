// What the graph says in words.

import {
  GRAPH_GHOSTS,
  GRAPH_KINDS_IN,
  GRAPH_KINDS_OUT,
  GRAPH_LINKS,
  GRAPH_NOT_YET,
  GRAPH_SOME,
  GRAPH_TOPIC,
  KINDS,
  NOTES,
  say,
} from "./words.js";

/** @typedef {import("./explorer_graph.js").Graph} Graph */

/** How many of all are shown: those with a 1. @param {Graph} graph @param {Uint8Array} shown */
export function counted(graph, shown) {
  const ghosts = shown.reduce((sum, one, node) => sum + (graph.isGhost(node) ? one : 0), 0);
  const notes = shown.reduce((sum, one) => sum + one, 0) - ghosts;
  const all = graph.file.urls.filter((url) => url !== null).length;
  const some = notes === all ? say(NOTES, { count: all }) : say(GRAPH_SOME, { shown: notes, count: all });
  return ghosts ? `${some}, ${say(GRAPH_GHOSTS, { count: ghosts })}` : some;
}

/** @param {string} kind */
export function kindsInWords(kind) {
  const name = KINDS[kind];
  return name ? say(name) : kind;
}

/** What a link is, seen from the note it stands in or from the one it leads to. @param {string | undefined} kind @param {boolean} out */
export function kindInWords(kind = "", out) {
  const words = (out ? GRAPH_KINDS_OUT : GRAPH_KINDS_IN)[kind];
  return words ? say(words) : "";
}

/** @param {string} type */
export function typeInWords(type) {
  return type === "ghost" ? say(GRAPH_NOT_YET) : type.replaceAll("_", " ");
}

/** Type, topic and number of links. @param {Graph} graph @param {number} node */
export function about(graph, node) {
  const topic = graph.file.topics[graph.topic(node)]?.[0];
  const links = say(GRAPH_LINKS, { count: graph.degree(node) });
  return [typeInWords(graph.type(node)), ...(topic ? [say(GRAPH_TOPIC, { topic })] : []), links].join(" · ");
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

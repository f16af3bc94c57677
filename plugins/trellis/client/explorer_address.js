// What is looked at, in the address of the page: to be sent to others, and for the browser's back and forward. Notes
// stand there by their addresses and topics by their short names, so that it holds after the site is built anew.

import { EVERYTHING } from "./explorer_filter.js";

/** @typedef {import("./explorer_graph.js").Graph} Graph */
/**
 * What is looked at: the chosen node, or -1, and what is shown.
 * @typedef {{ node: number, filter: import("./explorer_filter.js").Filter }} Look
 */

/** @param {Graph} graph @param {Look} look */
export function written(graph, { node, filter }) {
  const words = new URLSearchParams();
  if (node >= 0) words.set("node", key(graph, node));
  for (const topic of filter.topics) words.append("topic", slug(graph, topic));
  if (filter.type >= 0) words.set("type", graph.file.types[filter.type] ?? "");
  if (filter.source >= 0) words.set("source", key(graph, filter.source));
  if (filter.tag >= 0) words.set("tag", graph.file.tags[filter.tag] ?? "");
  if (!filter.ghosts) words.set("ghosts", "no");
  if (filter.least) words.set("least", String(filter.least));
  // Slashes may stand as they are behind the sign; so the address can be read.
  return words.toString().replaceAll("%2F", "/");
}

/** What is not known any more is left out. @param {Graph} graph @param {string} hash @returns {Look} */
export function read(graph, hash) {
  const words = new URLSearchParams(hash.replace(/^#/, ""));
  const topics = words.getAll("topic").map((name) => topicOf(graph, name));
  const least = Number.parseInt(words.get("least") ?? "", 10);
  return {
    node: nodeOf(graph, words.get("node")),
    filter: {
      ...EVERYTHING,
      topics: topics.filter((topic) => topic !== undefined),
      type: graph.file.types.indexOf(words.get("type") ?? " "),
      source: nodeOf(graph, words.get("source")),
      tag: graph.file.tags.indexOf(words.get("tag") ?? " "),
      ghosts: words.get("ghosts") !== "no",
      least: least > 0 ? least : 0,
    },
  };
}

/**
 * The address of a note; names that have none, and the home page, by their titles.
 * @param {Graph} graph
 * @param {number} node
 */
function key(graph, node) {
  return graph.file.urls[node] || graph.title(node);
}

/** @param {Graph} graph @param {string | null} name */
function nodeOf(graph, name) {
  if (!name) return -1;
  const byAddress = graph.file.urls.indexOf(name);
  return byAddress >= 0 ? byAddress : graph.file.titles.indexOf(name);
}

/** @param {Graph} graph @param {number} topic */
function slug(graph, topic) {
  return (graph.file.topics[topic]?.[1] ?? "none").replace(/^topics\//, "").replace(/(\/(index\.html)?|\.html)$/, "");
}

/** @param {Graph} graph @param {string} name @returns {number | undefined} */
function topicOf(graph, name) {
  const found = graph.file.topics.findIndex((_, topic) => slug(graph, topic) === name);
  return found >= 0 ? found : name === "none" ? -1 : undefined;
}

// Which notes are shown.

/**
 * What is asked for; -1 and an empty list ask for nothing. *source* is a node, the other numbers are those of the file.
 * @typedef {{ topics: number[], type: number, source: number, tag: number, ghosts: boolean, least: number }} Filter
 */

/** @type {Readonly<Filter>} */
export const EVERYTHING = Object.freeze({ topics: [], type: -1, source: -1, tag: -1, ghosts: true, least: 0 });

/**
 * For each node, 1 if it is shown.
 * @param {import("./explorer_graph.js").Graph} graph
 * @param {Filter} filter
 */
export function shown(graph, { topics, type, source, tag, ghosts, least }) {
  const { file } = graph;
  const cited = source < 0 ? null : new Set([source, ...citing(graph, source)]);
  const wanted = new Set(topics);
  return Uint8Array.from({ length: graph.size }, (_, node) => {
    const passes =
      (ghosts || !graph.isGhost(node)) &&
      (type < 0 || file.type[node] === type) &&
      (tag < 0 || (file.tagged[node] ?? []).includes(tag)) &&
      (!wanted.size || wanted.has(graph.topic(node))) &&
      (!cited || cited.has(node)) &&
      graph.degree(node) >= least;
    return passes ? 1 : 0;
  });
}

/** The notes that name *source* as theirs. @param {import("./explorer_graph.js").Graph} graph @param {number} source */
function citing(graph, source) {
  const kind = graph.file.kinds.indexOf("source");
  return graph
    .in(source)
    .filter((end) => end.kind === kind)
    .map((end) => end.node);
}

/**
 * Every node that is named as a source, with the number of notes that do.
 * @param {import("./explorer_graph.js").Graph} graph
 */
export function sources(graph) {
  const kind = graph.file.kinds.indexOf("source");
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (let at = 0; at < graph.file.edges.length; at += 3)
    if (graph.file.edges[at + 2] === kind) {
      const source = graph.file.edges[at + 1] ?? 0;
      counts.set(source, (counts.get(source) ?? 0) + 1);
    }
  return counts;
}

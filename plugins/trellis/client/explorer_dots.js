// What is drawn: a dot for each node, lines between them, and where topics are.

import { formOfNode } from "./explorer_shapes.js";

/** @typedef {import("./explorer_graph.js").Graph} Graph */
/**
 * What a node looks like.
 * @typedef {{ x: number, y: number, size: number, label: string, color: string, form: number, hidden: boolean }} Dot
 */

/** @param {Graph} graph @param {number} room in pixels, each way @returns {Dot[]} */
export function dots(graph, room) {
  const scale = Math.min(1, Math.max(0.3, 24 / Math.sqrt(graph.size))) * Math.min(1, Math.max(0.6, room / 600));
  return graph.file.titles.map((label, node) => ({
    x: graph.file.x[node] ?? 0,
    y: graph.file.y[node] ?? 0,
    size: scale * Math.min(22, 3.5 + 1.3 * Math.sqrt(graph.degree(node))),
    label,
    color: "#888",
    form: formOfNode(graph, node),
    hidden: false,
  }));
}

/**
 * The ends of the links that are drawn. Those of an index are not, which would hide the rest.
 * @param {Graph} graph
 * @returns {Iterable<[number, number]>}
 */
export function* pairs(graph) {
  for (let at = 0; at < graph.file.edges.length; at += 3) {
    const from = graph.file.edges[at] ?? 0;
    const to = graph.file.edges[at + 1] ?? 0;
    if (from !== to && !graph.isIndex(from) && !graph.isIndex(to)) yield [from, to];
  }
}

/**
 * Names of topics and the middles of their notes, the largest first.
 * @param {Graph} graph
 */
export function topics({ file }) {
  const sums = file.topics.map(([name], number) => ({ name, number, x: 0, y: 0, count: 0, isShown: true }));
  file.topic.forEach((topic, node) => {
    const sum = sums[topic];
    if (sum)
      Object.assign(sum, { x: sum.x + (file.x[node] ?? 0), y: sum.y + (file.y[node] ?? 0), count: sum.count + 1 });
  });
  return sums.filter(({ count }) => count).map((sum) => ({ ...sum, x: sum.x / sum.count, y: sum.y / sum.count }));
}

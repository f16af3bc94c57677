// The picture by keyboard: an arrow goes to the linked note that lies most in its direction.

/** @typedef {import("./explorer_graph.js").Graph} Graph */

/** As angles; the picture's y goes up. */
const DIRECTIONS = /** @type {Record<string, number>} */ ({
  ArrowRight: 0,
  ArrowUp: 0.5,
  ArrowLeft: 1,
  ArrowDown: -0.5,
});

/** The direction of a key, if it is one. @param {string} key */
export function directionOf(key) {
  const half = DIRECTIONS[key];
  return half === undefined ? undefined : half * Math.PI;
}

/**
 * The neighbour of *node* that lies most in a direction, of equals the nearest; or -1. Without a node, the best linked
 * of those shown.
 * @param {Graph} graph
 * @param {Uint8Array} shown
 * @param {{ x: number, y: number }[]} places
 * @param {number} node
 * @param {number} direction
 */
export function towards(graph, shown, places, node, direction) {
  const here = places[node];
  if (!here) return bestLinked(graph, shown);
  let best = -1;
  let least = Infinity;
  for (const other of graph.neighbours(node)) {
    const there = places[other];
    if (!there || !shown[other]) continue;
    const x = there.x - here.x;
    const y = there.y - here.y;
    const turn = Math.abs(Math.atan2(Math.sin(Math.atan2(y, x) - direction), Math.cos(Math.atan2(y, x) - direction)));
    const cost = Math.hypot(x, y) * (1 + 4 * turn);
    if (turn <= Math.PI / 3 && cost < least) [best, least] = [other, cost];
  }
  return best;
}

/** @param {Graph} graph @param {Uint8Array} shown */
function bestLinked(graph, shown) {
  let best = -1;
  for (let node = 0; node < graph.size; node++)
    if (shown[node] && (best < 0 || graph.degree(node) > graph.degree(best))) best = node;
  return best;
}

// The notes two links from a note: those to draw, and how they are linked with what is drawn already.

/** @typedef {{ kinds: string[], types: string[], said: number, titles: string[], urls: (string | null)[], type: number[], edges: number[] }} File */
/** A link as it is written, and which of its ends is the nearer. @typedef {{ from: number, to: number, kind: string, through: number }} Way */
/** A note two links away, with the links that lead to it, the most telling first. @typedef {{ node: number, ways: Way[] }} Far */

/** The kinds of links, the most telling first. */
const TELLING = ["requires", "part_of", "source", "embeds", "links"];

/**
 * At most *most* notes behind those *near* the note *self*, the best connected first, and how many are left out.
 * @param {File} file
 * @param {number} self
 * @param {number[]} near those that are drawn
 * @param {number} most
 * @returns {{ far: Far[], left: number }}
 */
export function ring({ edges, kinds, titles }, self, near, most) {
  const degrees = new Uint32Array(titles.length);
  const links = new Set([self]);
  each(edges, (from, to) => {
    for (const node of [from, to]) degrees[node] = (degrees[node] ?? 0) + 1;
    if (from === self) links.add(to);
    if (to === self) links.add(from);
  });
  const drawn = new Set(near);
  /** @type {Map<number, Way[]>} */
  const ways = new Map();
  each(edges, (from, to, kind) => {
    for (const [through, node] of [[from, to], [to, from]]) {
      if (through === undefined || node === undefined || !links.has(through) || links.has(node)) continue;
      const known = ways.get(node) ?? [];
      ways.set(node, known);
      if (drawn.has(through)) known.push({ from, to, kind: kinds[kind] ?? "", through });
    }
  });
  const weight = (/** @type {number} */ node) => degrees[node] ?? 0;
  const rank = (/** @type {Way} */ way) => TELLING.indexOf(way.kind);
  const far = [...ways].map(([node, found]) => ({
    node,
    // What few notes are linked with says more than what all are linked with.
    ways: found.sort((a, b) => weight(a.through) - weight(b.through) || a.through - b.through || rank(a) - rank(b)),
  }));
  const known = far.filter((one) => one.ways.length).sort((a, b) => weight(b.node) - weight(a.node) || a.node - b.node);
  return { far: known.slice(0, most), left: far.length - Math.min(most, known.length) };
}

/** @param {number[]} edges @param {(from: number, to: number, kind: number) => void} then */
function each(edges, then) {
  for (let n = 0; n < edges.length; n += 3) then(edges[n] ?? 0, edges[n + 1] ?? 0, edges[n + 2] ?? 0);
}

// The shortest path between two notes that explains something. Links are followed in both directions. A path costs
//
//     1 for each step
//   + log2(n / 32) for each node it passes through that has more than 32 neighbours, n of them: who knows everybody
//     explains nothing
//   + 1 for each name it passes through that nobody has written yet: there is nothing to read
//   + 1,000,000 for each link that only names a source, so that those are taken when nothing else connects; but one
//     that joins the two notes themselves costs nothing more
//
// in thousandths, so that sums are exact. Of paths that cost the same, it is the one whose first note comes first by
// its title, and so on. It is Dijkstra's algorithm, from the end to the start.

import { Heap } from "./heap.js";

const STEP = 1000;
const CROWD = 32;
const ONLY_SOURCE = 1e9;
const ROW = 3;

/** Of two links between the same notes, the one whose kind stands first here tells more. */
const TELLING = ["requires", "part_of", "embeds", "links", "source"];

/** What of `explorer.json` is needed here. @typedef {{ kinds: string[], types: string[], titles: string[], type: number[], edges: number[] }} Net */

/** A link as it was written. @typedef {{ from: number, to: number, kind: string }} Written */

export class Routes {
  /** @param {Net} net */
  constructor(net) {
    this.net = net;
    this.size = net.titles.length;
    const { edges } = net;
    this.edges = Uint32Array.from(edges);
    this.starts = new Uint32Array(this.size + 1);
    for (let n = 0; n < edges.length; n += ROW) {
      this.starts[this.#from(n)] = (this.starts[this.#from(n)] ?? 0) + 1;
      this.starts[this.#to(n)] = (this.starts[this.#to(n)] ?? 0) + 1;
    }
    for (let node = 0, sum = 0; node <= this.size; node++) {
      sum += this.starts[node] ?? 0;
      this.starts[node] = sum;
    }
    /** The edges at each node, one node after the other. */
    this.links = new Uint32Array((2 * edges.length) / ROW);
    for (let n = edges.length - ROW; n >= 0; n -= ROW) {
      this.links[this.#next(this.#from(n))] = n;
      this.links[this.#next(this.#to(n))] = n;
    }
    this.passing = this.#costs();
    this.source = net.kinds.indexOf("source");
  }

  /** @param {number} n */
  #from(n) {
    return /** @type {number} */ (this.edges[n]);
  }

  /** @param {number} n */
  #to(n) {
    return /** @type {number} */ (this.edges[n + 1]);
  }

  /** @param {number} node */
  #next(node) {
    const place = (this.starts[node] ?? 0) - 1;
    this.starts[node] = place;
    return place;
  }

  /** What it costs to pass through each node. */
  #costs() {
    const ghost = this.net.types.indexOf("ghost");
    const seen = new Int32Array(this.size).fill(-1);
    return Float64Array.from({ length: this.size }, (_, node) => {
      let neighbours = 0;
      this.#eachLink(node, (other) => {
        if (seen[other] !== node) neighbours += 1;
        seen[other] = node;
      });
      const crowd = neighbours > CROWD ? Math.round(STEP * Math.log2(neighbours / CROWD)) : 0;
      return crowd + (this.net.type[node] === ghost ? STEP : 0);
    });
  }

  /** @param {number} node @param {(other: number, edge: number) => void} then */
  #eachLink(node, then) {
    const end = this.starts[node + 1] ?? 0;
    for (let place = this.starts[node] ?? 0; place < end; place++) {
      const edge = /** @type {number} */ (this.links[place]);
      then(this.#from(edge) === node ? this.#to(edge) : this.#from(edge), edge);
    }
  }

  /** Whether *node* has any links. @param {number} node */
  isLinked(node) {
    return this.starts[node] !== this.starts[node + 1];
  }

  /** The nodes from one to the other, both included; empty if nothing connects them. @param {number} start @param {number} goal @returns {number[]} */
  route(start, goal) {
    const { titles } = this.net;
    const heap = new Heap(this.size);
    const after = new Int32Array(this.size).fill(-1);
    heap.put(goal, 0);
    for (let node = heap.take(); node >= 0 && node !== start; node = heap.take()) {
      const here = heap.cost(node) + STEP + (node === goal ? 0 : /** @type {number} */ (this.passing[node]));
      this.#eachLink(node, (other, edge) => {
        const joins = node === goal && other === start;
        const cost = here + (this.edges[edge + 2] === this.source && !joins ? ONLY_SOURCE : 0);
        if (cost < heap.cost(other)) {
          heap.put(other, cost);
          after[other] = node;
        } else if (cost === heap.cost(other)) {
          const known = /** @type {number} */ (after[other]);
          if (known >= 0 && comesFirst(titles, node, known)) after[other] = node;
        }
      });
    }
    if (heap.cost(start) === Number.POSITIVE_INFINITY) return [];
    const path = [start];
    for (let node = start; node !== goal; path.push(node)) node = /** @type {number} */ (after[node]);
    return path;
  }

  /** The links between two nodes, the most telling first; of those of a kind, the one in this direction. @param {number} one @param {number} other @returns {Written[]} */
  between(one, other) {
    /** @type {Written[]} */
    const found = [];
    this.#eachLink(one, (end, edge) => {
      const kind = this.net.kinds[this.edges[edge + 2] ?? 0] ?? "links";
      if (end === other) found.push({ from: this.#from(edge), to: this.#to(edge), kind });
    });
    const against = (/** @type {Written} */ link) => (link.from === one ? 0 : 1);
    return found.sort((a, b) => TELLING.indexOf(a.kind) - TELLING.indexOf(b.kind) || against(a) - against(b));
  }
}

/** @param {string[]} titles @param {number} one @param {number} other */
function comesFirst(titles, one, other) {
  const [a = "", b = ""] = [titles[one], titles[other]];
  return a === b ? one < other : a < b;
}

// The graph as the build wrote it, with what is asked of it all the time.

/**
 * The file `explorer.json`.
 * @typedef {{ version: number, kinds: string[], types: string[], topics: [string, string][], tags: string[],
 *   said: number, titles: string[], urls: (string | null)[], type: number[], topic: number[], x: number[], y: number[],
 *   tagged: number[][], aliases: Record<string, string[]>, edges: number[] }} File
 */

/** A link at a node: the node at its other end, and what it says. @typedef {{ node: number, kind: number }} End */

/** The part of all notes that link to or from an index, which is linked with everything, and so with nothing. */
const INDEX = 0.1;

/** The columns of `edges`. */
const FROM = 0;
const TO = 1;
const ROW = 3;

export class Graph {
  /**
   * @param {File} file
   * @param {URL} address where the file came from, in the folder `graph/` of the site
   */
  constructor(file, address) {
    this.file = file;
    this.address = address;
    this.size = file.titles.length;
    this.links = file.edges.length / ROW;
    this.goingOut = sorted(file.edges, FROM, this.size);
    this.comingIn = sorted(file.edges, TO, this.size);
    this.degrees = Uint32Array.from(
      { length: this.size },
      (_, node) => width(this.goingOut, node) + width(this.comingIn, node),
    );
    this.ghost = file.types.indexOf("ghost");
  }

  /** @param {number} node */
  title(node) {
    return this.file.titles[node] ?? "";
  }

  /** @param {number} node */
  degree(node) {
    return this.degrees[node] ?? 0;
  }

  /** @param {number} node */
  type(node) {
    return this.file.types[this.file.type[node] ?? 0] ?? "";
  }

  /** The number of its topic, which is that of its colour; -1 for none. @param {number} node */
  topic(node) {
    return this.file.topic[node] ?? -1;
  }

  /** @param {number} node */
  isGhost(node) {
    return this.file.type[node] === this.ghost;
  }

  /** @param {number} node */
  isIndex(node) {
    return this.degree(node) > Math.max(60, INDEX * this.size);
  }

  /** The address of its page, if it has one. @param {number} node */
  href(node) {
    const url = this.file.urls[node];
    return url === null || url === undefined ? null : new URL(`../${url}`, this.address).href;
  }

  /** What it links to. @param {number} node @returns {End[]} */
  out(node) {
    return ends(this.file.edges, this.goingOut, node, TO);
  }

  /** What links to it. @param {number} node @returns {End[]} */
  in(node) {
    return ends(this.file.edges, this.comingIn, node, FROM);
  }

  /** Every node one link away, once. @param {number} node @returns {number[]} */
  neighbours(node) {
    return [...new Set([...this.out(node), ...this.in(node)].map((end) => end.node))].filter((other) => other !== node);
  }
}

/**
 * Where the links of each node are: from `starts[node]` up to `starts[node + 1]` in `rows`.
 * @typedef {{ starts: Uint32Array, rows: Uint32Array }} Sorted
 */

/**
 * The rows of *edges* by the node in one of their columns.
 * @param {number[]} edges
 * @param {number} column
 * @param {number} size
 * @returns {Sorted}
 */
function sorted(edges, column, size) {
  const starts = new Uint32Array(size + 1);
  for (let at = column; at < edges.length; at += ROW) add(starts, (edges[at] ?? 0) + 1);
  for (let node = 1; node <= size; node++) add(starts, node, starts[node - 1]);
  const rows = new Uint32Array(edges.length / ROW);
  const next = starts.slice();
  for (let row = 0; row < rows.length; row++) {
    const node = edges[row * ROW + column] ?? 0;
    rows[next[node] ?? 0] = row;
    add(next, node);
  }
  return { starts, rows };
}

/** @param {Uint32Array} numbers @param {number} at @param {number} [more] */
function add(numbers, at, more = 1) {
  numbers[at] = (numbers[at] ?? 0) + more;
}

/** @param {Sorted} sorted @param {number} node */
function width({ starts }, node) {
  return (starts[node + 1] ?? 0) - (starts[node] ?? 0);
}

/**
 * @param {number[]} edges
 * @param {Sorted} sorted
 * @param {number} node
 * @param {number} column that of the other end
 * @returns {End[]}
 */
function ends(edges, { starts, rows }, node, column) {
  const own = rows.subarray(starts[node] ?? 0, starts[node + 1] ?? 0);
  return Array.from(own, (row) => ({ node: edges[row * ROW + column] ?? 0, kind: edges[row * ROW + 2] ?? 0 }));
}

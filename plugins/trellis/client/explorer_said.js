// What notes say: the first sentence of each, and the sentences with links. In files of a few hundred notes, of which
// only those are fetched that somebody asks for.

/** @typedef {{ leads: Record<string, string>, said: Record<string, string> }} Part */

/** @type {Part} */
const NOTHING = { leads: {}, said: {} };

export class Said {
  /** @param {import("./explorer_graph.js").Graph} graph */
  constructor(graph) {
    this.address = graph.address;
    this.size = graph.file.said || 256;
    /** @type {Map<number, Promise<Part>>} */
    this.parts = new Map();
  }

  /** The first sentence of the note. @param {number} node */
  async lead(node) {
    return (await this.part(node)).leads[node] ?? "";
  }

  /** The sentence in which one note links to the other. @param {number} from @param {number} to */
  async sentence(from, to) {
    return (await this.part(from)).said[`${from}-${to}`] ?? "";
  }

  /** @param {number} node */
  part(node) {
    const number = Math.floor(node / this.size);
    const known = this.parts.get(number);
    if (known) return known;
    // Without the sentences, all the rest still works.
    const coming = fetched(new URL(`said/${number}.json`, this.address)).catch(() => NOTHING);
    this.parts.set(number, coming);
    return coming;
  }
}

/** @param {URL} address @returns {Promise<any>} */
export async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address.pathname} could not be loaded (${answer.status})`);
  return await answer.json();
}

// What notes say: the first sentence of each, and the sentences with links. In files of a few hundred notes each, of
// which only those are fetched that somebody needs.

import { NOT_LOADED, say } from "./words.js";

/** @typedef {{ leads: Record<string, string>, said: Record<string, string> }} Part */

/** @type {Part} */
const NOTHING = { leads: {}, said: {} };

/** @param {URL} address @returns {Promise<any>} */
export async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(say(NOT_LOADED, { path: address.pathname, status: String(answer.status) }));
  return await answer.json();
}

export class Said {
  /** @param {URL} address that of `explorer.json` @param {number} size notes for each file, as it says */
  constructor(address, size) {
    this.address = address;
    this.size = size;
    /** @type {Map<number, Promise<Part>>} */
    this.parts = new Map();
  }

  /** The first sentence of the note; empty if it has none, or it could not be loaded. @param {number} node */
  async lead(node) {
    return (await this.#part(node)).leads[node] ?? "";
  }

  /** The sentence in which one note links to the other; empty as above. @param {number} from @param {number} to */
  async sentence(from, to) {
    return (await this.#part(from)).said[`${from}-${to}`] ?? "";
  }

  /** @param {number} node */
  #part(node) {
    const number = Math.floor(node / this.size);
    const known = this.parts.get(number);
    if (known) return known;
    const coming = fetched(new URL(`said/${number}.json`, this.address)).catch(() => {
      this.parts.delete(number); // another time it may be there
      return NOTHING; // without the sentences, all the rest still works
    });
    this.parts.set(number, coming);
    return coming;
  }
}

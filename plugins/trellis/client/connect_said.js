// The sentences behind links, from files of a few hundred notes each, of which only those are fetched that are needed.

/** @param {URL} address @returns {Promise<any>} */
export async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address.pathname} could not be loaded (${answer.status})`);
  return await answer.json();
}

export class Sentences {
  /** @param {URL} address that of `explorer.json` @param {number} size notes for each file */
  constructor(address, size) {
    this.address = address;
    this.size = size;
    /** @type {Map<number, Promise<Record<string, string>>>} */
    this.parts = new Map();
  }

  /** The sentence in which one note links to another; empty if there is none, or it could not be loaded. @param {number} from @param {number} to */
  async sentence(from, to) {
    const number = Math.floor(from / this.size);
    let part = this.parts.get(number);
    if (!part) {
      part = fetched(new URL(`said/${number}.json`, this.address)).then((file) => file.said);
      this.parts.set(number, part);
    }
    try {
      return (await part)[`${from}-${to}`] ?? "";
    } catch {
      this.parts.delete(number); // another time it may be there
      return "";
    }
  }
}

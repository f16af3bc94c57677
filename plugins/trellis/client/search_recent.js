// What a reader has searched for, in this browser and nowhere else.

const MOST = 5;

export class Recent {
  /** @param {string} site several may share an origin, and its storage */
  constructor(site) {
    this.key = `trellis:searched:${new URL(site).pathname}`;
  }

  /** The newest first. @returns {string[]} */
  list() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key) ?? "[]");
      return Array.isArray(kept) ? kept.filter((query) => typeof query === "string").slice(0, MOST) : [];
    } catch {
      return []; // no storage, or somebody else's words in it
    }
  }

  /** @param {string} query */
  add(query) {
    if (!query) return;
    try {
      localStorage.setItem(this.key, JSON.stringify([query, ...this.list().filter((known) => known !== query)].slice(0, MOST)));
    } catch {
      // A private window remembers nothing.
    }
  }
}

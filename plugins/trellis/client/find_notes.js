// Notes by what a reader types: words of titles and of other names.

/** What of `explorer.json` is needed here. @typedef {{ titles: string[], urls: (string | null)[], aliases: Record<string, string[]> }} Named */

/** A note, and the name by which it was found. @typedef {{ node: number, name: string }} Found */

/** How *name* is compared: without case, accents and signs. @param {string} name */
export function folded(name) {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.replace(/[\s_\p{Pd}]+/gu, " ").trim();
}

export class Finder {
  /** @param {Named} file @param {(node: number) => number} weight the larger, the earlier among what fits as well */
  constructor(file, weight) {
    this.file = file;
    this.weight = weight;
    /** How many notes have each title, once somebody asks. @type {Map<string, number> | undefined} */
    this.same = undefined;
    /** @type {(Found & { folded: string })[]} */
    this.names = [];
    file.urls.forEach((url, node) => {
      if (url === null) return;
      for (const name of [file.titles[node] ?? "", ...(file.aliases[node] ?? [])])
        this.names.push({ node, name, folded: folded(name) });
    });
  }

  /** The notes that fit, each once, and how many more there are. @param {string} typed @param {number} most @returns {{ found: Found[], more: number }} */
  search(typed, most) {
    const wanted = folded(typed);
    const words = wanted.split(" ");
    /** @type {Map<number, { found: Found, rank: number }>} */
    const best = new Map();
    for (const { node, name, folded } of this.names) {
      const rank = fit(folded, wanted, words);
      if (rank < (best.get(node)?.rank ?? NO_FIT)) best.set(node, { found: { node, name }, rank });
    }
    const sorted = [...best.values()].sort(
      (a, b) =>
        a.rank - b.rank ||
        this.weight(b.found.node) - this.weight(a.found.node) ||
        (a.found.name < b.found.name ? -1 : a.found.name > b.found.name ? 1 : a.found.node - b.found.node),
    );
    return { found: sorted.slice(0, most).map(({ found }) => found), more: Math.max(0, sorted.length - most) };
  }

  /** The note with this address, title or other name; -1 if there is none. @param {string} words */
  named(words) {
    const address = (/** @type {string | null} */ url) => plain(url ?? "").replace(/(^\/|(index)?(\.html)?\/?$)/g, "");
    const wanted = words === HOME ? "" : address(words);
    const node = this.file.urls.findIndex((url) => url !== null && (words === HOME || wanted) && address(url) === wanted);
    if (node >= 0) return node;
    const name = folded(words);
    // A title counts for more than another name, which stands behind all titles of its note only.
    const named = this.names.filter((known) => known.folded === name);
    return (named.find((known) => known.name === this.file.titles[known.node]) ?? named[0])?.node ?? -1;
  }

  /** How the note stands in addresses. @param {number} node */
  key(node) {
    return plain(this.file.urls[node] ?? "") || HOME;
  }

  /** Whether another note has the same title. @param {number} node */
  isAmbiguous(node) {
    this.same ??= counted(this.file.titles);
    return (this.same.get(this.file.titles[node] ?? "") ?? 0) > 1;
  }
}

/** The home page, whose address is empty. */
const HOME = ".";
const NO_FIT = 9;

/** How well a name fits, 0 best. @param {string} name @param {string} wanted @param {string[]} words */
function fit(name, wanted, words) {
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  if (!words.every((word) => name.includes(word))) return NO_FIT;
  return words.every((word) => name.startsWith(word) || name.includes(` ${word}`)) ? 2 : 3;
}

/** @param {string} url */
function plain(url) {
  try {
    return decodeURIComponent(url);
  } catch {
    return url; // a stray percent sign
  }
}

/** @param {string[]} names */
function counted(names) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

// Pagefind, asked as the dialog needs it. See https://pagefind.app/docs/api/

import { folded } from "./find_notes.js";

/** @typedef {{ url: string, raw_url?: string, excerpt: string, content: string, meta: Record<string, string>, filters: Record<string, string[]>,
 *   sub_results: { title: string, anchor?: { id: string, element: string } }[] }} Fragment */
/** @typedef {Record<string, Record<string, number>>} Counts */
/** @typedef {{ results: { id: string, data: () => Promise<Fragment> }[], filters: Counts, unfilteredResultCount: number }} Answer */
/** @typedef {{ options: (options: object) => Promise<void>, init: () => Promise<void>, filters: () => Promise<Counts>,
 *   search: (query: string | null, options: { filters: Record<string, string> }) => Promise<Answer> }} Pagefind */

/** A part of a page. @typedef {{ title: string, href: string }} Part */
/** A page that was found. @typedef {{ title: string, alias: string, href: string, excerpt: string, where: string, type: string, parts: Part[], has: (word: string) => boolean }} Hit */
/** What was found: how many pages there are, and the pages one by one. @typedef {{ count: number, unfiltered: number, counts: Counts, hits: (from: number, to: number) => Promise<Hit>[] }} Found */

/** Another name leads to a note as its title does; a list of notes comes after them. */
const RANKING = { metaWeights: { title: 5, alias: 5, list: 0.5 } };
const PARTS = 3;
const PATIENCE = 80; // milliseconds
const NEAR = 4;
/** Letters that a word must share with another to be close to it. */
const LEAST = 3;

export class Finder {
  /** @param {string} index the address of the folder of the index @param {Pagefind} pagefind */
  constructor(index, pagefind) {
    this.site = new URL("../", index).href;
    this.pagefind = pagefind;
    /** How many pages each value of each facet has. @type {Counts} */
    this.facets = {};
  }

  /** @param {string} index */
  static async load(index) {
    /** @type {Pagefind} */
    const pagefind = await import(/* @vite-ignore */ `${index}pagefind.js`);
    await pagefind.options({ ranking: RANKING, excerptLength: 28 });
    await pagefind.init();
    const finder = new Finder(index, pagefind);
    finder.facets = await pagefind.filters();
    return finder;
  }

  /** @param {string} query @param {Record<string, string>} chosen by facet @returns {Promise<Found>} */
  async find(query, chosen) {
    const asked = query.replace(/[“”„«»]/g, '"') || null; // phones write such
    const answer = await this.pagefind.search(asked, { filters: chosen });
    const counts = { ...answer.filters };
    // What else could be chosen of a facet does not hang on what is chosen of it.
    for (const facet of Object.keys(chosen)) {
      const { [facet]: _, ...others } = chosen;
      counts[facet] = (await this.pagefind.search(asked, { filters: others })).filters[facet] ?? {};
    }
    return {
      count: answer.results.length,
      unfiltered: query ? answer.unfilteredResultCount : 0,
      counts,
      hits: (from, to) => answer.results.slice(from, to).map(async (result) => this.hit(await result.data())),
    };
  }

  /** What begins as the longest word of *query* does, with ever less of it. @param {string} query @returns {Promise<Hit[]>} */
  async near(query) {
    const longest = words(query).sort((a, b) => b.length - a.length)[0] ?? "";
    for (let length = longest.length - 1; length >= LEAST; length--) {
      const begin = longest.slice(0, length);
      const hits = await Promise.all((await this.find(begin, {})).hits(0, NEAR));
      const fitting = hits.filter((hit) => hit.has(begin));
      if (fitting.length) return fitting;
    }
    return [];
  }

  /** @param {Fragment} fragment @returns {Hit} */
  hit(fragment) {
    // As `search_fragments.py` has named the file: in one folder with all others.
    const path = decodeURIComponent((fragment.raw_url ?? fragment.url).slice(1)).replace(/\/\.html$/, "/");
    const href = this.site + path.split("/").map(encodeURIComponent).join("/");
    const folders = path.replace(/[^/]*\/?$/, "").split("/").filter(Boolean);
    const { topic = [], type = [] } = fragment.filters;
    const { title, alias = "", list } = fragment.meta;
    /** @type {string | undefined} */
    let text;
    return {
      title: title ?? list ?? path,
      alias,
      href,
      excerpt: list ? "" : fragment.excerpt,
      where: [...topic, folders.join(" / ")].filter(Boolean).join(" · "),
      type: type[0] ?? "",
      parts: fragment.sub_results
        .filter(({ anchor }) => anchor && /^h[1-6]$/i.test(anchor.element))
        .slice(0, PARTS)
        .map(({ title, anchor }) => ({ title, href: `${href}#${encodeURIComponent(anchor?.id ?? "")}` })),
      has: (word) => (text ??= folded([title, list, alias, fragment.content].join(" "))).includes(folded(word)),
    };
  }
}

/**
 * Those of *coming* that are there after PATIENCE, null for the others; but at least one. To find the places of a common
 * word in one page of book length can take Pagefind longer than all others together.
 * @param {Promise<Hit>[]} coming @returns {Promise<(Hit | null)[]>}
 */
export async function inTime(coming) {
  /** @type {(Hit | null)[]} */
  const hits = coming.map(() => null);
  const all = Promise.all(coming.map(async (one, number) => (hits[number] = await one)));
  await Promise.race([all, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  if (!hits.some(Boolean) && coming.length) await Promise.race(coming);
  all.catch(() => {}); // the others are shown
  return [...hits];
}

/** Whether any of *hits* has what was typed: of a word that is nowhere, Pagefind finds what begins alike, if only by
 * a letter. The ends of words are left to its grammar. @param {(Hit | null)[]} hits @param {string} query */
export function areMeant(hits, query) {
  const wanted = words(query).map((word) => word.slice(0, Math.max(LEAST, Math.ceil(word.length * 0.6))));
  return hits.some((hit) => wanted.every((word) => hit?.has(word)));
}

/** @param {string} query */
function words(query) {
  return query.match(/[\p{L}\p{N}]+/gu) ?? [];
}

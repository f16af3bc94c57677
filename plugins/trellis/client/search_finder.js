// Pagefind, asked as the dialog needs it. See https://pagefind.app/docs/api/

/** @typedef {{ url: string, raw_url?: string, excerpt: string, meta: Record<string, string>, filters: Record<string, string[]>,
 *   sub_results: { title: string, anchor?: { id: string, element: string } }[] }} Fragment */
/** @typedef {Record<string, Record<string, number>>} Counts */
/** @typedef {{ results: { id: string, data: () => Promise<Fragment> }[], filters: Counts, unfilteredResultCount: number }} Answer */
/** @typedef {{ options: (options: object) => Promise<void>, init: () => Promise<void>, filters: () => Promise<Counts>,
 *   search: (query: string | null, options: { filters: Record<string, string> }) => Promise<Answer> }} Pagefind */

/** A part of a page. @typedef {{ title: string, href: string }} Part */
/** A page that was found. @typedef {{ title: string, alias: string, href: string, excerpt: string, where: string, type: string, parts: Part[] }} Hit */
/** What was found: how many pages there are, and the pages one by one. @typedef {{ count: number, unfiltered: number, counts: Counts, hits: (from: number, to: number) => Promise<Hit[]> }} Found */

/** Another name leads to a note as its title does; a list of notes comes after them. */
const RANKING = { metaWeights: { title: 5, alias: 5, list: 0.5 } };
const PARTS = 3;

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
    const answer = await this.pagefind.search(query || null, { filters: chosen });
    const counts = { ...answer.filters };
    // What else could be chosen of a facet does not hang on what is chosen of it.
    for (const facet of Object.keys(chosen)) {
      const { [facet]: _, ...others } = chosen;
      counts[facet] = (await this.pagefind.search(query || null, { filters: others })).filters[facet] ?? {};
    }
    return {
      count: answer.results.length,
      unfiltered: query ? answer.unfilteredResultCount : 0,
      counts,
      hits: async (from, to) => {
        const data = await Promise.all(answer.results.slice(from, to).map((result) => result.data()));
        return data.map((fragment) => this.hit(fragment));
      },
    };
  }

  /** What has words that begin as those of *query* do, with ever less of them. @param {string} query @returns {Promise<Hit[]>} */
  async near(query) {
    const longest = (query.match(/[\p{L}\p{N}]+/gu) ?? []).sort((a, b) => b.length - a.length)[0] ?? "";
    for (let length = longest.length; length >= 3; length--) {
      const found = await this.find(longest.slice(0, length), {});
      if (found.count) return found.hits(0, 4);
    }
    return [];
  }

  /** @param {Fragment} fragment @returns {Hit} */
  hit(fragment) {
    const path = (fragment.raw_url ?? fragment.url).replace(/^\//, "");
    const href = this.site + path.split("/").map(encodeURIComponent).join("/");
    const folders = path.replace(/[^/]*\/?$/, "").split("/").filter(Boolean);
    const { topic = [], type = [] } = fragment.filters;
    return {
      title: fragment.meta.title ?? fragment.meta.list ?? path,
      alias: fragment.meta.alias ?? "",
      href,
      excerpt: fragment.meta.list ? "" : fragment.excerpt,
      where: [...topic, folders.join(" / ")].filter(Boolean).join(" · "),
      type: type[0] ?? "",
      parts: fragment.sub_results
        .filter(({ anchor }) => anchor && /^h[1-6]$/i.test(anchor.element))
        .slice(0, PARTS)
        .map(({ title, anchor }) => ({ title, href: `${href}#${encodeURIComponent(anchor?.id ?? "")}` })),
    };
  }
}

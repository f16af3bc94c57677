// All that the search says.

export const WORDS = {
  title: "Search",
  field: "Search the notes",
  close: "Close",
  filters: "Filters",
  any: "any",
  facets: /** @type {Record<string, string>} */ ({ topic: "Topic", type: "Type", tag: "Tag", source: "Source" }),
  clear: "Remove all filters",
  more: "Show more",
  page: "Page of the wiki",
  hint: "Titles, other names, headings and all that the notes say. Whole words or how they begin; several words must all be there; “in quotes”, as they stand.",
  keys: "↑ ↓ to choose, Enter to open, Esc to close",
  recent: "Searched before",
  none: /** @param {string} query */ (query) => (query ? `Nothing has “${query}”.` : "Nothing has all of these filters."),
  without: /** @param {number} count */ (count) => `Show ${counted(count)} without filters`,
  near: "Close to it",
  found: /** @param {number} count */ (count) => `${counted(count)} found`,
  failed: "The search cannot be loaded.",
  list: "All notes",
};

/** @param {number} count */
function counted(count) {
  return `${count.toLocaleString("en")} ${count === 1 ? "page" : "pages"}`;
}

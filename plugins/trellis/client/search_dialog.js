// The dialog of search: a field, what was found as one types, and facets to narrow it down.

import { Facets } from "./search_facets.js";
import { Finder, areMeant, inTime } from "./search_finder.js";
import { Recent } from "./search_recent.js";
import { allNotes, button, drawnHit, element, failed, listed, message } from "./search_results.js";
import {
  SEARCH,
  SEARCH_CLOSE,
  SEARCH_FIELD,
  SEARCH_FOUND,
  SEARCH_HINT,
  SEARCH_KEYS,
  SEARCH_MORE,
  SEARCH_NEAR,
  SEARCH_NONE,
  SEARCH_NONE_FILTERED,
  SEARCH_RECENT,
  SEARCH_WITHOUT,
  say,
} from "./words.js";

/** @typedef {{ index: string, list: string, marks: boolean }} Settings */
/** @typedef {{ show: (typed: string) => void }} SearchDialog */
/** @typedef {import("./search_finder.js").Found} Found */
/** @typedef {import("./search_finder.js").Hit} Hit */

const AT_ONCE = 8;

/** The dialog, ready to be shown. @param {Settings} settings @returns {Promise<SearchDialog>} */
export async function searchDialog(settings) {
  const loading = Finder.load(settings.index);
  loading.catch(() => {}); // said when somebody searches
  await style(new URL("../search_dialog.css", import.meta.url).href);
  const dialog = new Dialog(settings, loading);
  return { show: (typed) => dialog.show(typed) };
}

/** @param {string} href */
function style(href) {
  const link = element("link", "");
  link.rel = "stylesheet";
  link.href = href;
  return new Promise((resolve) => {
    link.onload = link.onerror = resolve;
    document.head.append(link);
  });
}

class Dialog {
  /** @param {Settings} settings @param {Promise<Finder>} loading */
  constructor(settings, loading) {
    this.settings = settings;
    this.loading = loading;
    this.recent = new Recent(new URL("../", settings.index).href);
    this.turn = 0;
    this.facets = new Facets(() => void this.search());
    this.input = element("input", "search-input");
    Object.assign(this.input, { type: "text", name: "q", autocomplete: "off", placeholder: say(SEARCH_FIELD), enterKeyHint: "search" });
    this.input.setAttribute("aria-label", say(SEARCH_FIELD));
    this.input.setAttribute("autocapitalize", "none");
    this.input.spellcheck = false;
    this.status = element("p", "search-status");
    this.status.setAttribute("role", "status");
    this.results = element("div", "search-results");
    const head = element("div", "search-head", this.input, button(say(SEARCH_CLOSE), () => this.dialog.close()));
    this.dialog = element("dialog", "search-dialog", head, this.facets.element, this.status, this.results);
    this.dialog.setAttribute("aria-label", say(SEARCH));
    this.listen();
    document.body.append(this.dialog);
  }

  listen() {
    this.input.addEventListener("input", () => void this.search());
    this.dialog.addEventListener("keydown", (event) => {
      event.stopPropagation(); // the page's own keys are none of the dialog's
      if (!event.isComposing) this.press(event);
    });
    this.dialog.addEventListener("click", (event) => {
      if (event.target === this.dialog) this.dialog.close(); // beside it
      if (!(event.target instanceof Element) || !event.target.closest("a[href]")) return;
      this.recent.add(this.query);
      if (!event.ctrlKey && !event.metaKey && !event.shiftKey) this.dialog.close();
    });
  }

  get query() {
    return this.input.value.trim();
  }

  /** @param {string} typed what a quick reader has typed already */
  show(typed) {
    if (this.dialog.open) return;
    this.dialog.showModal();
    this.input.focus();
    this.input.select();
    if (typed) this.input.value = typed;
    if (!this.results.childElementCount || !this.query || typed) void this.search();
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      this.dialog.close();
      return;
    }
    const links = [...this.results.querySelectorAll("a")];
    const place = links.findIndex((link) => link === document.activeElement);
    const inField = document.activeElement === this.input;
    if (event.key === "Enter" && inField) links[0]?.click();
    else if (event.key === "ArrowDown" && (inField || place >= 0)) links[Math.min(place + 1, links.length - 1)]?.focus();
    else if (event.key === "ArrowUp" && place >= 0) (links[place - 1] ?? this.input).focus();
    else if (event.key === "Home" && place >= 0) links[0]?.focus();
    else if (event.key === "End" && place >= 0) links.at(-1)?.focus();
    else {
      // Whoever goes on typing goes on searching.
      if (place >= 0 && (event.key === "Backspace" || (event.key.length === 1 && !event.ctrlKey && !event.metaKey && event.key !== " ")))
        this.input.focus();
      return;
    }
    event.preventDefault();
  }

  async search() {
    const turn = ++this.turn;
    const { query } = this;
    try {
      const finder = await this.loading;
      const isIdle = !query && !Object.keys(this.facets.chosen).length;
      if (isIdle) {
        this.facets.show(finder.facets, finder.facets);
        return this.say("", this.hints());
      }
      const found = await finder.find(query, { ...this.facets.chosen });
      if (turn !== this.turn) return;
      const coming = found.hits(0, AT_ONCE);
      let hits = await inTime(coming);
      if (query && !areMeant(hits, query)) hits = await Promise.all(coming);
      const isFound = query ? areMeant(hits, query) : found.count > 0;
      const isElsewhere = !found.count && found.unfiltered > 0;
      const near = isFound || isElsewhere ? [] : await finder.near(query);
      if (turn !== this.turn) return;
      this.facets.show(finder.facets, isFound || isElsewhere ? found.counts : finder.facets);
      if (isFound) this.say(say(SEARCH_FOUND, { count: found.count }), this.list(found, hits, coming, query));
      else this.say(query ? say(SEARCH_NONE, { query }) : say(SEARCH_NONE_FILTERED), this.nothing(found, near, query));
    } catch {
      if (turn === this.turn) this.say("", failed(this.settings.list));
    }
  }

  /** @param {string} status @param {Node} shown */
  say(status, shown) {
    this.status.textContent = status;
    this.results.replaceChildren(shown);
    this.results.scrollTop = 0;
  }

  /** @param {Found} found @param {(Hit | null)[]} hits @param {Promise<Hit>[]} coming @param {string} query */
  list(found, hits, coming, query) {
    const drawn = (/** @type {Hit} */ hit) => drawnHit(hit, query, this.settings.marks);
    const list = listed(hits, coming, drawn, query);
    const whole = element("div", "", list);
    let shown = hits.length;
    if (found.count <= shown) return whole;
    const more = button(say(SEARCH_MORE), async () => {
      const further = await Promise.all(found.hits(shown, shown + 2 * AT_ONCE));
      shown += further.length;
      const items = further.map(drawn);
      list.append(...items);
      items[0]?.querySelector("a")?.focus();
      if (shown >= found.count) more.remove();
    });
    whole.append(more);
    return whole;
  }

  /** @param {Found} found @param {Hit[]} near @param {string} query */
  nothing(found, near, query) {
    const whole = element("div", "search-message");
    if (!found.count && found.unfiltered)
      whole.append(button(say(SEARCH_WITHOUT, { count: found.unfiltered }), () => this.facets.reset()));
    if (near.length) {
      const list = element("ol", "search-hits", ...near.map((hit) => drawnHit(hit, "", this.settings.marks)));
      whole.append(element("h2", "search-heading", say(SEARCH_NEAR)), list);
    }
    whole.append(allNotes(this.settings.list));
    return whole;
  }

  hints() {
    const whole = message(say(SEARCH_HINT));
    const before = this.recent.list();
    if (before.length) {
      const again = (/** @type {string} */ query) =>
        button(query, () => {
          this.input.value = query;
          this.input.focus();
          void this.search();
        });
      whole.append(element("h2", "search-heading", say(SEARCH_RECENT)), element("p", "search-recent", ...before.map(again)));
    }
    whole.append(element("p", "search-keys", say(SEARCH_KEYS)));
    return whole;
  }
}

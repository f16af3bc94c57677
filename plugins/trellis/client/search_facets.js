// What readers may narrow a search down to: a choice for each facet, with how many pages it would leave.

import { button, element } from "./search_results.js";
import { SEARCH_ANY, SEARCH_CLEAR, SEARCH_FACETS, SEARCH_FILTERS, say } from "./words.js";

/** @typedef {import("./search_finder.js").Counts} Counts */

/** Choices that a list offers: more would be no choice. */
const MOST = 300;
const WIDE = "(min-width: 45em)";

export class Facets {
  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    /** What is chosen, by facet. @type {Record<string, string>} */
    this.chosen = {};
    this.count = element("span", "search-count");
    this.fields = element("div", "search-fields");
    this.clear = button(say(SEARCH_CLEAR), () => this.reset());
    this.element = element("details", "search-facets", element("summary", "", say(SEARCH_FILTERS), " ", this.count), this.fields);
    this.element.open = matchMedia(WIDE).matches;
  }

  reset() {
    this.chosen = {};
    this.changed();
  }

  /** Offers what the *counts* leave. @param {Counts} all @param {Counts} counts */
  show(all, counts) {
    const focused = document.activeElement instanceof HTMLSelectElement ? document.activeElement.name : "";
    const fields = Object.entries(SEARCH_FACETS)
      .filter(([facet]) => Object.keys(all[facet] ?? {}).length > 1)
      .map(([facet, name]) => this.field(facet, say(name), counts[facet] ?? {}));
    this.fields.replaceChildren(...fields);
    const active = Object.keys(this.chosen).length;
    if (active) this.fields.append(this.clear);
    this.count.textContent = active ? String(active) : "";
    this.element.hidden = !fields.length;
    if (focused) /** @type {HTMLElement | null} */ (this.fields.querySelector(`[name="${focused}"]`))?.focus();
  }

  /** @param {string} facet @param {string} name @param {Record<string, number>} counts */
  field(facet, name, counts) {
    const select = document.createElement("select");
    select.name = facet;
    const chosen = this.chosen[facet] ?? "";
    const values = Object.entries(counts)
      .filter(([value, count]) => count || value === chosen)
      .sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))
      .slice(0, MOST);
    if (chosen && !values.some(([value]) => value === chosen)) values.push([chosen, 0]);
    select.append(new Option(say(SEARCH_ANY), ""), ...values.map(([value, count]) => new Option(`${value} (${count})`, value)));
    select.value = chosen;
    select.classList.toggle("is-chosen", Boolean(chosen));
    select.addEventListener("change", () => {
      if (select.value) this.chosen[facet] = select.value;
      else delete this.chosen[facet];
      this.changed();
    });
    return element("label", "search-facet", element("span", "", name), select);
  }
}

// Pages that were found, as a list of links: the keyboard, a new tab and all else work as with any link.

import { folded } from "./find_notes.js";
import { excerptPieces, marked } from "./search_beginnings.js";
import { SEARCH_FAILED, SEARCH_LIST, say } from "./words.js";

/** @typedef {import("./search_finder.js").Hit} Hit */

/** @template {keyof HTMLElementTagNameMap} K @param {K} tag @param {string} name @param {(string | Node)[]} inside */
export function element(tag, name, ...inside) {
  const made = document.createElement(tag);
  made.className = name;
  made.append(...inside);
  return made;
}

/** @param {Hit} hit @param {string} query @param {boolean} marks whether the page is to show what was searched for */
export function drawnHit(hit, query, marks) {
  const link = element("a", "search-link", ...marked(hit.title, query));
  link.href = opened(hit.href, query, marks);
  const head = element("p", "search-title", link);
  if (hit.type) head.append(element("span", "search-type", hit.type));
  const item = element("li", "search-hit", head);
  const named = marked(hit.alias, query);
  if (named.length > 1) item.append(element("p", "search-alias", ...named));
  if (hit.excerpt) item.append(element("p", "search-excerpt", ...excerptPieces(hit.excerpt)));
  if (hit.parts.length) item.append(element("ul", "search-parts", ...hit.parts.map((part) => drawnPart(part, query, marks))));
  if (hit.where) item.append(element("p", "search-where", hit.where));
  return item;
}

/** @param {import("./search_finder.js").Part} part @param {string} query @param {boolean} marks */
function drawnPart(part, query, marks) {
  const link = element("a", "search-part", ...marked(part.title, query));
  link.href = opened(part.href, query, marks);
  return element("li", "", link);
}

/** @param {string} href @param {string} query @param {boolean} marks */
function opened(href, query, marks) {
  const address = new URL(href);
  if (marks && query) address.searchParams.set("h", query);
  return address.href;
}

/** Whether its title or another name is what was typed. @param {Hit} hit @param {string} query */
function isNamed(hit, query) {
  const wanted = folded(query);
  return [hit.title, ...hit.alias.split(" · ")].some((name) => folded(name) === wanted);
}

/**
 * A list of *hits*. What is named as was typed comes first. Of those that have not come yet, each has its place kept.
 * @param {(Hit | null)[]} hits @param {Promise<Hit>[]} coming the same, in time @param {(hit: Hit) => HTMLElement} drawn
 * @param {string} query
 */
export function listed(hits, coming, drawn, query) {
  const items = hits.map((hit) => (hit ? drawn(hit) : Object.assign(element("li", ""), { hidden: true })));
  const named = new Set(items.filter((_, number) => hits[number] && isNamed(/** @type {Hit} */ (hits[number]), query)));
  const list = element("ol", "search-hits", ...named, ...items.filter((item) => !named.has(item)));
  items.forEach((item, number) => {
    if (hits[number]) return;
    const put = (/** @type {Hit} */ hit) => {
      const late = drawn(hit);
      item.replaceWith(late);
      if (isNamed(hit, query)) list.prepend(late);
    };
    void coming[number]?.then(put, () => item.remove());
  });
  return list;
}

/** @param {string} said @param {...(string | Node)} more */
export function message(said, ...more) {
  return element("div", "search-message", element("p", "", said), ...more);
}

/** @param {string} words @param {() => void} does */
export function button(words, does) {
  const made = element("button", "search-button", words);
  made.type = "button";
  made.addEventListener("click", does);
  return made;
}

/** The page that leads to all notes. @param {string} href */
export function failed(href) {
  return message(say(SEARCH_FAILED), allNotes(href));
}

/** The way on where a search gives none. @param {string} href */
export function allNotes(href) {
  const link = element("a", "search-link", say(SEARCH_LIST));
  link.href = href;
  return element("p", "", link);
}

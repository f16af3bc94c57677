// Words that were searched for, marked in the page without touching it: nothing that is read aloud or copied changes.

import { beginnings } from "./search_beginnings.js";

const NAME = "searched";
const MOST = 500;

/** @param {string} searched */
export function markWords(searched) {
  const marks = /** @type {any} */ (CSS).highlights;
  const pattern = beginnings(searched);
  const article = document.querySelector("article");
  if (!marks || !pattern || !article) return;
  /** @type {Range[]} */
  const ranges = [];
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node && ranges.length < MOST; node = walker.nextNode()) {
    if (node.parentElement?.closest("svg, script, style")) continue;
    for (const { index, 0: word } of (node.nodeValue ?? "").matchAll(pattern)) {
      const range = new Range();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      ranges.push(range);
    }
  }
  marks.set(NAME, new /** @type {any} */ (window).Highlight(...ranges));
  const first = ranges[0]?.startContainer.parentElement;
  if (first && !location.hash) first.scrollIntoView({ block: "center" });
}

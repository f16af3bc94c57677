// A path as a list: for each step the two notes, how they are linked, and the sentence in which they are.

import { kindsInWords } from "./explorer_words.js";
import { CONNECT_SOURCE, CONNECT_UNWRITTEN, say } from "./words.js";

/** @typedef {import("./route.js").Written} Written */
/** A link with the sentence behind it. @typedef {Written & { sentence: string }} Said */

/** What is known of a node. @typedef {{ title: string, href: string | null, names: string[] }} About */

/** Of *links* between two notes, the most telling first, the one to show: among those of the kind of the first, one that is written in a sentence. @param {Said[]} links */
export function chosen(links) {
  const first = links[0];
  return links.find((link) => link.kind === first?.kind && link.sentence) ?? first;
}

/** @param {Said} link @param {number} next the end of the two that the path goes on to @param {(node: number) => About} about */
export function step(link, next, about) {
  const item = document.createElement("li");
  const line = document.createElement("p");
  line.className = "connect-line";
  const kind = document.createElement("span");
  kind.className = `connect-kind connect-${link.kind}`;
  kind.textContent = link.kind === "source" ? say(CONNECT_SOURCE) : kindsInWords(link.kind);
  line.append(note(about(link.from), link.from === next), " ", kind, " ", note(about(link.to), link.to === next));
  item.append(line);
  if (link.sentence) {
    const quote = document.createElement("blockquote");
    quote.className = "connect-sentence";
    quote.append(...marked(link.sentence, about(link.to).names));
    item.append(quote);
  }
  return item;
}

/** @param {About} about @param {boolean} isNext */
function note({ title, href }, isNext) {
  const name = document.createElement(href === null ? "span" : "a");
  if (name instanceof HTMLAnchorElement) name.href = href ?? "";
  else {
    name.className = "unresolved";
    name.title = say(CONNECT_UNWRITTEN, { title });
  }
  name.textContent = title;
  if (isNext) name.classList.add("connect-next");
  return name;
}

/** *sentence* with the first of *names* in it marked. @param {string} sentence @param {string[]} names @returns {(Node | string)[]} */
export function marked(sentence, names) {
  const lower = sentence.toLowerCase();
  // Letters whose small forms are longer would shift all places behind them.
  if (lower.length !== sentence.length) return [sentence];
  for (const name of names) {
    const begin = name ? lower.indexOf(name.toLowerCase()) : -1;
    if (begin < 0) continue;
    const mark = document.createElement("mark");
    mark.textContent = sentence.slice(begin, begin + name.length);
    return [sentence.slice(0, begin), mark, sentence.slice(begin + name.length)];
  }
  return [sentence];
}

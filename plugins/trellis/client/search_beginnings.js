// What of a text was found by what was typed: words that begin as one of those typed do.

/** A pattern for all such words; null if nothing was typed. @param {string} typed */
export function beginnings(typed) {
  const words = typed.match(/[\p{L}\p{N}]+/gu);
  return words && new RegExp(`(?<![\\p{L}\\p{N}])(?:${longestFirst(words).join("|")})`, "giu");
}

/** @param {string[]} words */
function longestFirst(words) {
  return [...new Set(words)].sort((a, b) => b.length - a.length);
}

/** *text* in pieces, of which those that were found are marked. @param {string} text @param {string} typed @returns {(string | HTMLElement)[]} */
export function marked(text, typed) {
  const pattern = beginnings(typed);
  if (!pattern) return [text];
  /** @type {(string | HTMLElement)[]} */
  const pieces = [];
  let end = 0;
  for (const { index, 0: word } of text.matchAll(pattern)) {
    pieces.push(text.slice(end, index), mark(word));
    end = index + word.length;
  }
  return [...pieces, text.slice(end)];
}

/** Pagefind's excerpt as text and marks: whatever else stands in it is text. @param {string} excerpt @returns {(string | HTMLElement)[]} */
export function excerptPieces(excerpt) {
  return excerpt.split(/<mark>(.*?)<\/mark>/s).map((piece, place) => (place % 2 ? mark(plain(piece)) : plain(piece)));
}

/** @param {string} text */
function mark(text) {
  const element = document.createElement("mark");
  element.textContent = text;
  return element;
}

/** @type {Record<string, string>} */
const SIGNS = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&#x27;": "'", "&amp;": "&" };

/** @param {string} html */
function plain(html) {
  return html.replace(/&(?:lt|gt|quot|#39|#x27|amp);/g, (sign) => SIGNS[sign] ?? sign);
}

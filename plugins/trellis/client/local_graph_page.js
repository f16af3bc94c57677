// What the page itself says of the notes around it: their sentences need not be loaded.

const ELSEWHERE = ".connections, .backlinks, .related, .learning, .note-source, .headerlink, nav";

/**
 * The sentence in which the note of this page links to *href*, or else that in which it is linked from there.
 * @param {string} href
 * @returns {Node[] | undefined}
 */
export function onPage(href) {
  return ownSentence(href) ?? excerpt(href);
}

/** @param {string} href */
function leadsTo(href) {
  return (/** @type {Element} */ link) => link instanceof HTMLAnchorElement && link.href.split("#")[0] === href;
}

/** @param {string} href */
function excerpt(href) {
  const link = [...document.querySelectorAll(".sayings > li > a")].find(leadsTo(href));
  const said = link?.parentElement?.querySelector("p mark")?.parentElement;
  return said ? [...said.cloneNode(true).childNodes] : undefined;
}

/** @param {string} href */
function ownSentence(href) {
  const links = [...document.querySelectorAll("article a[href]")].filter(leadsTo(href));
  for (const link of links) {
    const block = link.closest("p, li, td, dd");
    if (link.closest(ELSEWHERE) || !block) continue;
    const copy = /** @type {Element} */ (block.cloneNode(true));
    const own = copy.querySelectorAll("a")[[...block.querySelectorAll("a")].indexOf(/** @type {any} */ (link))];
    for (const part of copy.querySelectorAll("ul, ol, .footnote-ref")) part.remove();
    const found = own && copy.contains(own) && sentence(copy, own);
    if (found) return found;
  }
  return undefined;
}

/** The sentence of *block* around *link*, unless it is the link alone. @param {Element} block @param {Element} link */
function sentence(block, link) {
  const before = document.createRange();
  before.setStart(block, 0);
  before.setEndBefore(link);
  const begin = plain(before.toString()).length;
  const words = plain(link.textContent ?? "").trim();
  const whole = plain(block.textContent ?? "");
  for (const { segment, index } of sentences(whole)) {
    if (begin >= index + segment.length) continue;
    const place = segment.indexOf(words, begin - index);
    if (place < 0 || segment.trim() === words) return undefined;
    const mark = document.createElement("mark");
    mark.textContent = words;
    return [new Text(segment.slice(0, place)), mark, new Text(segment.slice(place + words.length))];
  }
  return undefined;
}

/** Not every browser can tell sentences. @param {string} words @returns {Iterable<{ segment: string, index: number }>} */
function sentences(words) {
  const lang = document.documentElement.lang || "en";
  return "Segmenter" in Intl
    ? new Intl.Segmenter(lang, { granularity: "sentence" }).segment(words)
    : [{ segment: words, index: 0 }];
}

/** @param {string} words */
function plain(words) {
  return words.replace(/\s+/g, " ");
}

/** @param {(Node | string)[]} words */
export function quote(words) {
  const made = document.createElement("blockquote");
  made.className = "graph-sentence";
  made.append(...words);
  return made;
}

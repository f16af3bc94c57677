// What a preview shows of a page: its beginning, a section, a block or a footnote, as elements that do nothing.

const MOST = 500; // characters after which no further block is shown
const AROUND = ".reading, .note-source, .note-tags, .md-content__button, h1, section:not(.footnotes), nav, script";
const INERT = [
  "script, style, iframe, object, embed, video, audio, form, button, input, template, pre.mermaid, .reading",
  ".headerlink, .footnote-backref, .md-content__button, .md-clipboard, .md-code__nav, .video-dock",
].join(", ");
const HEADING = /^H[1-6]$/;

/** @type {Map<string, Promise<Document | undefined>>} */
const pages = new Map();

/** The page at *address*; undefined if it cannot be had. @param {string} address @returns {Promise<Document | undefined>} */
export function pageAt(address) {
  const known = pages.get(address);
  if (known) return known;
  const coming = fetch(address)
    .then(async (answer) => {
      if (!answer.ok || !answer.headers.get("content-type")?.startsWith("text/html")) return undefined;
      return new DOMParser().parseFromString(await answer.text(), "text/html");
    })
    .catch(() => {
      pages.delete(address); // another time it may be there
      return undefined;
    });
  pages.set(address, coming);
  return coming;
}

/**
 * What *page*, which is at *address*, shows under the id *hash*, or else its beginning; undefined if it is no note.
 * @param {Document} page
 * @param {string} address
 * @param {string} hash
 * @returns {{ title: string, parts: Element[] } | undefined}
 */
export function shownOf(page, address, hash) {
  const article = page.querySelector("article:has(.reading)");
  const heading = article?.querySelector("h1");
  if (!article || !heading) return undefined;
  const named = hash ? page.getElementById(hash) : null;
  const isPart = named !== null && named !== heading && article.contains(named);
  const parts = isPart ? part(named) : following(heading, (next) => HEADING.test(next.tagName));
  const title = isPart && HEADING.test(named.tagName) ? named : heading;
  const isOfHere = isPart && page === document && title === heading;
  return { title: isOfHere ? "" : words(title), parts: parts.map((shown) => inert(shown, address)) };
}

/** @param {Element} heading */
function words(heading) {
  const copy = /** @type {Element} */ (heading.cloneNode(true));
  for (const link of copy.querySelectorAll(INERT)) link.remove();
  return (copy.textContent ?? "").trim();
}

/** The section of a heading, or the block that has the id. @param {Element} named */
function part(named) {
  if (HEADING.test(named.tagName)) {
    const level = named.tagName;
    return following(named, (next) => HEADING.test(next.tagName) && next.tagName <= level);
  }
  if (named.matches(".footnotes li")) return [...named.children];
  return [named.matches("li, p, table, blockquote, pre, div, figure, ul, ol") ? named : (named.closest("li, p") ?? named)];
}

/**
 * The blocks after *heading*, until there are enough or one *ends* them; headings that come first are no end.
 * @param {Element} heading
 * @param {(next: Element) => boolean} ends
 */
function following(heading, ends) {
  const found = [];
  let characters = 0;
  for (let next = heading.nextElementSibling; next && characters < MOST; next = next.nextElementSibling) {
    if (next.matches(".note-tags, .connections, .footnotes, .learning")) break;
    if (next.matches(AROUND)) continue;
    if (ends(next) && (characters || HEADING.test(heading.tagName) && heading.tagName !== "H1")) break;
    found.push(next);
    if (!HEADING.test(next.tagName)) characters += next.textContent?.length ?? 0;
  }
  return found;
}

/**
 * A copy of *shown* that is safe beside any page: without ids, scripts and pictures from elsewhere, its addresses whole.
 * @param {Element} shown
 * @param {string} address
 */
function inert(shown, address) {
  const around = document.createElement(shown.tagName === "LI" ? "ul" : "div");
  around.append(document.importNode(shown, true));
  for (const found of around.querySelectorAll(INERT)) found.remove();
  for (const found of around.querySelectorAll("*")) {
    for (const name of ["id", "name", "for", "data-video", "data-t", "autofocus", "srcset"]) found.removeAttribute(name);
    for (const name of ["href", "src"]) {
      const value = found.getAttribute(name);
      if (value !== null) found.setAttribute(name, new URL(value, address).href);
    }
    if (found instanceof HTMLAnchorElement) found.tabIndex = -1; // the link itself leads to all of them
    if (found instanceof HTMLImageElement) {
      found.loading = "lazy";
      if (new URL(found.src).origin !== location.origin) found.replaceWith(found.alt);
    }
  }
  return around;
}

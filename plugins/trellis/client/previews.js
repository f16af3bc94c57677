// Previews of links to notes, sections and blocks, and of footnotes: shown by pointing at a link, or by giving it the
// focus from the keyboard. Fingers cannot point, so a tap follows a link as ever; only a footnote opens where it is.

import { close, isInCard, openLink, show } from "./preview_card.js";
import { pageAt, shownOf } from "./preview_content.js";

const OPENS = 300; // milliseconds: pointers pass over many links
const CLOSES = 250; // the way from the link to its card
const OTHERS = ".headerlink, .md-content__button, .footnote-backref, .chip, .tag a, .video, .timestamp, .local-graph a";

/** @type {number | undefined} */
let waiting;

/** @param {() => void} act @param {number} time */
const soon = (act, time) => {
  clearTimeout(waiting);
  waiting = setTimeout(act, time);
};

/** The link at *target* that a preview can be of; one to this page only if all of it *may* be meant. @param {EventTarget | null} target @param {boolean} [may] */
export function noteLink(target, may = false) {
  const link = target instanceof Element ? target.closest(".md-content a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || link.matches(OTHERS) || link.origin !== location.origin) return undefined;
  const isHere = link.pathname === location.pathname;
  if (isHere ? !may && link.hash.length < 2 : /\.(?!html?$)\w+$/i.test(link.pathname)) return undefined;
  return isHere || location.protocol.startsWith("http") ? link : undefined; // from a disk, nothing can be loaded
}

/** @param {string} hash */
function decoded(hash) {
  try {
    return decodeURIComponent(hash);
  } catch {
    return hash; // a `%` that stands for itself
  }
}

/** @param {HTMLAnchorElement} link @param {number} [y] */
async function preview(link, y) {
  const address = link.href.split("#")[0] ?? "";
  const isHere = link.pathname === location.pathname;
  const asked = waiting;
  const page = isHere ? document : await pageAt(address);
  const hash = decoded(link.hash.slice(1));
  const shown = page && shownOf(page, address, hash);
  // Meanwhile the pointer may have gone, or another page may have come.
  if (shown?.parts.length && asked === waiting && link.isConnected) show(link, shown.title, shown.parts, y);
}

/** @param {PointerEvent} event */
const entered = (event) => {
  if (event.pointerType === "touch") return;
  if (isInCard(event.target)) return clearTimeout(waiting);
  const link = noteLink(event.target);
  if (link && link === openLink()) clearTimeout(waiting);
  else if (link) soon(() => preview(link, event.clientY), OPENS);
};

/** @param {PointerEvent} event */
const left = (event) => {
  const from = isInCard(event.target) || noteLink(event.target);
  if (!from || event.pointerType === "touch") return;
  if (openLink() && document.activeElement === openLink() && openLink()?.matches(":focus-visible")) clearTimeout(waiting);
  else soon(close, CLOSES);
};

/** @param {FocusEvent} event */
const focused = (event) => {
  const link = noteLink(event.target);
  if (link?.matches(":focus-visible")) soon(() => preview(link), OPENS);
};

/** @param {FocusEvent} event */
const blurred = (event) => {
  if (openLink() === event.target) endPreview();
};

/** @param {MouseEvent} event */
const clicked = (event) => {
  if (isInCard(event.target)) return;
  const link = noteLink(event.target);
  const isTap = link?.matches(".footnote-ref") && matchMedia("(hover: none)").matches;
  if (!link || !isTap || link === openLink()) {
    endPreview();
    return;
  }
  event.preventDefault();
  soon(() => preview(link), 0);
};

/** Closes what is shown, and shows nothing that was asked for before. */
export function endPreview() {
  clearTimeout(waiting);
  waiting = undefined;
  close();
}

export function startPreviews() {
  document.addEventListener("pointerover", entered);
  document.addEventListener("pointerout", left);
  document.addEventListener("focusin", focused);
  document.addEventListener("focusout", blurred);
  document.addEventListener("click", clicked);
  // In capture, so that nothing else is closed by the same key.
  const escaped = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape") return;
    const wasOpen = openLink();
    endPreview();
    if (!wasOpen) return;
    event.stopImmediatePropagation();
    event.preventDefault();
  };
  document.addEventListener("keydown", escaped, true);
}

// Aids to reading a note: previews of its links and footnotes, reader mode, and, for those who want them, stacked pages.

import "./reading_first.js";
import { pageAt } from "./preview_content.js";
import { endPreview, noteLink, startPreviews } from "./previews.js";
import { isOn, showChoices, startChoices } from "./reading_choices.js";

const WIDE = matchMedia("(min-width: 76.25em)"); // Material's own step, from which its sidebars are there

// The root of the site, as seen from the first page: with instant navigation, the address changes and this does not.
const base = new URL(JSON.parse(document.querySelector("#__config")?.textContent ?? "{}").base ?? ".", location.href);

/** @type {import("./stacked.js").Stack | undefined} */
let stack;

async function stackPages() {
  const isWanted = isOn("stacked") && !isOn("reader") && WIDE.matches && location.protocol.startsWith("http");
  if (isWanted && !stack) stack = new (await import("./stacked.js")).Stack({ noteLink, pageAt, endPreview }, base);
  stack?.stop();
  if (isWanted) stack?.start();
}

const begin = () => {
  endPreview();
  showChoices();
  stackPages().catch(console.error);
};

function start() {
  startPreviews();
  startChoices(() => stackPages().catch(console.error));
  WIDE.addEventListener("change", () => stackPages().catch(console.error));
  /** @type {{ document$?: { subscribe: (next: () => void) => void } }} */
  const material = /** @type {any} */ (window);
  // With instant navigation, pages come without a new document.
  if (material.document$) material.document$.subscribe(begin);
  else begin();
}

// With instant navigation, every note brings this script.
if (!document.documentElement.hasAttribute("data-aids")) {
  document.documentElement.setAttribute("data-aids", "");
  start();
}

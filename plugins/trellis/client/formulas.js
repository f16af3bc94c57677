// Draws the few formulas that were too unusual to be drawn when the site was built. Loaded only where there are some.

import temml from "temml";

/** What formulas of this page define with `\\gdef`. @type {Record<string, string>} */
const macros = {};

function draw() {
  for (const element of document.querySelectorAll(".formula[data-tex]")) {
    if (!(element instanceof HTMLElement)) continue;
    const tex = element.textContent ?? "";
    const displayMode = element.dataset.tex === "block";
    delete element.dataset.tex;
    try {
      temml.render(tex, element, { displayMode, throwOnError: true, trust: false, maxSize: [25, 50], maxExpand: 200, macros });
    } catch (error) {
      element.textContent = tex;
      // Behind the place, Temml repeats the formula.
      const [reason = ""] = (error instanceof Error ? error.message : String(error)).split(" at position");
      element.title = `This formula cannot be drawn: ${reason.trim()}`;
    }
  }
}

// Material's observable emits at once and after every instant navigation.
const pages = /** @type {{ document$?: { subscribe(then: () => void): void } }} */ (globalThis).document$;
if (pages) pages.subscribe(draw);
else draw();

// Draws the few formulas that were too unusual to be drawn when the site was built. Loaded only where there are some.

import temml from "temml";
import { FORMULA_FAILED, say } from "./words.js";

/** The commands that formulas of this page define, for those after them. @type {Record<string, string>} */
const macros = {};
const DEFINING = /\\(?:(?:new|renew|provide)command|DeclareMathOperator|[gex]?def|let)(?![a-zA-Z])/;

function draw() {
  for (const element of document.querySelectorAll(".formula[data-tex]")) {
    if (!(element instanceof HTMLElement)) continue;
    const tex = element.textContent ?? "";
    const displayMode = element.dataset.tex === "block";
    delete element.dataset.tex;
    try {
      /** @type {import("temml").Options} */
      const options = { displayMode, throwOnError: true, trust: false, maxSize: [25, 50], maxExpand: 200 };
      temml.render(tex, element, { ...options, macros: { ...macros } });
      if (DEFINING.test(tex)) Object.assign(macros, temml.definePreamble(tex, { macros: { ...macros } }));
    } catch (error) {
      element.textContent = tex;
      // Behind the place, Temml repeats the formula.
      const [reason = ""] = (error instanceof Error ? error.message : String(error)).split(" at position");
      element.title = say(FORMULA_FAILED, { reason: reason.trim() });
    }
  }
}

// Material's observable emits at once and after every instant navigation.
const pages = /** @type {{ document$?: { subscribe(then: () => void): void } }} */ (globalThis).document$;
if (pages) pages.subscribe(draw);
else draw();

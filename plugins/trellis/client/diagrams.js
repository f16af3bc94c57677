// Material draws Mermaid diagrams with the `mermaid` it finds, and fetches one from another host if there is none.
// So here is one: it loads the site's own copy when the first diagram is drawn, and a diagram that cannot be drawn
// shows its source and what is wrong with it.

import { mayLoad } from "./on_disk.js";
import { DIAGRAM_FAILED, DIAGRAM_FOREIGN, DIAGRAM_LARGE, say } from "./words.js";

/** What a note may not set in its diagrams: the defaults of Mermaid, and what ends up in style sheets. */
const SECURE = [
  "secure",
  "securityLevel",
  "startOnLoad",
  "maxTextSize",
  "suppressErrorRendering",
  "maxEdges",
  "themeCSS",
  "themeVariables",
  "fontFamily",
  "altFontFamily",
  "dompurifyConfig",
];

/** What would load from another host as soon as the diagram is measured, or ask a reader for a password. */
const FOREIGN =
  /url\s*\(|image-set\s*\(|@import|\bimg\s*:|\\[0-9a-f]|<\s*\/?\s*(?:img|picture|source|video|audio|track|input|button|form|select|textarea|table|t[dhr]|svg|image|style|link|iframe|object|embed|script)\b/i;

/** Characters, and columns of empty space: what a browser draws within a moment. */
const LONGEST = 20_000;
const ENDLESS = /\bspace\s*:\s*\d{3,}/i;

/**
 * Mermaid reads `#lt;` and `&lt;` as signs of their own.
 * @param {string} source
 */
function plain(source) {
  const element = document.createElement("textarea");
  element.innerHTML = source.replace(/</g, "&lt;").replace(/#(\w{1,10});/g, "&$1;");
  return element.value;
}

/** @param {string} source */
function check(source) {
  const forms = [source, plain(source), plain(plain(source).replace(/(\d{1,7});/g, "&#$1;"))];
  if (forms.some((form) => FOREIGN.test(form)))
    throw new Error(say(DIAGRAM_FOREIGN));
  if (source.length > LONGEST || ENDLESS.test(source)) throw new Error(say(DIAGRAM_LARGE));
}

/** @type {import("mermaid").MermaidConfig} */
let config = {};

/** @returns {Promise<import("mermaid").Mermaid>} */
async function load() {
  mayLoad();
  const { default: mermaid } = await import("./mermaid.js");
  // Material colours flowcharts and the like; the rest follows one of Mermaid's own themes.
  const theme = document.body.dataset.mdColorScheme === "slate" ? "dark" : "default";
  mermaid.initialize({ ...config, theme, secure: SECURE, suppressErrorRendering: true });
  return mermaid;
}

/** @type {ReturnType<typeof load> | undefined} */
let loading;

/** @param {string} text */
function escaped(text) {
  const element = document.createElement("span");
  element.textContent = text;
  return element.innerHTML;
}

/**
 * @param {string} source
 * @param {unknown} error
 */
function complaint(source, error) {
  const message = error instanceof Error ? error.message : String(error);
  return `<div style="border-left: 3px solid; overflow-x: auto; padding-left: 1em">
<p><strong>${escaped(say(DIAGRAM_FAILED))}</strong></p><pre>${escaped(message)}</pre><pre>${escaped(source)}</pre></div>`;
}

Object.assign(globalThis, {
  mermaid: {
    /** @param {import("mermaid").MermaidConfig} asked */
    initialize(asked) {
      config = asked;
    },
    /**
     * @param {string} id
     * @param {string} source
     */
    async render(id, source) {
      try {
        check(source);
        const mermaid = await (loading ??= load());
        return await mermaid.render(id, source);
      } catch (error) {
        return { svg: complaint(source, error) };
      }
    },
  },
});

// Material draws Mermaid diagrams with the `mermaid` it finds, and fetches one from another host if there is none.
// So here is one: it loads the site's own copy when the first diagram is drawn, and a diagram that cannot be drawn
// shows its source and what is wrong with it.

/** What a note may not set in its diagrams: the defaults of Mermaid, and style sheets, which could load from anywhere. */
const SECURE = ["secure", "securityLevel", "startOnLoad", "maxTextSize", "suppressErrorRendering", "maxEdges", "themeCSS"];

/** @type {import("mermaid").MermaidConfig} */
let config = {};

/** @returns {Promise<import("mermaid").Mermaid>} */
async function load() {
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
<p><strong>This diagram cannot be drawn.</strong></p><pre>${escaped(message)}</pre><pre>${escaped(source)}</pre></div>`;
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
        const mermaid = await (loading ??= load());
        return await mermaid.render(id, source);
      } catch (error) {
        return { svg: complaint(source, error) };
      }
    },
  },
});

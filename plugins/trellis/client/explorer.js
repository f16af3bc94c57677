// The explorer of the whole graph: what a page with one does first.

import { breath } from "./breath.js";
import { Graph } from "./explorer_graph.js";
import { Explorer } from "./explorer_whole.js";
import { mayLoad } from "./on_disk.js";
import { fetched } from "./said.js";
import { GRAPH_EMPTY, GRAPH_FAILED, GRAPH_NO_WEBGL, say } from "./words.js";

/** Material's observable of pages. */
const pages = /** @type {{ document$?: { subscribe(then: () => void): void } }} */ (globalThis).document$;

/** @param {Explorer} explorer */
async function draw(explorer) {
  const { root, graph } = explorer;
  if (!graph.size) return trouble(root, say(GRAPH_EMPTY));
  await breath();
  if (!hasWebGL()) return trouble(root, say(GRAPH_NO_WEBGL));
  const { Picture } = await import("./explorer_picture.js");
  await breath();
  const stage = explorer.part(".explorer-stage");
  const picture = new Picture(stage, graph, {
    enter: (node) => explorer.point(node),
    leave: () => explorer.point(-1),
    choose: (node) => explorer.choose(node),
    open: (node) => explorer.open(node),
    clear: () => explorer.look.node >= 0 && explorer.choose(-1),
  });
  await breath();
  await picture.fill();
  await breath();
  explorer.picture = picture;
  explorer.drawn();
  if (explorer.look.node >= 0) explorer.fit();
  stage.addEventListener("keydown", (event) => explorer.press(event));
  buttons(explorer, picture);
  // The scheme is an attribute of the body.
  new MutationObserver(() => stage.isConnected && picture.repaint()).observe(document.body, {
    attributeFilter: ["data-md-color-scheme"],
  });
  const size = () => `${stage.clientWidth} ${stage.clientHeight}`;
  let drawn = size();
  const resized = () => {
    // An observer tells of the size it finds, too.
    if (!stage.isConnected || !stage.clientWidth || size() === drawn) return;
    drawn = size();
    picture.sigma.scheduleRefresh();
  };
  new ResizeObserver(resized).observe(stage);
  // With instant navigation, other pages come without this one being left.
  pages?.subscribe(() => stage.isConnected || picture.stop());
}

/** @param {Explorer} explorer @param {import("./explorer_picture.js").Picture} picture */
function buttons(explorer, picture) {
  const { root } = explorer;
  const edges = /** @type {HTMLInputElement} */ (root.querySelector("[name=edges]"));
  edges.checked = picture.drawsEdges;
  edges.addEventListener("change", () => picture.drawEdges(edges.checked));
  /** @type {Record<string, () => unknown>} */
  const deeds = {
    nearer: () => picture.camera.zoom(1.5),
    farther: () => picture.camera.zoom(1 / 1.5),
    fit: () => explorer.fit(),
    reset: () => explorer.reset(),
    full: () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen()),
  };
  for (const [name, deed] of Object.entries(deeds))
    explorer.part(`[data-does=${name}]`).addEventListener("click", deed);
  const full = explorer.part("[data-does=full]");
  full.hidden = !document.fullscreenEnabled;
  root.addEventListener("fullscreenchange", () =>
    full.setAttribute("aria-pressed", String(document.fullscreenElement === root)),
  );
}

function hasWebGL() {
  const canvas = document.createElement("canvas");
  return typeof WebGL2RenderingContext !== "undefined" && Boolean(canvas.getContext("webgl2"));
}

/** @param {HTMLElement} root @param {string} words */
function trouble(root, words) {
  root.classList.add("explorer-plain");
  const said = /** @type {HTMLElement} */ (root.querySelector(".explorer-trouble"));
  said.textContent = words;
  said.hidden = false;
}

/** @param {HTMLElement} root */
async function start(root) {
  root.hidden = false;
  const plain = /** @type {HTMLElement | null} */ (document.querySelector(".graph-plain"));
  if (plain) plain.hidden = true;
  const details = root.querySelector("details");
  if (details) details.open = matchMedia("(min-width: 76em)").matches;
  try {
    mayLoad();
    const address = new URL(root.dataset.graph ?? "", location.href);
    const graph = new Graph(await fetched(address), address);
    await breath();
    const explorer = new Explorer(root, graph);
    await breath();
    explorer.show();
    const reread = () => root.isConnected && explorer.reread();
    addEventListener("popstate", reread);
    addEventListener("hashchange", reread);
    // For scripts of a site's own.
    Object.assign(root, { explorer });
    await draw(explorer);
    root.dataset.ready = "";
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    trouble(root, say(GRAPH_FAILED, { reason }));
  }
}

const root = document.querySelector(".explorer[data-graph]");
if (root instanceof HTMLElement) void start(root);

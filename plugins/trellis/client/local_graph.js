// The drawing of the notes around a note: pointing at one says how it is linked, and a button adds those two links
// away. Nothing is loaded before somebody presses it: what the page itself says is enough until then.

import { onPage, quote } from "./local_graph_page.js";
import { Pointing } from "./local_graph_pointing.js";
import { mayLoad, OnDiskError } from "./on_disk.js";
import { FAR, FAR_FAILED, LOADING, NEAR_HINT, say } from "./words.js";

/** @param {string} name @param {string} className @param {string} role */
function added(name, className, role) {
  const made = document.createElement(name);
  made.className = className;
  if (role) made.setAttribute("role", role);
  return made;
}

/** How a note that the build has drawn is linked. @param {Element} node */
function told(node) {
  const words = document.createElement("p");
  words.textContent = `${node.querySelector("title")?.textContent}.`;
  const href = node.getAttribute("href");
  const said = href === null ? undefined : onPage(new URL(href, document.baseURI).href);
  return said ? [words, quote(said)] : [words];
}

/** @param {HTMLElement} section @param {SVGElement} drawing */
function start(section, drawing) {
  const said = added("div", "graph-said", "");
  const button = added("button", "graph-farther", "");
  const status = added("p", "graph-status", "status");
  said.setAttribute("aria-live", "polite");
  said.dataset.hint = say(NEAR_HINT);
  button.setAttribute("type", "button");
  button.setAttribute("aria-pressed", "false");
  button.textContent = say(FAR);
  section.append(button, status, said);
  const near = new Pointing(drawing, said);
  for (const node of drawing.querySelectorAll(".graph-node, .graph-ghost"))
    near.add(node, [node.previousElementSibling], () => told(node));

  /** @type {Promise<import("./local_graph_far.js").Farther> | undefined} */
  let coming;
  const load = async () => {
    mayLoad();
    const { Farther } = await import("./local_graph_far.js");
    const pointing = (/** @type {SVGElement} */ another) => new Pointing(another, said);
    return await Farther.load({ section, drawing, status, told, quote, pointing });
  };
  button.addEventListener("click", async () => {
    const isFar = button.getAttribute("aria-pressed") !== "true";
    if (!coming) status.textContent = say(LOADING);
    try {
      const farther = await (coming ??= load());
      if (isFar) farther.show();
      else farther.hide();
      button.setAttribute("aria-pressed", String(isFar));
    } catch (error) {
      if (!(error instanceof OnDiskError)) console.error(error);
      coming = undefined; // another time it may be there
      status.textContent = say(FAR_FAILED);
    }
  });
}

for (const section of document.querySelectorAll(".connections[data-graph]:not([data-ready])")) {
  const drawing = section.querySelector(".local-graph");
  if (!(section instanceof HTMLElement) || !(drawing instanceof SVGElement)) continue;
  section.dataset.ready = "";
  start(section, drawing);
}

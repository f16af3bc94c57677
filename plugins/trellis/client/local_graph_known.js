// The notes that the build has drawn, found in the data of the graph.

/** @typedef {import("./local_graph_ring.js").File} File */
/** @typedef {import("./local_graph_shapes.js").Shown} Shown */

/** @param {SVGElement} drawing @param {File} file @param {URL} site @param {number} self the note in their middle */
export function known(drawing, file, site, self) {
  const linked = new Set();
  for (let n = 0; n < file.edges.length; n += 3) if (file.edges[n] === self) linked.add(file.edges[n + 1]);
  return [...drawing.querySelectorAll(".graph-node, .graph-ghost")].map((built) => {
    const hint = built.querySelector("title")?.textContent ?? "";
    const href = built.getAttribute("href");
    const node = href === null ? named(file, hint) : file.urls.indexOf(new URL(href, document.baseURI).href.slice(site.href.length));
    const kind = /graph-(?!edge|mutual)(\w+)/.exec(built.previousElementSibling?.getAttribute("class") ?? "")?.[1] ?? "";
    const isSource = Boolean(built.querySelector("rect"));
    const title = file.titles[node] ?? hint;
    const far = /** @type {Shown[]} */ ([]);
    return { built, node, title, hint, href, kind, isSource, isLinked: linked.has(node), far };
  });
}

/** The note nobody has written whose name begins a *hint*. @param {File} file @param {string} hint */
function named({ titles, urls }, hint) {
  return titles.findIndex((title, n) => urls[n] === null && hint.startsWith(`${title}: `));
}

/** The words that the build has above the *notes* of a side, and for those left out. @param {{ built: Element }[]} notes */
export function wordsBeside(notes) {
  const caption = notes[0]?.built.previousElementSibling?.previousElementSibling; // before it is its line
  const last = notes.at(-1)?.built.nextElementSibling;
  return { caption: caption?.textContent ?? "", more: (last?.matches(".graph-more") && last.textContent) || "" };
}

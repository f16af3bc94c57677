// The search for a note by its title or another name of it.

import { combobox } from "./combobox.js";
import { about } from "./explorer_words.js";
import { Finder } from "./find_notes.js";
import { GRAPH_ALSO, GRAPH_MORE_FIT, GRAPH_NO_FIT, say } from "./words.js";

const MOST = 8;

/**
 * @param {HTMLInputElement} input
 * @param {HTMLElement} list
 * @param {import("./explorer_graph.js").Graph} graph
 * @param {(node: number) => void} choose
 */
export function search(input, list, graph, choose) {
  /** @type {Finder | undefined} */
  let finder;
  let first = -1;

  /** @param {string} typed */
  const find = (typed) => {
    // Names that nobody has written a note for have no address, but are found here, too.
    finder ??= new Finder({ ...graph.file, urls: graph.file.titles }, (node) => graph.degree(node));
    const { found, more } = typed.trim() ? finder.search(typed, MOST) : { found: [], more: 0 };
    first = found[0]?.node ?? -1;
    const options = found.map(({ node, name }) => {
      const title = graph.title(node);
      const other = name === title ? "" : `${say(GRAPH_ALSO, { name })} · `;
      return { value: node, label: title, detail: other + about(graph, node) };
    });
    const none = typed.trim() && first < 0 ? say(GRAPH_NO_FIT) : "";
    return { options, more: more ? say(GRAPH_MORE_FIT, { count: more }) : none };
  };
  /** @param {number} node */
  const take = (node) => {
    input.value = "";
    choose(node);
  };

  combobox(input, list, find, take);
  // Whoever just presses Enter gets what fits best.
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.defaultPrevented || event.isComposing || list.hidden || first < 0) return;
    event.preventDefault();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    take(first);
  });
}

// The card of the chosen note.

import { about } from "./explorer_words.js";
import { GRAPH_UNWRITTEN, say } from "./words.js";

/** @typedef {import("./explorer_graph.js").Graph} Graph */

export class Card {
  /**
   * @param {HTMLElement} card
   * @param {Graph} graph
   * @param {import("./said.js").Said} said
   * @param {() => void} close
   */
  constructor(card, graph, said, close) {
    this.card = card;
    this.graph = graph;
    this.said = said;
    this.node = -1;
    this.part("button").addEventListener("click", close);
  }

  /** @param {string} selector */
  part(selector) {
    return /** @type {HTMLElement} */ (this.card.querySelector(selector));
  }

  /** @param {number} node or -1 for none */
  show(node) {
    this.node = node;
    this.card.hidden = node < 0;
    if (node < 0) return;
    const href = this.graph.href(node);
    this.part("h2").textContent = this.graph.title(node);
    this.part(".explorer-about").textContent = about(this.graph, node);
    this.part(".explorer-open").hidden = !href;
    this.part("a").setAttribute("href", href ?? "");
    void this.lead(node);
  }

  /** @param {number} node */
  async lead(node) {
    const words = this.part(".explorer-lead");
    words.textContent = "";
    const lead = this.graph.isGhost(node) ? say(GRAPH_UNWRITTEN) : await this.said.lead(node);
    // Meanwhile a reader may have chosen another.
    if (this.node === node) words.textContent = lead;
  }
}

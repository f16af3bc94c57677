// All parts of the explorer but the picture. What they show is a function of what is looked at (a note, and filters),
// which stands in the address; they change only that.

import { read, written } from "./explorer_address.js";
import { Card } from "./explorer_card.js";
import { EVERYTHING, shown } from "./explorer_filter.js";
import { explainLines, Filters } from "./explorer_form.js";
import { directionOf, towards } from "./explorer_keys.js";
import { List } from "./explorer_list.js";
import { search } from "./explorer_search.js";
import { about, counted } from "./explorer_words.js";
import { Said } from "./said.js";
import {
  GRAPH_ALL,
  GRAPH_LINKED,
  GRAPH_LINKED_WITH,
  GRAPH_MORE_FOUND,
  GRAPH_MORE_LISTED,
  GRAPH_NO_CHOICE,
  GRAPH_NO_WAY,
  say,
} from "./words.js";

/** @typedef {import("./explorer_address.js").Look} Look */
/** @typedef {import("./explorer_graph.js").Graph} Graph */

export class Explorer {
  /** @param {HTMLElement} root @param {Graph} graph */
  constructor(root, graph) {
    this.root = root;
    this.graph = graph;
    /** @type {import("./explorer_picture.js").Picture | null} */
    this.picture = null;
    this.pointed = -1;
    /** @type {Look} */
    this.look = read(graph, location.hash);
    this.shown = shown(graph, this.look.filter);
    const said = new Said(graph.address, graph.file.said);
    /** @param {number} node */
    const choose = (node) => this.choose(node);
    this.card = new Card(this.part(".explorer-card"), graph, said, () => this.leave());
    this.list = new List(this.part(".explorer-list"), graph, said, {
      choose,
      point: (node) => this.point(node),
      back: () => this.back(),
    });
    const form = /** @type {HTMLFormElement} */ (this.part("form"));
    explainLines(this.part(".explorer-lines"), graph);
    this.filters = new Filters(form, this.part(".explorer-legend"), graph, (change) => this.filter(change));
    search(/** @type {HTMLInputElement} */ (this.part("#__find")), this.part("#__found"), graph, (node) => {
      choose(node);
      this.fit();
    });
    /** @type {number[]} */
    this.trail = [];
  }

  /** @param {string} selector */
  part(selector) {
    return /** @type {HTMLElement} */ (this.root.querySelector(selector));
  }

  /** @param {number} node */
  choose(node) {
    if (node === this.look.node) return;
    this.trail.push(this.look.node);
    this.go({ ...this.look, node });
    // On a phone, the card lies beneath the picture.
    if (node >= 0) this.part(".explorer-card").scrollIntoView({ block: "nearest" });
    this.say(node < 0 ? say(GRAPH_NO_CHOICE) : `${this.graph.title(node)}: ${about(this.graph, node)}.`);
  }

  leave() {
    if (this.look.node >= 0) this.choose(-1);
    this.part(".explorer-list").focus({ preventScroll: true });
  }

  /** To the note that was chosen before. */
  back() {
    const node = this.trail.pop();
    if (node !== undefined) this.choose(node);
    else if (this.look.node >= 0) this.choose(-1);
    else return;
    this.trail.pop();
  }

  /** @param {Partial<import("./explorer_filter.js").Filter>} change */
  filter(change) {
    this.go({ ...this.look, filter: { ...this.look.filter, ...change } });
    this.say(this.part(".explorer-count").textContent ?? "");
  }

  /** @param {Look} look */
  go(look) {
    const words = written(this.graph, look);
    const isNew = words !== written(this.graph, this.look);
    this.look = look;
    if (isNew) history.pushState(history.state, "", words ? `#${words}` : location.pathname + location.search);
    this.show();
  }

  /** After the address changed by itself. */
  reread() {
    const look = read(this.graph, location.hash);
    if (written(this.graph, look) === written(this.graph, this.look)) return;
    this.look = look;
    this.show();
  }

  show() {
    const { node, filter } = this.look;
    this.shown = shown(this.graph, filter);
    this.filters.show(filter);
    this.card.show(node);
    const left = node < 0 ? this.list.showAll(this.shown) : this.list.showAround(node);
    const name = node < 0 ? say(GRAPH_ALL) : say(GRAPH_LINKED_WITH, { title: this.graph.title(node) });
    this.part(".explorer-heading").textContent = say(node < 0 ? GRAPH_ALL : GRAPH_LINKED);
    this.part(".explorer-list").setAttribute("aria-label", name);
    const rest = node < 0 ? GRAPH_MORE_FOUND : GRAPH_MORE_LISTED;
    this.part(".explorer-rest").textContent = left ? say(rest, { count: left }) : "";
    this.part(".explorer-count").textContent = counted(this.graph, this.shown);
    this.point(-1);
    this.drawn();
  }

  /** What is shown, in the picture. */
  drawn() {
    const { picture } = this;
    if (!picture) return;
    picture.show(this.shown);
    picture.standOut(this.look.node);
    if (this.look.node >= 0) picture.camera.visit(this.look.node);
  }

  /** Points at a note, in the picture or in the list; -1 for none. @param {number} node */
  point(node) {
    this.pointed = node;
    this.picture?.standOut(node >= 0 ? node : this.look.node);
  }

  /** @param {number} node */
  open(node) {
    const href = this.graph.href(node);
    if (href) location.assign(href);
  }

  reset() {
    this.trail = [];
    this.go({ node: -1, filter: { ...EVERYTHING } });
    this.picture?.putBack();
    this.picture?.camera.reset();
  }

  /** All that is shown into view, or the chosen note with its neighbours. */
  fit() {
    const { graph, shown } = this;
    const { node } = this.look;
    const around = node < 0 ? [...shown.keys()] : graph.neighbours(node).filter((other) => !graph.isIndex(other));
    const seen = around.filter((other) => shown[other]);
    this.picture?.camera.fit(node < 0 ? seen : [node, ...seen]);
  }

  /** For those who cannot see it. @param {string} words */
  say(words) {
    this.part(".explorer-said").textContent = words;
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { picture } = this;
    const { node } = this.look;
    const direction = directionOf(event.key);
    if (direction !== undefined && picture) {
      const next = towards(this.graph, this.shown, picture.dots, node, direction);
      if (next >= 0) this.choose(next);
      else this.say(say(GRAPH_NO_WAY));
    } else if (event.key === "Enter" && node >= 0) this.open(node);
    else if (event.key === "Escape" && node >= 0) this.choose(-1);
    else if (event.key === "+" || event.key === "=") picture?.camera.zoom(1.5);
    else if (event.key === "-") picture?.camera.zoom(1 / 1.5);
    else if (event.key === "0") this.fit();
    else return;
    event.preventDefault();
  }
}

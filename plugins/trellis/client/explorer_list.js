// The same as the picture, in words: the notes that are shown, or all that is linked with the chosen one. A listbox by
// the patterns of ARIA, in which a reader walks from neighbour to neighbour.

import { element, kindInWords } from "./explorer_words.js";
import { folded } from "./find_notes.js";
import { GRAPH_IN, GRAPH_LINKS, GRAPH_OUT, NOTES, say } from "./words.js";

/** @typedef {import("./explorer_graph.js").Graph} Graph */
/** @typedef {import("./explorer_graph.js").End} End */
/** What is linked with a note, and how. @typedef {{ node: number, kinds: string[] }} Linked */
/**
 * Whom it tells: a row is looked at, chosen, or a reader wants to go back.
 * @typedef {{ point(node: number): void, choose(node: number): void, back(): void }} Told
 */

/** Rows; for the others there is the search. */
const MOST = 200;
const QUOTED = 20;

export class List {
  /**
   * @param {HTMLElement} box
   * @param {Graph} graph
   * @param {import("./said.js").Said} said
   * @param {Told} told
   */
  constructor(box, graph, said, told) {
    this.box = box;
    this.graph = graph;
    this.said = said;
    this.told = told;
    /** @type {HTMLElement[]} */
    this.rows = [];
    this.active = -1;
    box.addEventListener("keydown", (event) => this.press(event));
    box.addEventListener("focus", () => this.mark(Math.max(0, this.active)));
    box.addEventListener("blur", () => this.told.point(-1));
  }

  /** The notes with a 1, the best linked first. Returns how many are left out. @param {Uint8Array} shown */
  showAll(shown) {
    const { graph } = this;
    const nodes = graph.file.titles.map((_, node) => node).filter((node) => shown[node]);
    nodes.sort((a, b) => graph.degree(b) - graph.degree(a) || a - b);
    this.rows = nodes.slice(0, MOST).map((node) => this.row(node, say(GRAPH_LINKS, { count: graph.degree(node) })));
    this.fill(this.rows);
    return nodes.length - this.rows.length;
  }

  /** What *node* links to and what links to it. Returns how many are left out. @param {number} node */
  showAround(node) {
    const out = this.linked(this.graph.out(node));
    const into = this.linked(this.graph.in(node));
    const groups = [this.group(say(GRAPH_OUT), node, out, true), this.group(say(GRAPH_IN), node, into, false)];
    this.rows = groups.flatMap(({ rows }) => rows);
    this.fill(groups.filter(({ rows }) => rows.length).map(({ box }) => box));
    return out.length + into.length - this.rows.length;
  }

  /** Each node once, the best linked first. @param {End[]} ends @returns {Linked[]} */
  linked(ends) {
    /** @type {Map<number, string[]>} */
    const kinds = new Map();
    for (const { node, kind } of ends) kinds.set(node, [...(kinds.get(node) ?? []), this.graph.file.kinds[kind] ?? ""]);
    const nodes = [...kinds.keys()].sort((a, b) => this.graph.degree(b) - this.graph.degree(a));
    return nodes.map((node) => ({ node, kinds: kinds.get(node) ?? [] }));
  }

  /** @param {HTMLElement[]} content */
  fill(content) {
    this.rows.forEach((row, number) => {
      row.id = `__row-${number}`;
    });
    this.box.replaceChildren(...content);
    this.box.scrollTop = 0;
    this.active = -1;
    this.box.removeAttribute("aria-activedescendant");
    if (document.activeElement === this.box) this.mark(0);
  }

  /** @param {string} name @param {number} middle @param {Linked[]} ends @param {boolean} out */
  group(name, middle, ends, out) {
    const box = element("div", "explorer-group");
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", `${name}, ${say(NOTES, { count: ends.length })}`);
    const heading = element("div", "explorer-grouped", name);
    heading.setAttribute("role", "presentation");
    heading.append(" ", element("span", "count", String(ends.length)));
    const rows = ends.slice(0, MOST / 2).map(({ node, kinds }, number) => {
      const row = this.row(
        node,
        kinds
          .map((kind) => kindInWords(kind, out))
          .filter(Boolean)
          .join(", "),
      );
      const [from, to] = out ? [middle, node] : [node, middle];
      // What other notes say stands in other files.
      if (out || number < QUOTED) void this.quote(row, from, to);
      return row;
    });
    box.append(heading, ...rows);
    return { box, rows };
  }

  /** Adds the sentence with the link. @param {HTMLElement} row @param {number} from @param {number} to */
  async quote(row, from, to) {
    const sentence = await this.said.sentence(from, to);
    if (sentence) row.append(element("span", "explorer-quote", sentence));
  }

  /** @param {number} node @param {string} note */
  row(node, note) {
    const row = element("div", this.graph.isGhost(node) ? "explorer-option explorer-ghost" : "explorer-option");
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", "false");
    row.dataset.node = String(node);
    row.append(element("span", "explorer-title", this.graph.title(node)));
    if (note) row.append(" ", element("span", "explorer-note", note));
    row.addEventListener("click", () => this.told.choose(node));
    // Not when it comes to lie below a pointer that rests.
    row.addEventListener("pointermove", (event) => event.pointerType === "mouse" && this.told.point(node));
    row.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && this.told.point(-1));
    return row;
  }

  /** @param {number} number */
  mark(number) {
    this.rows[this.active]?.setAttribute("aria-selected", "false");
    this.active = number;
    const row = this.rows[number];
    if (!row) return;
    row.setAttribute("aria-selected", "true");
    row.scrollIntoView({ block: "nearest" });
    this.box.setAttribute("aria-activedescendant", row.id);
    this.told.point(Number(row.dataset.node));
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const last = this.rows.length - 1;
    /** @type {Record<string, number | undefined>} */
    const goals = { ArrowDown: this.active + 1, ArrowUp: this.active - 1, Home: 0, End: last };
    const goal = goals[event.key];
    const row = this.rows[this.active];
    if (goal !== undefined) this.mark(Math.max(0, Math.min(last, goal)));
    else if ((event.key === "Enter" || event.key === " " || event.key === "ArrowRight") && row)
      this.told.choose(Number(row.dataset.node));
    else if (event.key === "ArrowLeft" || event.key === "Escape") this.told.back();
    else if (event.key.length === 1) this.jump(event.key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** To the next title that begins so. @param {string} letter */
  jump(letter) {
    const start = this.active + 1;
    const order = [...this.rows.keys()].map((at) => (at + start) % this.rows.length);
    const found = order.find((at) =>
      folded(this.graph.title(Number(this.rows[at]?.dataset.node))).startsWith(folded(letter)),
    );
    if (found !== undefined) this.mark(found);
  }
}

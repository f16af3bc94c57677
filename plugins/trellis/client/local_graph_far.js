// The notes two links away, for a page whose reader asks for them: loaded only then.

import { marked } from "./connect_steps.js";
import { element, kindsInWords } from "./explorer_words.js";
import { known, wordsBeside } from "./local_graph_known.js";
import { ring } from "./local_graph_ring.js";
import { draw } from "./local_graph_rings.js";
import { edge, shape } from "./local_graph_shapes.js";
import { fetched, Said } from "./said.js";
import { FAR_ALSO, FAR_COUNT, FAR_HINT, FAR_NAME, FAR_REST, LINES, SEE_EXPLORER, languageOf, say } from "./words.js";

/** @typedef {import("./local_graph_ring.js").File & { aliases: Record<string, string[]> }} File */
/** @typedef {import("./local_graph_ring.js").Far} Far */
/**
 * What the page has, and what its script does.
 * @typedef {{ section: HTMLElement, drawing: SVGElement, status: HTMLElement, told: (node: Element) => Node[],
 *   quote: (words: (Node | string)[]) => Node, pointing: (drawing: SVGElement) => import("./local_graph_pointing.js").Pointing }} Around
 */

const MOST = 40;

export class Farther {
  /** @param {Around} around @returns {Promise<Farther>} */
  static async load(around) {
    const address = new URL(around.section.dataset.graph ?? "", document.baseURI);
    return new Farther(around, await fetched(address), address);
  }

  /** @param {Around} around @param {File} file @param {URL} address that of *file* */
  constructor(around, file, address) {
    const { section, drawing } = around;
    this.around = around;
    this.file = file;
    this.address = address;
    this.site = new URL("../", address);
    this.legend = /** @type {Element} */ (section.querySelector(".graph-legend"));
    this.said = new Said(address, file.said);
    this.self = file.urls.indexOf(section.dataset.note ?? "");
    const notes = known(drawing, file, this.site, this.self);
    const { far, left } = ring(file, this.self, notes.map(({ node }) => node), MOST);
    this.far = far;
    this.left = left;
    this.sides = [false, true].map((to) => {
      const side = notes.filter(({ isLinked }) => isLinked === to);
      return { notes: side, ...wordsBeside(side) };
    });
    for (const one of far) {
      const near = notes.find(({ node }) => node === one.ways[0]?.through);
      near?.far.push({ ...this.#shown(one), ways: one.ways });
    }
    this.drawing = drawing;
    this.width = 0;
    new ResizeObserver(() => {
      if (this.drawing !== drawing && this.drawing.clientWidth !== this.width) this.#draw();
    }).observe(section);
  }

  show() {
    this.#draw();
    this.#tellLines();
    const node = this.file.urls[this.self] || this.#title(this.self);
    const link = element("a", "", say(SEE_EXPLORER));
    link.href = `${new URL("./", this.address)}#${new URLSearchParams({ node })}`.replaceAll("%2F", "/");
    const rest = this.left ? say(FAR_REST, { count: this.left }) : "";
    this.around.status.replaceChildren(`${say(FAR_COUNT, { count: this.far.length })}${rest}. `, link, ".");
  }

  hide() {
    this.#replace(this.around.drawing);
    this.around.status.textContent = "";
    for (const item of this.legend.querySelectorAll(".graph-far")) item.remove();
  }

  /** @param {SVGElement} drawing */
  #replace(drawing) {
    this.drawing.replaceWith(drawing);
    this.drawing = drawing;
  }

  #draw() {
    const focused = [...this.drawing.querySelectorAll("a")].findIndex((link) => link === document.activeElement);
    const name = say(FAR_NAME, { near: this.around.drawing.querySelector("title")?.textContent ?? "" });
    const drawing = shape("svg", { class: "local-graph", width: "100%", role: "group", "aria-label": name });
    this.#replace(drawing);
    this.width = drawing.clientWidth;
    const pointing = this.around.pointing(drawing);
    draw(drawing, this.sides, this.width, (node, { built, ways }, others) =>
      pointing.add(node, others, () => (built ? this.around.told(built) : this.#through(ways ?? []))),
    );
    if (focused >= 0) drawing.querySelectorAll("a")[focused]?.focus();
  }

  /** @param {number | undefined} node */
  #title(node) {
    return this.file.titles[node ?? -1] ?? "";
  }

  /** @param {Far} far */
  #shown({ node, ways: [way] }) {
    const [url, title] = [this.file.urls[node] ?? null, this.#title(node)];
    const hint = say(FAR_HINT, { title, other: this.#title(way?.through) });
    const href = url === null ? null : new URL(url || ".", this.site).href;
    return { title, hint, href, kind: way?.kind ?? "", isSource: this.file.types[this.file.type[node] ?? 0] === "source" };
  }

  /** How a note two links away is linked. @param {Far["ways"]} ways */
  async #through(ways) {
    const [way] = ways;
    if (!way) return [];
    const others = [...new Set(ways.map(({ through }) => through))].slice(1).map((node) => this.#title(node));
    const list = new Intl.ListFormat(languageOf(FAR_ALSO));
    const also = others.length ? ` ${say(FAR_ALSO, { others: list.format(others) })}` : "";
    const line = element("p", "", `${this.#title(way.from)} ${kindsInWords(way.kind)} ${this.#title(way.to)}.${also}`);
    const sentence = await this.said.sentence(way.from, way.to);
    const names = [this.#title(way.to), ...(this.file.aliases[way.to] ?? [])];
    return sentence ? [line, this.around.quote(marked(sentence, names))] : [line];
  }

  /** Adds to the legend the lines that the build has not drawn. */
  #tellLines() {
    const drawn = new Set(this.far.map(({ ways }) => ways[0]?.kind));
    for (const [kind, name] of Object.entries(LINES)) {
      if (!drawn.has(kind) || this.legend.querySelector(`.graph-${kind}`)) continue;
      const item = element("li", "graph-far");
      item.append(shape("svg", { width: 34, height: 10, "aria-hidden": true }, edge(kind, "M0 5H34")), say(name));
      this.legend.append(item);
    }
  }
}

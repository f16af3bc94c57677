// Pointing at a note of a drawing, or going to it with the keyboard: it is marked with its lines, and told about.

/** What is said of a note, now or once it is known. @typedef {() => Node[] | Promise<Node[]>} Telling */

export class Pointing {
  /** @param {SVGElement} drawing @param {HTMLElement} said where it is told */
  constructor(drawing, said) {
    this.drawing = drawing;
    this.said = said;
    /** @type {Map<Element, { others: (Element | null)[], telling: Telling }>} */
    this.nodes = new Map();
    /** @type {Element | null} */
    this.marked = null;
    said.replaceChildren();
    drawing.addEventListener("pointerover", ({ target, pointerType }) => pointerType !== "touch" && this.#at(target));
    drawing.addEventListener("pointerleave", () => this.#at(document.activeElement));
    drawing.addEventListener("focusin", ({ target }) => this.#at(target));
    drawing.addEventListener("focusout", () => this.#mark(null));
  }

  /** @param {Element} node @param {(Element | null)[]} others what is marked with it @param {Telling} telling */
  add(node, others, telling) {
    this.nodes.set(node, { others, telling });
  }

  /** Between two notes, the last one stays marked: what is said of it may be being read. @param {EventTarget | null} target */
  #at(target) {
    const node = target instanceof Element ? target.closest(".graph-node, .graph-ghost") : null;
    if (node && this.nodes.has(node)) this.#mark(node);
    else if (!this.drawing.contains(/** @type {Node | null} */ (target))) this.#mark(null);
  }

  /** @param {Element | null} node */
  async #mark(node) {
    if (node === this.marked) return;
    this.marked = node;
    for (const part of this.drawing.querySelectorAll(".is-marked")) part.classList.remove("is-marked");
    this.drawing.classList.toggle("is-pointed", node !== null);
    const known = node && this.nodes.get(node);
    for (const part of known ? [node, ...known.others] : []) part?.classList.add("is-marked");
    if (!known) return; // what was said stays: were it taken away, all below would jump from under a finger
    const words = await known.telling();
    if (this.marked === node) this.said.replaceChildren(...words);
  }
}

// The form: two fields, each of which offers the notes that fit what is typed, and a button that swaps them.

import { combobox } from "./combobox.js";
import { ENDS } from "./connect_address.js";
import { part } from "./part.js";
import { CONNECT_ALSO, CONNECT_MORE, CONNECT_NONE, say } from "./words.js";

/** @typedef {import("./connect_address.js").End} End */

const OFFERED = 8;

export class Form {
  /**
   * @param {HTMLFormElement} form
   * @param {import("./connect_notes.js").Notes} notes
   * @param {(asked: boolean) => void} go shows what the fields say; *asked* for by a reader who takes it for complete
   */
  constructor(form, notes, go) {
    this.form = form;
    this.notes = notes;
    this.go = go;
    /** What was taken from the lists. @type {Record<End, number>} */
    this.taken = { from: -1, to: -1 };
    for (const end of ENDS) this.#listen(end);
    part(form, ".connect-swap", HTMLButtonElement).addEventListener("click", () => this.#swap());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      go(true);
    });
  }

  /** @param {End} end */
  #listen(end) {
    const input = this.input(end);
    input.addEventListener("input", () => {
      this.taken[end] = -1;
      input.removeAttribute("aria-invalid");
    });
    const list = part(this.form, `#${input.getAttribute("aria-controls")}`, HTMLElement);
    combobox(input, list, (typed) => offers(this.notes, typed), (node) => {
      this.taken[end] = node;
      input.removeAttribute("aria-invalid");
      this.go(false);
    });
  }

  #swap() {
    const [one, other] = [this.input("from"), this.input("to")];
    [one.value, other.value] = [other.value, one.value];
    this.taken = { from: this.taken.to, to: this.taken.from };
    this.go(false);
  }

  /** @param {End} end */
  input(end) {
    return part(this.form, `[name=${end}]`, HTMLInputElement);
  }

  /** How the address names what stands in a field. @param {End} end */
  key(end) {
    const { finder } = this.notes;
    const words = this.input(end).value.trim();
    const node = this.taken[end] >= 0 ? this.taken[end] : finder.named(words);
    return node < 0 ? words : finder.key(node);
  }

  /** Shows what is *asked* for in a field, and marks it if there is no such note. @param {End} end @param {string} asked */
  fill(end, asked) {
    const input = this.input(end);
    const node = asked ? this.notes.finder.named(asked) : -1;
    this.taken[end] = node;
    input.value = node < 0 ? asked : this.notes.title(node);
    if (this.isUnknown(end)) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }

  /** Whether something stands in the field that is no note. @param {End} end */
  isUnknown(end) {
    return this.input(end).value !== "" && this.taken[end] < 0;
  }
}

/** What a field offers to take. @param {import("./connect_notes.js").Notes} notes @param {string} typed */
function offers(notes, typed) {
  if (!typed.trim()) return { options: [], more: "" };
  const { finder } = notes;
  const { found, more } = finder.search(typed, OFFERED);
  const options = found.map(({ node, name }) => {
    const label = notes.title(node);
    const place = finder.isAmbiguous(node) ? finder.key(node) : "";
    return { value: node, label, detail: name === label ? place : say(CONNECT_ALSO, { name }) };
  });
  const rest = more ? say(CONNECT_MORE, { count: more }) : "";
  return { options, more: options.length ? rest : say(CONNECT_NONE) };
}

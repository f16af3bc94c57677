// The page between its parts: the address says what is asked for, and all else is shown by it.

import { asked, asking, ENDS } from "./connect_address.js";
import { Examples } from "./connect_examples.js";
import { Form } from "./connect_form.js";
import { chosen, step } from "./connect_steps.js";
import { noPath, notKnown, steps } from "./connect_words.js";
import { part } from "./part.js";
import { CONNECT_PICK, CONNECT_SAME, say } from "./words.js";

export class ConnectPage {
  /** @param {HTMLElement} root @param {import("./connect_notes.js").Notes} notes */
  constructor(root, notes) {
    this.notes = notes;
    this.status = part(root, ".connect-status", HTMLElement);
    this.list = part(root, ".connect-steps", HTMLElement);
    this.form = new Form(part(root, "form", HTMLFormElement), notes, (asked) => this.#go(asked));
    this.examples = new Examples(part(root, ".connect-try", HTMLElement), notes, (address) => {
      history.pushState(null, "", address);
      this.read();
      this.form.input("from").focus();
    });
    this.asked = 0;
    addEventListener("popstate", () => root.isConnected && this.read());
  }

  /** Shows what the fields say and puts it into the address. If *asked* for, says what is missing. @param {boolean} asked */
  #go(asked) {
    const empty = ENDS.find((end) => !this.form.input(end).value.trim());
    if (empty) {
      if (asked) this.form.input(empty).focus();
      if (asked) this.#say(say(CONNECT_PICK));
      return;
    }
    const address = asking(this.form.key("from"), this.form.key("to"));
    if (address !== location.search) history.pushState(null, "", address);
    this.read();
  }

  /** Shows what the address asks for. */
  read() {
    const words = asked();
    for (const end of ENDS) this.form.fill(end, words[end]);
    const unknown = ENDS.filter((end) => this.form.isUnknown(end)).map((end) => this.form.input(end).value);
    const isEmpty = ENDS.some((end) => !this.form.input(end).value);
    this.list.replaceChildren();
    this.asked += 1;
    this.examples.show(isEmpty && !unknown.length);
    const { from, to } = this.form.taken;
    if (unknown.length) this.#say(notKnown(unknown));
    else if (isEmpty) this.#say("");
    else if (from === to) this.#say(say(CONNECT_SAME));
    else void this.#show(from, to, this.asked);
  }

  /** @param {number} from @param {number} to @param {number} asked */
  async #show(from, to, asked) {
    const path = this.notes.routes.route(from, to);
    if (!path.length) return this.#say(noPath(this.notes, from, to));
    const drawn = await Promise.all(path.slice(1).map((next, place) => this.#step(path[place] ?? next, next)));
    if (asked !== this.asked) return; // something else was asked for meanwhile
    this.list.replaceChildren(...drawn.flat());
    this.#say(steps(this.notes, from, to, path.length - 1));
  }

  /** A step of the path, as an item of the list. @param {number} here @param {number} next */
  async #step(here, next) {
    const links = this.notes.routes.between(here, next);
    const said = links.map(async (link) => ({ ...link, sentence: await this.notes.said.sentence(link.from, link.to) }));
    const link = chosen(await Promise.all(said));
    return link ? [step(link, next, (node) => this.notes.about(node))] : [];
  }

  /** @param {string} words */
  #say(words) {
    this.status.textContent = words;
  }
}

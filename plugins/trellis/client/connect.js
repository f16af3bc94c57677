// The page “From A to B”: two notes are picked, and the shortest path that explains how they are connected is shown.

import { combobox } from "./combobox.js";
import { examples } from "./connect_examples.js";
import { fetched, Sentences } from "./connect_said.js";
import { chosen, step } from "./connect_steps.js";
import { Finder } from "./find_notes.js";
import { Routes } from "./route.js";

/** @typedef {{ version: number, kinds: string[], types: string[], topics: [string, string][], said: number, titles: string[], urls: (string | null)[], type: number[], topic: number[], aliases: Record<string, string[]>, edges: number[] }} File */

/** What is asked for, as it stands in the address. @typedef {"from" | "to"} End */
/** @type {End[]} */
const ENDS = ["from", "to"];
const OFFERED = 8;

/** @template {Element} T @param {ParentNode} where @param {string} selector @param {new () => T} type @returns {T} */
function part(where, selector, type) {
  const found = where.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`the template of this page lacks ${selector}`);
  return found;
}

class ConnectPage {
  /** @param {HTMLElement} root @param {File} file @param {URL} address that of *file* */
  constructor(root, file, address) {
    this.root = root;
    this.file = file;
    this.site = new URL("../", address);
    this.sentences = new Sentences(address, file.said);
    this.routes = new Routes(file);
    const weights = degrees(file);
    this.weight = (/** @type {number} */ node) => weights[node] ?? 0;
    this.finder = new Finder(file, this.weight);
    this.form = part(root, "form", HTMLFormElement);
    this.status = part(root, ".connect-status", HTMLElement);
    this.list = part(root, ".connect-steps", HTMLElement);
    this.examples = part(root, ".connect-try", HTMLElement);
    /** What was taken from the lists. @type {Record<End, number>} */
    this.taken = { from: -1, to: -1 };
    this.asked = 0;
    /** Paths to try, once somebody needs them. @type {[number, number][] | undefined} */
    this.pairs = undefined;
    for (const end of ENDS) this.#listen(end);
    part(this.form, ".connect-swap", HTMLButtonElement).addEventListener("click", () => this.#swap());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#go(true);
    });
    addEventListener("popstate", () => root.isConnected && this.read());
  }

  /** @param {End} end */
  #input(end) {
    return part(this.form, `[name=${end}]`, HTMLInputElement);
  }

  /** @param {End} end */
  #listen(end) {
    const input = this.#input(end);
    input.addEventListener("input", () => {
      this.taken[end] = -1;
      input.removeAttribute("aria-invalid");
    });
    const search = (/** @type {string} */ typed) => this.#offers(typed);
    combobox(input, part(this.form, `#${input.getAttribute("aria-controls")}`, HTMLElement), search, (node) => {
      this.taken[end] = node;
      input.removeAttribute("aria-invalid");
      this.#go(false);
    });
  }

  /** @param {string} typed */
  #offers(typed) {
    if (!typed.trim()) return { options: [], more: "" };
    const { found, more } = this.finder.search(typed, OFFERED);
    const options = found.map(({ node, name }) => {
      const label = this.#title(node);
      const place = this.finder.isAmbiguous(node) ? this.finder.key(node) : "";
      return { value: node, label, detail: name === label ? place : `also called ${name}` };
    });
    const rest = more === 1 ? "1 more fits: type on" : `${more.toLocaleString("en")} more fit: type on`;
    return { options, more: options.length ? (more ? rest : "") : "No note is called that" };
  }

  /** @param {number} node */
  #title(node) {
    return this.file.titles[node] ?? "";
  }

  #swap() {
    const [one, other] = [this.#input("from"), this.#input("to")];
    [one.value, other.value] = [other.value, one.value];
    this.taken = { from: this.taken.to, to: this.taken.from };
    this.#go(false);
  }

  /** The note that a field names; -1 if none. @param {End} end */
  #node(end) {
    return this.taken[end] >= 0 ? this.taken[end] : this.finder.named(this.#input(end).value.trim());
  }

  /** Shows what the fields say and puts it into the address. If *asked* for, says what is missing. @param {boolean} asked */
  #go(asked) {
    const empty = ENDS.find((end) => !this.#input(end).value.trim());
    if (empty) {
      if (asked) this.#input(empty).focus();
      if (asked) this.#say("Pick two notes.");
      return;
    }
    const words = ENDS.map((end) => {
      const node = this.#node(end);
      return `${end}=${encoded(node < 0 ? this.#input(end).value.trim() : this.finder.key(node))}`;
    });
    const address = `?${words.join("&")}`;
    if (address !== location.search) history.pushState(null, "", address);
    this.read();
  }

  /** Shows what the address asks for. */
  read() {
    const words = new URLSearchParams(location.search);
    for (const end of ENDS) {
      const asked = words.get(end) ?? "";
      const node = asked ? this.finder.named(asked) : -1;
      this.taken[end] = node;
      this.#input(end).value = node < 0 ? asked : this.#title(node);
      this.#input(end).removeAttribute("aria-invalid");
    }
    const unknown = ENDS.filter((end) => this.#input(end).value && this.taken[end] < 0);
    for (const end of unknown) this.#input(end).setAttribute("aria-invalid", "true");
    this.list.replaceChildren();
    this.asked += 1;
    const { from, to } = this.taken;
    const isEmpty = ENDS.some((end) => !this.#input(end).value);
    this.#offerExamples(isEmpty && !unknown.length);
    if (unknown.length) this.#say(this.#notKnown(unknown));
    else if (isEmpty) this.#say("");
    else if (from === to) this.#say("These are the same note. Pick two different ones.");
    else void this.#show(from, to, this.asked);
  }

  /** @param {number} from @param {number} to @param {number} asked */
  async #show(from, to, asked) {
    const path = this.routes.route(from, to);
    if (!path.length) return this.#say(this.#noPath(from, to));
    const steps = path.slice(1).map(async (next, place) => {
      const links = this.routes.between(path[place] ?? next, next);
      const said = links.map(async (link) => ({ ...link, sentence: await this.sentences.sentence(link.from, link.to) }));
      const link = chosen(await Promise.all(said));
      return link ? [step(link, next, (node) => this.#about(node))] : [];
    });
    const drawn = (await Promise.all(steps)).flat();
    if (asked !== this.asked) return; // something else was asked for meanwhile
    this.list.replaceChildren(...drawn);
    const count = path.length === 2 ? "1 step" : `${path.length - 1} steps`;
    this.#say(`From ${this.#title(from)} to ${this.#title(to)} in ${count}.`);
  }

  /** @param {End[]} unknown */
  #notKnown(unknown) {
    const said = unknown.map((end) => `There is no note called “${this.#input(end).value}” here.`);
    return `${said.join(" ")} Type a part of its title and pick it from the list.`;
  }

  /** @param {number} from @param {number} to */
  #noPath(from, to) {
    const alone = [from, to].find((node) => !this.routes.isLinked(node));
    if (alone !== undefined) return `Nothing links to ${this.#title(alone)} yet, and it links to nothing, so no path leads there.`;
    return `No path: however many links you follow, ${this.#title(from)} and ${this.#title(to)} are not connected.`;
  }

  /** @param {number} node */
  #about(node) {
    const url = this.file.urls[node] ?? null;
    const href = url === null ? null : new URL(url || ".", this.site).href;
    return { title: this.#title(node), href, names: [this.#title(node), ...(this.file.aliases[node] ?? [])] };
  }

  /** @param {boolean} wanted */
  #offerExamples(wanted) {
    this.examples.hidden = true;
    if (!wanted) return;
    const pairs = (this.pairs ??= examples(this.file, this.weight, (from, to) => this.routes.route(from, to)));
    const links = pairs.map(([from, to]) => {
      const link = document.createElement("a");
      link.href = `?from=${encoded(this.finder.key(from))}&to=${encoded(this.finder.key(to))}`;
      link.textContent = `${this.#title(from)} → ${this.#title(to)}`;
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        history.pushState(null, "", link.href);
        this.read();
        this.#input("from").focus();
      });
      const item = document.createElement("li");
      item.append(link);
      return item;
    });
    part(this.examples, "ul", HTMLElement).replaceChildren(...links);
    this.examples.hidden = !links.length;
  }

  /** @param {string} words */
  #say(words) {
    this.status.textContent = words;
  }
}

/** How many links each node has, but for those that only name a source. @param {File} file */
function degrees({ edges, kinds, titles }) {
  const counts = new Uint32Array(titles.length);
  const source = kinds.indexOf("source");
  for (let n = 0; n < edges.length; n += 3) {
    if (edges[n + 2] === source) continue;
    for (const node of [edges[n] ?? 0, edges[n + 1] ?? 0]) counts[node] = (counts[node] ?? 0) + 1;
  }
  return counts;
}

/** Slashes may stand as they are behind the question mark, so that the address can be read. @param {string} words */
function encoded(words) {
  return encodeURIComponent(words).replaceAll("%2F", "/");
}

async function start() {
  const root = document.querySelector(".connect");
  if (!(root instanceof HTMLElement) || root.dataset.ready) return;
  root.dataset.ready = "loading";
  const plain = part(document, ".connect-plain", HTMLElement);
  const status = part(root, ".connect-status", HTMLElement);
  plain.hidden = true;
  root.hidden = false;
  status.textContent = "Loading the notes …";
  try {
    const address = new URL(root.dataset.graph ?? "", document.baseURI);
    const page = new ConnectPage(root, await fetched(address), address);
    part(root, "fieldset", HTMLFieldSetElement).disabled = false;
    page.read();
    root.dataset.ready = "yes";
  } catch (error) {
    console.error(error);
    status.textContent = "The list of notes could not be loaded, so no path can be looked for. Load the page again, or start from a topic below.";
    part(plain, ".connect-why", HTMLElement).hidden = true;
    plain.hidden = false;
  }
}

void start();

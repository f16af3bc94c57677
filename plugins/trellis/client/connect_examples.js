// Paths to try: between the best linked notes of different topics, where the way is neither plain nor too long.

import { asking } from "./connect_address.js";
import { part } from "./part.js";

const MOST = 3;
const TRIED = 12;

/** What of `explorer.json` is needed here. @typedef {{ titles: string[], urls: (string | null)[], type: number[], types: string[], topic: number[], topics: unknown[] }} Grouped */

export class Examples {
  /**
   * @param {HTMLElement} box
   * @param {import("./connect_notes.js").Notes} notes
   * @param {(address: string) => void} go
   */
  constructor(box, notes, go) {
    this.box = box;
    this.notes = notes;
    this.go = go;
    /** Paths to try, once somebody needs them. @type {[number, number][] | undefined} */
    this.pairs = undefined;
  }

  /** @param {boolean} wanted */
  show(wanted) {
    this.box.hidden = true;
    if (!wanted) return;
    const { file, weight, routes } = this.notes;
    this.pairs ??= examples(file, weight, (from, to) => routes.route(from, to));
    part(this.box, "ul", HTMLElement).replaceChildren(...this.pairs.map(([from, to]) => this.#item(from, to)));
    this.box.hidden = !this.pairs.length;
  }

  /** @param {number} from @param {number} to */
  #item(from, to) {
    const { notes } = this;
    const link = document.createElement("a");
    link.href = asking(notes.finder.key(from), notes.finder.key(to));
    link.textContent = `${notes.title(from)} → ${notes.title(to)}`;
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.go(link.href);
    });
    const item = document.createElement("li");
    item.append(link);
    return item;
  }
}

/**
 * @param {Grouped} file
 * @param {(node: number) => number} weight
 * @param {(from: number, to: number) => number[]} route
 * @returns {[number, number][]}
 */
function examples(file, weight, route) {
  const notes = candidates(file, weight);
  /** @type {[number, number][]} */
  const found = [];
  const used = new Set();
  let tried = 0;
  for (const [place, from] of notes.entries()) {
    for (const to of notes.slice(place + 1)) {
      if (used.has(from) || used.has(to)) continue;
      if (found.length === MOST || tried++ === TRIED) return found;
      const steps = route(from, to).length - 1;
      if (steps < 2 || steps > 6) continue;
      found.push([from, to]);
      used.add(from).add(to);
    }
  }
  return found;
}

/** The best linked note of each topic, or without topics the best linked ones. @param {Grouped} file @param {(node: number) => number} weight */
function candidates(file, weight) {
  /** @type {Map<number, number>} */
  const best = new Map();
  const source = file.types.indexOf("source");
  file.urls.forEach((url, node) => {
    if (url === null || file.type[node] === source || !weight(node)) return;
    const topic = file.topic[node] ?? -1;
    // Without topics each note stands for itself.
    const group = file.topics.length > 1 ? topic : node;
    if (file.topics.length > 1 && topic < 0) return;
    const known = best.get(group);
    if (known === undefined || weight(node) > weight(known)) best.set(group, node);
  });
  return [...best.values()].sort((a, b) => weight(b) - weight(a) || a - b).slice(0, 8);
}

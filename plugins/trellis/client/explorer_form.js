// The filters, and the legend, which is the filter of topics too.

import { sources } from "./explorer_filter.js";
import { colourOf, formOf, lineSwatch, RING, swatch } from "./explorer_shapes.js";
import { element, kindsInWords, typeInWords } from "./explorer_words.js";
import { GRAPH_EVERY_SOURCE, GRAPH_EVERY_TAG, GRAPH_EVERY_TYPE, GRAPH_NO_TOPIC, say } from "./words.js";

/** @typedef {import("./explorer_graph.js").Graph} Graph */
/** @typedef {import("./explorer_filter.js").Filter} Filter */

export class Filters {
  /**
   * @param {HTMLFormElement} form
   * @param {HTMLElement} legend
   * @param {Graph} graph
   * @param {(change: Partial<Filter>) => void} changed
   */
  constructor(form, legend, graph, changed) {
    this.form = form;
    this.fields = /** @type {Record<string, HTMLInputElement & HTMLSelectElement>} */ (
      /** @type {unknown} */ (form.elements)
    );
    this.buttons = new Map(topics(graph).map(([topic, name, count]) => [topic, button(topic, name, count)]));
    legend.append(...[...this.buttons.values()].map((made) => listed([made])));
    this.fields.ghosts?.parentElement?.append(swatch(RING, -1));
    const bySource = [...sources(graph)].map(([node, count]) => choice(node, graph.title(node), count));
    fill(this.fields.type, say(GRAPH_EVERY_TYPE), counted(graph.file.type, graph.file.types, typeInWords));
    fill(this.fields.source, say(GRAPH_EVERY_SOURCE), bySource);
    fill(
      this.fields.tag,
      say(GRAPH_EVERY_TAG),
      counted(graph.file.tagged.flat(), graph.file.tags, (tag) => `#${tag}`),
    );
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", () => changed(this.values()));
    for (const [topic, made] of this.buttons)
      made.addEventListener("click", () => changed({ topics: this.toggled(topic) }));
  }

  /** What is asked for, but the topics. @returns {Partial<Filter>} */
  values() {
    const { type, source, tag, ghosts, least } = this.fields;
    return {
      type: Number(type?.value),
      source: Number(source?.value),
      tag: Number(tag?.value),
      ghosts: Boolean(ghosts?.checked),
      least: Math.max(0, Math.floor(Number(least?.value) || 0)),
    };
  }

  /** @param {number} topic */
  toggled(topic) {
    const pressed = [...this.buttons]
      .filter(([, made]) => made.getAttribute("aria-pressed") === "true")
      .map(([other]) => other);
    return pressed.includes(topic) ? pressed.filter((other) => other !== topic) : [...pressed, topic];
  }

  /** @param {Filter} filter */
  show(filter) {
    for (const name of /** @type {const} */ (["type", "source", "tag", "least"])) {
      const field = this.fields[name];
      if (field) field.value = String(filter[name]);
    }
    if (this.fields.ghosts) this.fields.ghosts.checked = filter.ghosts;
    for (const [topic, made] of this.buttons) made.setAttribute("aria-pressed", String(filter.topics.includes(topic)));
  }
}

/**
 * Number, name and number of nodes of each topic, and of those in none.
 * @param {Graph} graph
 * @returns {[number, string, number][]}
 */
function topics(graph) {
  const counts = tally(graph.file.topic);
  const named = graph.file.topics.map(
    ([name], topic) => /** @type {[number, string, number]} */ ([topic, name, counts.get(topic) ?? 0]),
  );
  const none = counts.get(-1) ?? 0;
  return none ? [...named, [-1, say(GRAPH_NO_TOPIC), none]] : named;
}

/** @param {number} topic @param {string} name @param {number} count */
function button(topic, name, count) {
  const made = element("button", "explorer-topic");
  made.type = "button";
  made.append(
    swatch(formOf(topic), colourOf(topic)),
    element("span", "explorer-title", name),
    element("span", "count", String(count)),
  );
  return made;
}

/** @param {(Node | string)[]} content */
function listed(content) {
  const made = element("li", "");
  made.append(...content);
  return made;
}

/** Fills the list of what the lines about a note mean. @param {HTMLElement} list @param {Graph} graph */
export function explainLines(list, graph) {
  const used = new Set(graph.file.edges.filter((_, at) => at % 3 === 2));
  list.append(
    ...[...used]
      .sort()
      .map((kind) => graph.file.kinds[kind] ?? "")
      .map((kind) => listed([lineSwatch(kind), kindsInWords(kind)])),
  );
}

/**
 * A field with nothing to choose between is left out.
 * @param {HTMLSelectElement | undefined} field
 * @param {string} all
 * @param {HTMLOptionElement[]} choices
 */
function fill(field, all, choices) {
  if (!field) return;
  choices.sort((a, b) => a.text.localeCompare(b.text));
  field.append(new Option(all, "-1"), ...choices);
  const label = field.closest("label");
  if (label) label.hidden = choices.length < 2;
}

/** @param {number[]} numbers @param {string[]} names @param {(name: string) => string} inWords */
function counted(numbers, names, inWords) {
  const counts = tally(numbers);
  const used = names.map((name, number) => choice(number, inWords(name), counts.get(number) ?? 0));
  return used.filter((_, number) => counts.has(number));
}

/** @param {number} value @param {string} name @param {number} count */
function choice(value, name, count) {
  return new Option(`${name} (${count})`, String(value));
}

/** @param {number[]} numbers */
function tally(numbers) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  return counts;
}

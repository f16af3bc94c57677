// The colours of the style sheet, of which there are some for light and some for dark, for what it cannot reach.

import { COLOURS } from "./explorer_shapes.js";

export class Colours {
  /** @param {HTMLElement} stage */
  constructor(stage) {
    this.stage = stage;
    /** @type {string[]} */
    this.topics = [];
    /** @type {string[]} */
    this.edges = [];
    this.none = this.edge = this.ink = this.paper = this.font = "";
    this.read();
  }

  read() {
    const style = getComputedStyle(this.stage);
    /** @param {string} name */
    const value = (name) => style.getPropertyValue(name).trim();
    this.topics = Array.from({ length: COLOURS }, (_, number) => value(`--topic-${number}`));
    this.none = value("--topic-none");
    this.edge = value("--graph-edge");
    this.ink = value("--graph-ink");
    this.paper = value("--graph-paper");
    this.font = style.fontFamily;
    this.edges = this.topics.map((colour) => faint(colour));
  }

  /** @param {number} colour that of the topic of both ends, or -1 */
  edgeOf(colour) {
    return this.edges[colour] ?? this.edge;
  }

  /** @param {number} colour that of a topic, or -1 */
  of(colour) {
    return this.topics[colour] ?? this.none;
  }
}

/**
 * A colour `#rrggbb` for lines that let through what is below, multiplied as the graphics card wants it.
 * @param {string} colour
 */
function faint(colour, opacity = 0.25) {
  const parts = [1, 3, 5].map((at) => Math.round(Number.parseInt(colour.slice(at, at + 2), 16) * opacity));
  return `rgba(${parts.join(", ")}, ${opacity})`;
}

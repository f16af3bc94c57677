// The picture: Sigma draws the notes where the build has put them. A module of its own, for it is large and of no use
// to a browser without WebGL.

import Network from "graphology";
import Sigma from "sigma";
import { breath } from "./breath.js";
import { drawAround } from "./explorer_around.js";
import { Camera } from "./explorer_camera.js";
import { Colours } from "./explorer_colours.js";
import { dots, pairs, topics } from "./explorer_dots.js";
import { followDragging } from "./explorer_drag.js";
import { drawTitles } from "./explorer_label.js";
import { EDGES, MANY, settings } from "./explorer_settings.js";
import { colourOf } from "./explorer_shapes.js";

/** @typedef {import("./explorer_graph.js").Graph} Graph */
/**
 * Whom the picture tells what a reader does in it.
 * @typedef {{ enter(node: number): void, leave(): void, choose(node: number): void, open(node: number): void,
 *   clear(): void }} Told
 */

export class Picture {
  /** @param {HTMLElement} stage @param {Graph} graph @param {Told} told */
  constructor(stage, graph, told) {
    this.stage = stage;
    this.graph = graph;
    /** The node whose neighbourhood stands out, or -1. */
    this.middle = -1;
    this.isStopped = false;
    this.network = new Network({ type: "undirected", multi: false });
    this.dots = dots(graph, Math.min(stage.clientWidth, stage.clientHeight));
    this.topics = topics(graph);
    this.colours = new Colours(stage);
    this.paint();
    this.drawsEdges = graph.links <= MANY;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    // With nothing in it at first: to make it takes as long as to fill it.
    this.sigma = new Sigma(/** @type {any} */ (new Network()), stage, /** @type {any} */ (settings(this, still)));
    this.camera = new Camera(this.sigma, still);
    drawTitles(this);
    this.drawMiddle = drawAround(this);
    listen(this, told, followDragging(this));
  }

  /** Puts the notes into the picture, in steps. */
  async fill() {
    this.dots.forEach((dot, node) => this.network.addNode(String(node), dot));
    if (this.drawsEdges) this.addEdges();
    await breath();
    this.sigma.setSetting("edgeProgramClasses", EDGES);
    await breath();
    this.sigma.setGraph(/** @type {any} */ (this.network));
    // Without this, everything would move whenever the outermost note is dragged.
    this.sigma.setCustomBBox(this.sigma.getBBox());
  }

  /** Shows the nodes that have a 1, and no others. @param {Uint8Array} shown */
  show(shown) {
    const changed = this.dots.filter((dot, node) => Boolean(dot.hidden) === Boolean(shown[node]));
    if (!changed.length) return;
    for (const dot of changed) dot.hidden = !dot.hidden;
    const seen = new Set(this.graph.file.topic.filter((_, node) => shown[node]));
    for (const topic of this.topics) topic.isShown = seen.has(topic.number);
    this.sigma.refresh();
  }

  /** Draws all links, or only those of a note that stands out. @param {boolean} all */
  drawEdges(all) {
    if (all === this.drawsEdges) return;
    this.drawsEdges = all;
    // Sigma looks at each edge that is added to its graph, and then at all of them.
    this.sigma.setGraph(/** @type {any} */ (new Network()));
    if (all) this.addEdges();
    else this.network.clearEdges();
    this.sigma.setGraph(/** @type {any} */ (this.network));
  }

  addEdges() {
    for (const [from, to] of pairs(this.graph))
      this.network.mergeUndirectedEdge(String(from), String(to), { color: this.edgeColour(from, to) });
  }

  /** Within a topic, that of the topic. @param {number} from @param {number} to */
  edgeColour(from, to) {
    const topic = this.graph.topic(from);
    return topic === this.graph.topic(to) ? this.colours.edgeOf(colourOf(topic)) : this.colours.edge;
  }

  /** Lets a node and its neighbourhood stand out; -1 for none. @param {number} node */
  standOut(node) {
    if (node === this.middle) return;
    this.middle = node;
    this.stage.toggleAttribute("data-around", node >= 0);
    // The rest stays as it is: to draw that of a large graph anew would take a reader's patience.
    this.drawMiddle();
  }

  /** Takes its colours from the style sheet. */
  paint() {
    this.colours.read();
    this.dots.forEach((dot, node) => {
      dot.color = this.colours.of(colourOf(this.graph.topic(node)));
    });
  }

  /** After a change of the colours. */
  repaint() {
    this.paint();
    this.network.updateEachEdgeAttributes((_, attributes, from, to) => ({
      ...attributes,
      color: this.edgeColour(Number(from), Number(to)),
    }));
    this.sigma.refresh();
  }

  /** Puts back what was dragged. */
  putBack() {
    const { x, y } = this.graph.file;
    this.dots.forEach((dot, node) => Object.assign(dot, { x: x[node] ?? 0, y: y[node] ?? 0 }));
    this.sigma.refresh();
  }

  /** Frees the graphics card. */
  stop() {
    if (!this.isStopped) this.sigma.kill();
    this.isStopped = true;
  }
}

/** @param {Picture} picture @param {Told} told @param {() => boolean} dragged */
function listen({ sigma }, told, dragged) {
  sigma.on("enterNode", ({ node }) => told.enter(Number(node)));
  sigma.on("leaveNode", () => told.leave());
  sigma.on("clickNode", ({ node }) => dragged() || told.choose(Number(node)));
  sigma.on("clickStage", () => told.clear());
  sigma.on("doubleClickNode", (event) => {
    event.preventSigmaDefault();
    told.open(Number(event.node));
  });
}

// The neighbourhood of a note, above all the rest, which the style sheet dims. It is drawn anew for each frame and
// costs only what it holds, however large the graph is. Kinds of links differ by their lines, as in the drawings on
// notes.

import { Titles } from "./explorer_label.js";
import { FORMS, lineOf } from "./explorer_shapes.js";

/** @typedef {import("./explorer_picture.js").Picture} Picture */
/** A node where it is drawn. @typedef {{ node: number, x: number, y: number, size: number }} Spot */

/** Titles; with more, none could be read. */
const MOST = 60;

const OUTLINES = FORMS.map((form) => new Path2D(form));

/**
 * Makes a layer for it, which is drawn anew with every frame, and returns what draws it alone.
 * @param {Picture} picture
 */
export function drawAround(picture) {
  const { sigma } = picture;
  sigma.createCanvasContext("around", /** @type {any} */ ({ beforeLayer: "mouse" }));
  sigma.resize(true);
  const context = sigma.getCanvases().around?.getContext("2d");
  const drawn = () => {
    const { width, height } = sigma.getDimensions();
    context?.clearRect(0, 0, width, height);
    if (context && picture.middle >= 0) draw(context, picture, picture.middle);
  };
  sigma.on("afterRender", drawn);
  return drawn;
}

/** @param {CanvasRenderingContext2D} context @param {Picture} picture @param {number} middle */
function draw(context, picture, middle) {
  const { graph, dots } = picture;
  const self = spot(picture, middle);
  const others = graph.neighbours(middle).filter((node) => !dots[node]?.hidden);
  const spots = new Map(others.map((node) => [node, spot(picture, node)]));
  context.strokeStyle = context.fillStyle = picture.colours.ink;
  context.globalAlpha = 0.55;
  for (const { node, kind } of graph.out(middle)) line(context, self, spots.get(node), graph.file.kinds[kind]);
  for (const { node, kind } of graph.in(middle)) line(context, spots.get(node), self, graph.file.kinds[kind]);
  context.setLineDash([]);
  context.globalAlpha = 1;
  for (const other of spots.values()) form(context, picture, other);
  form(context, picture, self);
  context.beginPath();
  context.arc(self.x, self.y, self.size + 4, 0, 2 * Math.PI);
  context.lineWidth = 2;
  context.strokeStyle = picture.colours.ink;
  context.stroke();
  const ranked = [...spots.values()].sort((a, b) => graph.degree(b.node) - graph.degree(a.node));
  const titles = new Titles(context, picture);
  titles.put(graph.title(middle), self, self.size + 4, true, true);
  for (const other of ranked.slice(0, MOST)) titles.put(graph.title(other.node), other, other.size);
}

/** @param {Picture} picture @param {number} node @returns {Spot} */
function spot({ sigma, dots }, node) {
  const dot = dots[node] ?? { x: 0, y: 0, size: 0 };
  return { node, size: Math.max(3, sigma.scaleSize(dot.size)), ...sigma.graphToViewport(dot) };
}

/**
 * A line with a point at its end.
 * @param {CanvasRenderingContext2D} context
 * @param {Spot | undefined} from
 * @param {Spot | undefined} to
 * @param {string | undefined} kind
 */
function line(context, from, to, kind = "") {
  if (!from || !to) return;
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const x = to.x - Math.cos(angle) * (to.size + 2);
  const y = to.y - Math.sin(angle) * (to.size + 2);
  const { dashes, width } = lineOf(kind);
  context.setLineDash(dashes);
  context.lineWidth = width;
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(x, y);
  context.stroke();
  context.beginPath();
  context.moveTo(x, y);
  for (const side of [-0.4, 0.4]) context.lineTo(x - 7 * Math.cos(angle + side), y - 7 * Math.sin(angle + side));
  context.fill();
}

/** @param {CanvasRenderingContext2D} context @param {Picture} picture @param {Spot} spot */
function form(context, { dots }, { node, x, y, size }) {
  const dot = dots[node];
  const outline = OUTLINES[dot?.form ?? 0];
  if (!dot || !outline) return;
  context.save();
  context.translate(x, y);
  context.scale(size, size);
  context.fillStyle = dot.color;
  context.fill(outline);
  context.restore();
}

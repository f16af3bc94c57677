// A note with the notes one and two links away. Where there is room, those that link here stand on the left and the
// others on the right; on a phone they stand below each other, indented.

import { dotAndWords, edge, height, shape } from "./local_graph_shapes.js";

/** @typedef {import("./local_graph_shapes.js").Shown} Shown */
/** @typedef {Shown & { far: Shown[] }} Near */
/** The notes that link here or are linked to, and the words above them and for those left out. @typedef {{ notes: Near[], caption: string, more: string }} Side */
/** First those that link here. @typedef {Side[]} Sides */
/** Called with each node drawn and what to mark with it. @typedef {(node: Element, shown: Shown, marked: Element[]) => void} Told */

const TOP = 30;
const CHARS = 18;
/** Pixels of a letter, as most are at that size. */
const WIDEST = 6.4;
/** Lines end at the rim of a dot, which may be translucent. */
const RIM = 6;
/** Pixels from the note to its first and second ring, and from the words of the first to the dots of the second. */
const [FIRST, SECOND, BEFORE] = [50, 202, 5];
/** What a side with two rings needs. */
const ROOM = 330;
const INDENT = 26;
/** The height of the line for those left out. */
const MORE = 27;

/** Draws into *svg*, which is on the page. @param {SVGElement} svg @param {Sides} sides @param {number} width @param {Told} told */
export function draw(svg, sides, width, told) {
  const both = sides.every(({ notes }) => notes.length);
  const isWide = width >= (both ? 2 : 1) * ROOM;
  svg.setAttribute("height", String(isWide ? beside(svg, sides, both, width, told) : below(svg, sides, width, told)));
}

/** @param {SVGElement} svg @param {Sides} sides @param {boolean} both @param {number} width @param {Told} told */
function beside(svg, sides, both, width, told) {
  const x = both ? width / 2 : 12;
  const chars = Math.min(34, Math.floor(((both ? x : width - x) - SECOND - 14) / WIDEST));
  const tall = (/** @type {Near} */ near) =>
    Math.max(height(near.title, CHARS), sum(near.far.map((far) => height(far.title, chars)))) + (near.far.length ? 8 : 0);
  const whole = (/** @type {Side} */ side) => sum(side.notes.map(tall)) + (side.more ? MORE : 0);
  const total = TOP + Math.max(...sides.map(whole));
  const middle = (TOP + total) / 2;
  sides.forEach((side, number) => {
    const away = both && !number ? -1 : 1;
    const first = x + away * FIRST;
    if (side.notes.length) svg.append(words("caption", side.caption, first, 14, away));
    let top = middle - whole(side) / 2;
    for (const near of side.notes) {
      const y = top + tall(near) / 2;
      const line = edge(near.kind, curve(x, middle, first - away * RIM, y));
      const node = dotAndWords(near, { x: first, y, away, chars: CHARS });
      svg.append(line, node);
      told(node, near, [line]);
      const box = node.getBBox();
      const begin = away > 0 ? box.x + box.width + BEFORE : box.x - BEFORE;
      let row = y - sum(near.far.map((far) => height(far.title, chars))) / 2;
      for (const far of near.far) {
        const tallness = height(far.title, chars);
        const place = { x: x + away * SECOND, y: row + tallness / 2, away, chars };
        const path = edge(far.kind, curve(begin, y, place.x - away * RIM, place.y));
        const leaf = dotAndWords(far, place);
        svg.append(path, leaf);
        told(leaf, far, [path, node, line]);
        row += tallness;
      }
      top += tall(near);
    }
    if (side.more) svg.append(words("more", side.more, first + away * 11, top + 18, away));
  });
  svg.append(shape("circle", { class: "graph-self", cx: x, cy: middle, r: 9 }));
  return total;
}

/** @param {SVGElement} svg @param {Sides} sides @param {number} width @param {Told} told */
function below(svg, sides, width, told) {
  let y = 12;
  const x = 10;
  const trunk = (/** @type {number} */ at, /** @type {number} */ from, /** @type {number} */ to) =>
    shape("path", { class: "graph-trunk", d: `M${at} ${from}V${to}` });
  const stem = trunk(x, 12, 12);
  svg.append(stem);
  const row = (/** @type {Shown} */ shown, /** @type {number} */ from, /** @type {Element[]} */ behind) => {
    const at = from + INDENT;
    const chars = Math.floor((width - at - 14) / WIDEST);
    const tall = height(shown.title, chars);
    const line = edge(shown.kind, `M${from} ${y + tall / 2}H${at - RIM}`);
    const node = dotAndWords(shown, { x: at, y: y + tall / 2, away: 1, chars });
    svg.append(line, node);
    told(node, shown, [line, ...behind]);
    y += tall;
    return { at, line, node, end: y - tall / 2 };
  };
  let last = y;
  sides.forEach((side, number) => {
    if (!side.notes.length) return;
    svg.append(words("caption", side.caption, x + INDENT, y + (last > 12 ? 22 : 8), 1));
    y += last > 12 ? 30 : 16;
    for (const near of side.notes) {
      const { at, line, node, end } = row(near, x, []);
      last = end;
      let bottom = end;
      for (const far of near.far) bottom = row(far, at, [node, line]).end;
      if (near.far.length) node.before(trunk(at, end, bottom));
    }
    if (side.more) svg.append(words("more", side.more, x + INDENT + 11, y + 18, 1));
    if (side.more) y += MORE;
  });
  stem.setAttribute("d", `M${x} 12V${last}`);
  svg.append(shape("circle", { class: "graph-self", cx: x, cy: 12, r: 9 }));
  return y;
}

/** @param {string} name @param {string} said @param {number} x @param {number} y @param {number} away */
function words(name, said, x, y, away) {
  return shape("text", { class: `graph-${name}`, x, y, "text-anchor": away > 0 ? "start" : "end" }, said);
}

/** @param {number} x @param {number} y @param {number} toX @param {number} toY */
function curve(x, y, toX, toY) {
  const bend = (x + toX) / 2;
  return `M${x} ${y}C${bend} ${y} ${bend} ${toY} ${toX} ${toY}`;
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

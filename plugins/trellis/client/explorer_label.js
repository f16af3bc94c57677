// Titles in the picture: of topics from afar, of notes from near by, the most important first, and none above another.
// Sigma's own take those of each square of a grid, and long ones then cover each other.

/** @typedef {import("./explorer_picture.js").Picture} Picture */
/** @typedef {import("./explorer_colours.js").Colours} Colours */
/** @typedef {{ left: number, right: number, y: number }} Taken */

/** Notes smaller than this, in pixels, get no title, and there are never more titles than that. */
const SMALLEST = 4.5;
const MOST = 70;

/** Seen from farther away than this, topics have titles and notes have not. */
const AFAR = 0.7;

/** @param {Picture} picture */
export function drawTitles(picture) {
  const { sigma, graph, dots } = picture;
  const context = sigma.getCanvases().labels?.getContext("2d");
  const ranked = dots.map((_, node) => node).sort((a, b) => graph.degree(b) - graph.degree(a));
  if (!context) return;
  sigma.on("afterRender", () => {
    const titles = new Titles(context, picture);
    const afar = sigma.getCamera().ratio > AFAR;
    if (afar)
      for (const { name, x, y, isShown } of picture.topics)
        if (isShown) titles.put(short(name, 28), sigma.graphToViewport({ x, y }), 0, true);
    const least = afar ? 2 * SMALLEST : SMALLEST;
    for (const node of ranked) {
      const dot = dots[node];
      if (!dot || dot.hidden) continue;
      const size = sigma.scaleSize(dot.size);
      if (size < least || titles.taken.length >= MOST) break;
      titles.put(dot.label, sigma.graphToViewport(dot), size);
    }
  });
}

/** @param {string} words @param {number} most */
function short(words, most) {
  return words.length > most ? `${words.slice(0, most - 2).trimEnd()}…` : words;
}

/** The titles of one frame. */
export class Titles {
  /** @param {CanvasRenderingContext2D} context @param {Picture} picture */
  constructor(context, { sigma, colours }) {
    this.context = context;
    this.colours = colours;
    this.size = sigma.getDimensions();
    /** @type {Taken[]} */
    this.taken = [];
  }

  /**
   * Writes *words* beside a place, or about it if it has no size, unless that would cover another title.
   * @param {string} words
   * @param {{ x: number, y: number }} place
   * @param {number} size
   * @param {boolean} [strong]
   * @param {boolean} [always]
   */
  put(words, { x, y }, size, strong = false, always = false) {
    const { context, colours } = this;
    const { width, height } = this.size;
    if (x < 0 || x > width || y < 0 || y > height) return;
    const written = short(words, Math.min(42, Math.floor(width / 14)));
    context.font = `${strong ? 600 : 400} ${strong ? 14 : 12}px ${colours.font}`;
    const long = context.measureText(written).width;
    // On the other side where it would be cut off, and in view in any case.
    const beside = x + size + 4 + long > width ? x - size - 4 - long : x + size + 4;
    const left = Math.max(4, Math.min(width - 4 - long, size ? beside : x - long / 2));
    const right = left + long;
    const covers = this.taken.some((box) => Math.abs(box.y - y) < 16 && left < box.right + 4 && right > box.left - 4);
    if (covers && !always) return;
    this.taken.push({ left, right, y });
    context.lineJoin = "round";
    context.lineWidth = 3.5;
    context.textBaseline = "middle";
    context.strokeStyle = colours.paper;
    context.fillStyle = colours.ink;
    context.strokeText(written, left, y);
    context.fillText(written, left, y);
  }
}

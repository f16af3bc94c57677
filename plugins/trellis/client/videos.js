// Films are asked for only when a reader clicks. One in the text is put in its link's place; the film that a timestamp
// or the chip of a note leads to plays in a corner, so that the text can be followed. One plays at a time.

import { filmOf, mark, titleOf, unmark } from "./claims.js";
import { canPlay, play } from "./player.js";
import { VIDEO, VIDEO_CLOSE, VIDEO_FROM, say } from "./words.js";

/**
 * @typedef {object} Playing
 * @property {import("./player.js").Film} film
 * @property {HTMLElement} place the corner, or the frame in the text
 * @property {(second: number) => boolean} go
 * @property {() => void} leave
 * @property {HTMLElement} [words] what the corner says of it
 */

/** @type {Playing | null} */
let playing = null;

/** Ends what plays. */
const end = () => {
  playing?.leave();
  playing = null;
  unmark();
};

/**
 * @param {HTMLAnchorElement} link
 * @param {import("./player.js").Film} film
 * @param {string} start
 */
const begin = (link, film, start) => {
  end();
  /** @param {number} second */
  const hear = (second) => mark(film, second);
  const inText = link.classList.contains("video");
  const title = inText ? link.textContent : titleOf(film);
  const { frame, go } = play(film, start, title ?? say(VIDEO), hear);
  if (inText) {
    const leave = () => frame.replaceWith(link);
    link.replaceWith(frame);
    frame.focus();
    playing = { film, place: frame, go, leave };
  } else playing = { film, go, ...dock(frame, link) };
};

/**
 * @param {HTMLIFrameElement} frame
 * @param {HTMLAnchorElement} link
 */
const dock = (frame, link) => {
  const place = document.createElement("aside");
  place.className = "video-dock";
  place.setAttribute("aria-label", say(VIDEO));
  const words = document.createElement("span");
  words.textContent = frame.title;
  words.setAttribute("role", "status");
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = say(VIDEO_CLOSE);
  close.addEventListener("click", end);
  const bar = document.createElement("div");
  bar.className = "video-bar";
  bar.append(words, close);
  place.append(bar, frame);
  document.querySelector("article")?.append(place);
  close.focus({ preventScroll: true });
  link.scrollIntoView({ block: "nearest" }); // it may lie behind the corner
  const leave = () => {
    // Back to where it was asked for, unless the reader has gone elsewhere.
    const within = place.contains(document.activeElement) || document.activeElement === document.body;
    place.remove();
    if (within) link.focus({ preventScroll: true });
  };
  return { place, leave, words };
};

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[data-video], a.timestamp[data-t]") : null;
  // Whoever asks for a new tab gets one.
  if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0)
    return;
  const film = filmOf(link);
  if (!canPlay(film)) return;
  event.preventDefault();
  const start = link.dataset.start ?? link.dataset.t ?? "0";
  const same = playing?.place.isConnected && playing.film.service === film.service && playing.film.video === film.video;
  if (same && playing?.words && playing.go(Number(start))) playing.words.textContent = say(VIDEO_FROM, { time: link.textContent ?? "" });
  else begin(link, film, start);
  // Until the player tells its time, and if it never does.
  if (link.classList.contains("timestamp")) mark(film, Number(start));
});

document.addEventListener("keydown", (event) => {
  // Escape has other uses where one writes or chooses.
  const elsewhere = event.target instanceof Element && event.target.closest("input, textarea, select, dialog");
  if (event.key === "Escape" && !event.defaultPrevented && !elsewhere && playing?.words) end();
});

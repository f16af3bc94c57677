// What the page says of a path, or of why there is none.

import { CONNECT_ALONE, CONNECT_NO_PATH, CONNECT_STEPS, CONNECT_TYPE, CONNECT_UNKNOWN, say } from "./words.js";

/** @typedef {import("./connect_notes.js").Notes} Notes */

/** @param {Notes} notes @param {number} from @param {number} to @param {number} count */
export function steps(notes, from, to, count) {
  return say(CONNECT_STEPS, { from: notes.title(from), to: notes.title(to), count });
}

/** @param {string[]} unknown what was typed and is no note */
export function notKnown(unknown) {
  const said = unknown.map((typed) => say(CONNECT_UNKNOWN, { typed }));
  return [...said, say(CONNECT_TYPE)].join(" ");
}

/** @param {Notes} notes @param {number} from @param {number} to */
export function noPath(notes, from, to) {
  const alone = [from, to].find((node) => !notes.routes.isLinked(node));
  if (alone !== undefined) return say(CONNECT_ALONE, { title: notes.title(alone) });
  return say(CONNECT_NO_PATH, { from: notes.title(from), to: notes.title(to) });
}

// What the page says of a path, or of why there is none.

/** @typedef {import("./connect_notes.js").Notes} Notes */

/** @param {Notes} notes @param {number} from @param {number} to @param {number} count */
export function steps(notes, from, to, count) {
  return `From ${notes.title(from)} to ${notes.title(to)} in ${count === 1 ? "1 step" : `${count} steps`}.`;
}

/** @param {string[]} unknown what was typed and is no note */
export function notKnown(unknown) {
  const said = unknown.map((words) => `There is no note called “${words}” here.`);
  return `${said.join(" ")} Type a part of its title and pick it from the list.`;
}

/** @param {Notes} notes @param {number} from @param {number} to */
export function noPath(notes, from, to) {
  const alone = [from, to].find((node) => !notes.routes.isLinked(node));
  if (alone !== undefined)
    return `Nothing links to ${notes.title(alone)} yet, and it links to nothing, so no path leads there.`;
  return `No path: however many links you follow, ${notes.title(from)} and ${notes.title(to)} are not connected.`;
}

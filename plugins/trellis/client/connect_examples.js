// Paths to try: between the best linked notes of different topics, where the way is neither plain nor too long.

const MOST = 3;
const TRIED = 12;

/** What of `explorer.json` is needed here. @typedef {{ titles: string[], urls: (string | null)[], type: number[], types: string[], topic: number[], topics: unknown[] }} Grouped */

/**
 * @param {Grouped} file
 * @param {(node: number) => number} weight
 * @param {(from: number, to: number) => number[]} route
 * @returns {[number, number][]}
 */
export function examples(file, weight, route) {
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

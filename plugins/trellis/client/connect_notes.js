// The notes between which paths are looked for: what `explorer.json` says, and who knows more by it.

import { Finder } from "./find_notes.js";
import { Routes } from "./route.js";
import { Said } from "./said.js";

/** @typedef {{ version: number, kinds: string[], types: string[], topics: [string, string][], said: number, titles: string[], urls: (string | null)[], type: number[], topic: number[], aliases: Record<string, string[]>, edges: number[] }} File */

export class Notes {
  /** @param {File} file @param {URL} address that of *file* */
  constructor(file, address) {
    this.file = file;
    this.site = new URL("../", address);
    this.said = new Said(address, file.said);
    this.routes = new Routes(file);
    const weights = degrees(file);
    this.weight = (/** @type {number} */ node) => weights[node] ?? 0;
    this.finder = new Finder(file, this.weight);
  }

  /** @param {number} node */
  title(node) {
    return this.file.titles[node] ?? "";
  }

  /** What a step of a path shows of it. @param {number} node */
  about(node) {
    const url = this.file.urls[node] ?? null;
    const href = url === null ? null : new URL(url || ".", this.site).href;
    return { title: this.title(node), href, names: [this.title(node), ...(this.file.aliases[node] ?? [])] };
  }
}

/** How many links each node has, but for those that only name a source. @param {File} file */
function degrees({ edges, kinds, titles }) {
  const counts = new Uint32Array(titles.length);
  const source = kinds.indexOf("source");
  for (let n = 0; n < edges.length; n += 3) {
    if (edges[n + 2] === source) continue;
    for (const node of [edges[n] ?? 0, edges[n + 1] ?? 0]) counts[node] = (counts[node] ?? 0) + 1;
  }
  return counts;
}

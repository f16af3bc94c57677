// Notes that an address may have been meant for: written in another case, moved to another folder, or misspelt.

import { folded } from "./find_notes.js";

/** A note as `explorer.json` has it. @typedef {{ title: string, url: string, others: string[] }} Named */

const MOST = 6;
const LEAST = 0.5;

/** The *notes* that are likely, the likeliest first. @param {string} address from the root of the site @param {Named[]} notes */
export function likely(address, notes) {
  const path = plain(address);
  const wanted = folded(last(path));
  if (!wanted) return [];
  const pairs = pairsOf(wanted);
  const ranked = notes.map((note) => ({ note, rank: rank(note, path, wanted, pairs) }));
  const close = ranked.filter(({ rank }) => rank >= LEAST);
  close.sort((a, b) => b.rank - a.rank || (a.note.url < b.note.url ? -1 : 1));
  // Beside one that is hardly to be doubted, those that only look like it a little are noise.
  const best = close[0]?.rank ?? 0;
  return close.filter(({ rank }) => best < 1 || rank > 0.8).slice(0, MOST).map(({ note }) => note);
}

/** How likely a note is, from 0; 1 and more if its name is the one *wanted*. @param {Named} note @param {string} path @param {string} wanted @param {Map<string, number>} pairs */
function rank(note, path, wanted, pairs) {
  const there = plain(note.url);
  const names = [last(there), note.title, ...note.others].map(folded);
  const name = Math.max(...names.map((known) => (known === wanted ? 1 : 0.95 * alike(known, wanted, pairs))));
  // Of notes with the same name the one in the same folders is meant.
  const here = new Set(path.split("/").slice(0, -1).map(folded));
  const shared = there.split("/").slice(0, -1).filter((folder) => here.has(folded(folder))).length;
  return name && name + shared / 100;
}

/** Dice's coefficient of pairs of letters. @param {string} known @param {string} wanted @param {Map<string, number>} pairs */
function alike(known, wanted, pairs) {
  const all = known.length + wanted.length;
  // However many pairs they share, it could not be enough.
  if (4 * Math.min(known.length, wanted.length) < LEAST * all) return 0;
  const left = new Map(pairs);
  let shared = 0;
  for (const [pair, count] of pairsOf(known)) shared += Math.min(count, left.get(pair) ?? 0);
  return (2 * shared) / (all + 2);
}

/** @param {string} word its letters in pairs, with its ends, and how often each is there */
function pairsOf(word) {
  /** @type {Map<string, number>} */
  const pairs = new Map();
  const ended = ` ${word} `;
  for (let at = 0; at < ended.length - 1; at++) {
    const pair = ended.slice(at, at + 2);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}

/** @param {string} address */
export function decoded(address) {
  try {
    return decodeURIComponent(address);
  } catch {
    return address; // a stray percent sign
  }
}

/** An address as words: decoded, without what tells a page from a folder. @param {string} address */
function plain(address) {
  return decoded(address)
    .replace(/\/+$/, "")
    .replace(/(^|\/)(index|readme)(\.html?|\.md)?$/i, "")
    .replace(/\.(html?|md)$/i, "");
}

/** @param {string} path */
function last(path) {
  return path.slice(path.lastIndexOf("/") + 1);
}

// Progress along learning paths: a box to tick beside each step. What is ticked is remembered by this browser alone,
// by the addresses of notes from the root of the site, so that a step ticked on one page is ticked on all.

import { LEARNED, STEPS_LEARNED, TICK, say } from "./words.js";

// Several sites may share an origin, and their storage with it.
const base = JSON.parse(document.querySelector("#__config")?.textContent ?? "{}").base ?? ".";
const KEY = `trellis:learned:${new URL(base, location.href).pathname}`;

/** @returns {Set<string> | null} null when nothing can be remembered */
const recall = () => {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return new Set(Array.isArray(kept) ? kept.filter((key) => typeof key === "string") : []);
  } catch {
    return null; // no storage, or somebody else's words in it
  }
};

let learned = recall() ?? new Set();

/**
 * @param {string} key
 * @param {boolean} isLearned
 */
const remember = (key, isLearned) => {
  learned = recall() ?? learned;
  if (isLearned) learned.add(key);
  else learned.delete(key);
  try {
    localStorage.setItem(KEY, JSON.stringify([...learned].sort()));
  } catch {
    // A private window: the ticks last as long as the page.
  }
};

/** @param {HTMLElement} path */
const count = (path) => {
  const boxes = [...path.querySelectorAll("input.tick")].map((box) => /** @type {HTMLInputElement} */ (box));
  const done = boxes.filter((box) => box.checked).length;
  const bar = path.querySelector("progress");
  const words = path.querySelector(".progress-words");
  if (bar) bar.value = done;
  if (words) words.textContent = say(LEARNED, { done, all: boxes.length });
};

/** @param {HTMLElement} step */
const addBox = (step) => {
  const key = step.dataset.step ?? "";
  const name = step.querySelector("a")?.textContent ?? "";
  const box = document.createElement("input");
  box.type = "checkbox";
  box.className = "tick";
  box.checked = learned.has(key);
  box.setAttribute("aria-label", say(TICK, { step: name }));
  box.addEventListener("change", () => {
    remember(key, box.checked);
    refresh();
  });
  step.prepend(box);
};

/** @param {HTMLElement} path */
const addProgress = (path) => {
  const total = path.querySelectorAll("[data-step]").length;
  const line = document.createElement("p");
  line.className = "progress";
  const bar = document.createElement("progress");
  bar.max = total;
  bar.setAttribute("aria-label", say(STEPS_LEARNED));
  const words = document.createElement("span");
  words.className = "progress-words";
  words.setAttribute("role", "status");
  line.append(bar, words);
  const heading = path.querySelector(":scope > h2");
  if (heading) heading.after(line);
  else path.prepend(line);
};

const refresh = () => {
  for (const box of document.querySelectorAll("input.tick")) {
    const step = box.closest("[data-step]");
    if (box instanceof HTMLInputElement && step instanceof HTMLElement) {
      box.checked = learned.has(step.dataset.step ?? "");
      step.classList.toggle("learned", box.checked);
    }
  }
  for (const path of document.querySelectorAll("[data-path]")) if (path instanceof HTMLElement) count(path);
};

const begin = () => {
  for (const path of document.querySelectorAll("[data-path]")) {
    if (!(path instanceof HTMLElement) || path.querySelector("input.tick")) continue;
    for (const step of path.querySelectorAll("[data-step]")) if (step instanceof HTMLElement) addBox(step);
    if (path.querySelector("input.tick")) addProgress(path);
  }
  refresh();
};

// Another window has ticked something.
window.addEventListener("storage", (event) => {
  if (event.key !== KEY) return;
  learned = recall() ?? learned;
  refresh();
});

/** @type {{ document$?: { subscribe: (next: () => void) => void } }} */
const material = /** @type {any} */ (window);
// With instant navigation, pages come without a new document.
if (material.document$) material.document$.subscribe(begin);
else begin();

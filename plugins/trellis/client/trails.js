// The learning path that a reader came along. A note may lie on several; its page shows one, and this puts another in its
// place if the reader chose a step of that one. It is remembered for as long as the window is open.

import { GOAL, STEP, say } from "./words.js";

/** Title and address. @typedef {[string, string]} Step */

/** The steps, null for one that nobody has written. @typedef {{ goal: string, page: string, role: string, steps: (Step | null)[] }} Path */

const base = JSON.parse(document.querySelector("#__config")?.textContent ?? "{}").base ?? ".";
const KEY = `trellis:path:${new URL(base, location.href).pathname}`;

/** @param {string} href */
const address = (href) => new URL(href, location.href).pathname;

document.addEventListener("click", (event) => {
  const step = event.target instanceof Element ? event.target.closest("[data-step] > a") : null;
  const path = step?.closest("[data-goal]");
  if (!(path instanceof HTMLElement)) return;
  const { goal = "", page = "", role = "" } = path.dataset;
  const steps = [...path.querySelectorAll(".steps > li")].map((item) => {
    const link = item.querySelector("a");
    return link && [link.textContent, address(link.href)];
  });
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ goal, page: address(page), role: address(role), steps }));
  } catch {
    // No storage: the note shows the path it shows to everybody.
  }
});

/** @returns {Path | null} */
const recall = () => {
  try {
    const path = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    return path && Array.isArray(path.steps) && typeof path.page === "string" ? path : null;
  } catch {
    return null;
  }
};

/** @param {Step} step @param {string} [name] */
const link = ([words, href], name) => {
  const made = document.createElement("a");
  made.textContent = words;
  made.href = href;
  if (name) made.className = `trail-${name}`;
  if (name) made.rel = name === "before" ? "prev" : "next";
  return made;
};

const begin = () => {
  const trail = document.querySelector(".trail");
  const path = recall();
  if (!trail || !path) return;
  const steps = [...path.steps, /** @type {Step} */ ([path.goal, path.role])];
  const at = steps.findIndex((step) => step?.[1] === location.pathname);
  if (at < 0) return;
  const before = steps.slice(0, at).reverse().find(Boolean);
  const after = steps.slice(at + 1).find(Boolean);
  const all = path.steps.length;
  const usual = trail.querySelector(".trail-where > a");
  for (const other of document.querySelectorAll(".trail-others > a"))
    if (usual && address(other.getAttribute("href") ?? "") === path.page) other.replaceWith(usual);
  const where = document.createElement("p");
  where.className = "trail-where";
  const said = at < all ? say(STEP, { step: at + 1, all }) : say(GOAL, { count: all });
  const [start = "", end = ""] = said.split("{goal}");
  where.append(start, link([path.goal, path.page]), end);
  trail.replaceChildren(
    ...(before ? [link(before, "before")] : []),
    where,
    ...(after ? [link(after, "after")] : []),
  );
};

/** @type {{ document$?: { subscribe: (next: () => void) => void } }} */
const material = /** @type {any} */ (window);
begin();
// With instant navigation, pages come without a new document; opened from a disk, this tells of none.
material.document$?.subscribe(begin);

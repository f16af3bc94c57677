// The tree of all notes, in the sidebar or the drawer. It is loaded once it is opened, and a folder has entries for as long
// as it is open, so that there are never very many. Which folders are open is remembered by this browser alone.

import "./svg_links.js";
import { TreeFiles } from "./tree_files.js";
import { TREE_FAILED, say } from "./words.js";

/** @typedef {import("./tree_files.js").Folder} Folder */

const base = new URL(JSON.parse(document.querySelector("#__config")?.textContent ?? "{}").base ?? ".", location.href);
const home = base.pathname.replace(/\/?$/, "/");
const KEY = `trellis:tree:${home}`;
const ROOT = "";

/** The folders that a reader has opened, by their names from the root. @returns {Set<string>} */
const recall = () => {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return new Set(Array.isArray(kept) ? kept : []);
  } catch {
    return new Set(); // no storage, or somebody else's words in it
  }
};

/** @param {string} key @param {boolean} isOpen */
const remember = (key, isOpen) => {
  const open = recall();
  if (isOpen) open.add(key);
  else open.delete(key);
  try {
    localStorage.setItem(KEY, JSON.stringify([...open].slice(-200)));
  } catch {
    // A private window: the tree is closed on the next page.
  }
};

/** What names are sorted by, as `names.py` has it. @param {string} name */
const naturally = (name) =>
  name
    .split(/[\s_/-]+/u)
    .map((word) => word.normalize("NFKC").toLowerCase().replace(/[\p{P}\p{Z}\p{C}`^~=|<>]/gu, ""))
    .filter(Boolean)
    .join(" ")
    .replace(/[0-9]+/g, (digits) => digits.padStart(12, "0"));

/** The page as its address from the root of the site, and its title. */
const here = () => {
  const path = location.pathname.startsWith(home) ? location.pathname.slice(home.length) : "";
  const site = document.querySelector(".md-header__topic .md-ellipsis")?.textContent?.trim() ?? "";
  return { path: decoded(path), title: document.title.replace(` - ${site}`, "") };
};

/** @param {string} path */
const decoded = (path) => {
  try {
    return decodeURIComponent(path).replace(/(^|\/)index\.html$|\/$|\.html$/, "");
  } catch {
    return path;
  }
};

/** @type {TreeFiles | undefined} */
let files;

/** Shows what is in *folder* while *details* is open. @param {HTMLDetailsElement} details @param {HTMLUListElement} list @param {Folder} folder @param {string} key @param {string | null} path of the page beneath the folder, if it is there */
async function show(details, list, folder, key, path) {
  if (!files) return;
  const { folders, notes } = await files.opened(folder);
  if (!details.open || list.childElementCount) return;
  const open = recall();
  const way = path === null ? undefined : onTheWay(folders, path);
  for (const inner of folders) list.append(entry(inner, `${key}/${inner.name}`, open, inner === way ? path : null));
  for (let at = 0; at < notes.length; at += 2) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.textContent = notes[at] ?? "";
    link.href = files.address(notes[at + 1] ?? "").href;
    if (decoded(new URL(link.href).pathname) === decoded(location.pathname)) mark(link);
    item.append(link);
    list.append(item);
  }
}

/** The one of *folders* that leads to the page at *path*. @param {Folder[]} folders @param {string} path */
function onTheWay(folders, path) {
  const called = path.split("/")[0] ?? "";
  const isBeneath = path.includes("/");
  const own = folders.find((inner) => inner.last === undefined && (inner.path ?? inner.name) === called);
  if (own) return own;
  const sought = naturally(isBeneath ? called : here().title);
  return folders.find((inner) => inner.last !== undefined && inner.holds === isBeneath && sought <= inner.last);
}

/** @param {Folder} folder @param {string} key @param {Set<string>} open @param {string | null} path */
function entry(folder, key, open, path) {
  const item = document.createElement("li");
  const details = document.createElement("details");
  const summary = document.createElement("summary");
  const count = document.createElement("span");
  const list = document.createElement("ul");
  count.textContent = folder.count.toLocaleString("en");
  summary.append(folder.name, " ", count);
  details.append(summary, list);
  item.append(details);
  const beneath = path !== null && folder.last === undefined ? path.split("/").slice(1).join("/") : path;
  follow(details, list, folder, key, beneath || (path === null ? null : ""));
  details.open = path !== null || open.has(key);
  return item;
}

/** Fills and empties *list* as *details* is opened and closed. @param {HTMLDetailsElement} details @param {HTMLUListElement} list @param {Folder} folder @param {string} key @param {string | null} path */
function follow(details, list, folder, key, path) {
  details.addEventListener("toggle", () => {
    if (!details.open) return list.replaceChildren();
    show(details, list, folder, key, path).catch(() => {
      const item = document.createElement("li");
      item.textContent = say(TREE_FAILED);
      list.replaceChildren(item);
    });
  });
  // What is opened to show the page is not remembered.
  details.querySelector(":scope > summary")?.addEventListener("click", () => remember(key, !details.open));
}

/** @param {HTMLAnchorElement} link */
function mark(link) {
  link.setAttribute("aria-current", "page");
  requestAnimationFrame(() => {
    for (const box of [link.closest(".md-sidebar__scrollwrap"), link.closest(".md-nav__list")]) {
      const [inner, outer] = [link.getBoundingClientRect(), box?.getBoundingClientRect()];
      if (box && outer && (inner.top < outer.top || inner.bottom > outer.bottom))
        box.scrollTop += inner.top - outer.top - outer.height / 2;
    }
  });
}

function begin() {
  for (const details of document.querySelectorAll("details[data-tree]:not(.is-followed)")) {
    const list = details.querySelector("ul");
    if (!(details instanceof HTMLDetailsElement) || !list) continue;
    details.classList.add("is-followed");
    files ??= new TreeFiles(details.dataset.tree ?? "");
    const root = /** @type {Folder} */ ({ file: 0, at: 0 });
    follow(details, list, root, ROOT, here().path);
    details.open = recall().has(ROOT);
  }
}

/** @type {{ document$?: { subscribe: (next: () => void) => void } }} */
const material = /** @type {any} */ (window);
begin();
// With instant navigation, pages come without a new document; opened from a disk, this tells of none.
material.document$?.subscribe(begin);

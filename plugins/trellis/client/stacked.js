// Stacked pages: a link opens its note as a column to the right, beside the one it stands in. Only those who have
// switched it on load this, on a wide screen. The address holds the stack, so that it can be sent and gone back from.

import { COLUMN_CLOSE, say } from "./words.js";

const root = document.documentElement;

/** @typedef {typeof import("./previews.js") & typeof import("./preview_content.js")} Modules */
/** @typedef {Pick<Modules, "noteLink" | "pageAt" | "endPreview">} Tools given, so that they are loaded once */

export class Stack {
  /** @param {Tools} tools @param {URL} base the root of the site */
  constructor(tools, base) {
    this.tools = tools;
    this.base = base;
    /** @type {HTMLElement[]} */
    this.columns = [];
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = new URL("../stacked.css", import.meta.url).href;
    document.head.append(style);
    // In capture: with instant navigation, Material would follow the link.
    document.addEventListener("click", (event) => this.clicked(event), true);
    addEventListener("popstate", () => this.columns.length && this.restore());
  }

  /** Makes the page the first column, unless it is; those that the address names come beside it. */
  start() {
    const article = document.querySelector(".md-content > article:has(.reading)");
    if (!(article instanceof HTMLElement)) return;
    root.setAttribute("data-stack", "");
    this.makeColumn(article, location.origin + location.pathname);
    this.columns = [article];
    this.restore();
  }

  stop() {
    this.cut(1);
    const [article] = this.columns.splice(0);
    article?.classList.remove("stack-page");
    article?.querySelector(".stack-spine")?.remove();
    root.removeAttribute("data-stack");
  }

  /** @param {HTMLElement} article @param {string} address */
  makeColumn(article, address) {
    const title = article.querySelector("h1")?.textContent?.trim() ?? "";
    const spine = document.createElement("button");
    spine.type = "button";
    spine.className = "stack-spine";
    spine.textContent = title;
    spine.addEventListener("click", () => this.show(article));
    article.classList.add("stack-page");
    article.dataset.address = address;
    article.prepend(spine);
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const isPlain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    const target = event.target instanceof Node ? event.target : null;
    const from = this.columns.findIndex((column) => column.contains(target));
    const link = this.tools.noteLink(event.target, true);
    if (!link || !isPlain || from < 0 || link.matches(".footnote-ref")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.tools.endPreview();
    this.open(link, from);
  }

  /** Opens the note of *link* behind column number *from*, unless it is open; what is no note is gone to. @param {HTMLAnchorElement} link @param {number} from */
  async open(link, from) {
    const address = link.href.split("#")[0] ?? "";
    let column = this.columns.find((open) => open.dataset.address === address);
    if (!column) {
      column = await this.added(address, from + 1);
      if (!column) return location.assign(link.href);
      history.pushState(null, "", this.address());
    }
    this.show(column, decodeURIComponent(link.hash.slice(1)));
  }

  /** The note at *address* as column number *place*, instead of all from there on. @param {string} address @param {number} place */
  async added(address, place) {
    const page = await this.tools.pageAt(address);
    const found = page?.querySelector("article:has(.reading)");
    if (!found) return undefined;
    this.cut(place);
    const column = /** @type {HTMLElement} */ (document.importNode(found, true));
    const title = column.querySelector("h1")?.textContent?.trim();
    settle(column, address, `s${place}-`);
    this.makeColumn(column, address);
    const close = document.createElement("button");
    close.type = "button";
    close.className = "stack-close";
    close.textContent = "×";
    close.setAttribute("aria-label", say(COLUMN_CLOSE, { title: title ?? "" }));
    close.addEventListener("click", () => {
      const before = this.columns[place - 1];
      this.cut(place);
      history.pushState(null, "", this.address());
      if (before) this.show(before);
    });
    column.querySelector(".stack-spine")?.after(close);
    column.style.setProperty("--place", String(place));
    this.columns.push(column);
    this.columns[place - 1]?.after(column);
    return column;
  }

  /** @param {number} place */
  cut(place) {
    for (const column of this.columns.splice(place)) column.remove();
  }

  /** Brings the columns to what the address names. */
  async restore() {
    const named = new URL(location.href).searchParams.getAll("stack").map((path) => new URL(path, this.base).href);
    const wanted = named.filter((address) => address.startsWith(this.base.href));
    const open = this.columns.slice(1).map((column) => column.dataset.address);
    const same = wanted.findIndex((address, place) => open[place] !== address);
    this.cut(1 + (same < 0 ? wanted.length : same));
    for (const address of wanted.slice(this.columns.length - 1)) await this.added(address, this.columns.length);
    const last = this.columns.at(-1);
    if (last && wanted.length) this.show(last);
  }

  address() {
    const address = new URL(location.href);
    address.search = address.hash = "";
    for (const { dataset } of this.columns.slice(1))
      address.searchParams.append("stack", dataset.address?.slice(this.base.href.length) ?? "");
    return address.href;
  }

  /** Brings *column* into view, the one before it beside it, and gives it the focus. @param {HTMLElement} column @param {string} [hash] */
  show(column, hash) {
    const place = this.columns.indexOf(column);
    const around = column.parentElement;
    const named = hash && column.querySelector(`[id="${CSS.escape(place ? `s${place}-${hash}` : hash)}"]`);
    const goal = named || column.querySelector("h1");
    if (!around || !(goal instanceof HTMLElement)) return;
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const left = (place + 1) * column.offsetWidth - around.clientWidth;
    goal.tabIndex = -1;
    goal.focus({ preventScroll: true });
    column.scrollTo({ top: named ? goal.offsetTop : 0 });
    around.scrollTo({ left: Math.max(0, left), behavior: isCalm ? "auto" : "smooth" });
  }
}

/**
 * Makes *article*, which comes from the page at *address*, a part of this one: ids of its own, addresses whole.
 * @param {Element} article
 * @param {string} address
 * @param {string} prefix
 */
function settle(article, address, prefix) {
  for (const found of article.querySelectorAll("script, .reading, .md-content__button, iframe")) found.remove();
  // Regions of the page: those of each column would have the same names.
  for (const found of article.querySelectorAll("section")) for (const name of ["aria-labelledby", "aria-label"]) found.removeAttribute(name);
  for (const found of article.querySelectorAll("*")) {
    for (const name of ["id", "for", "aria-labelledby"]) {
      const value = found.getAttribute(name);
      if (value) found.setAttribute(name, prefix + value);
    }
    for (const name of ["href", "src"]) {
      const value = found.getAttribute(name);
      if (value !== null) found.setAttribute(name, new URL(value, address).href);
    }
  }
}

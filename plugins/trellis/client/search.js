// The door to search: a link to all notes becomes the button of a dialog, which is loaded when a reader means to use it.

const door = /** @type {HTMLAnchorElement | null} */ (document.querySelector("a.search-open"));

/** @param {HTMLAnchorElement} link */
function open(link) {
  // Taken down at once: with instant navigation the page moves away from the address that this is relative to.
  const index = new URL(link.dataset.index ?? "search/", location.href).href;
  const settings = { index, list: link.href, marks: "highlight" in link.dataset };
  /** @type {Promise<import("./search_dialog.js").SearchDialog> | undefined} */
  let dialog;
  const load = () => (dialog ??= import("./search_dialog.js").then((found) => found.searchDialog(settings)));
  const show = async () => {
    const typed = listen();
    try {
      (await load()).show(typed());
    } catch {
      typed();
      location.href = settings.list; // such as from a disk, where browsers load no modules
    }
  };

  link.setAttribute("role", "button");
  link.setAttribute("aria-haspopup", "dialog");
  link.setAttribute("aria-keyshortcuts", "/ Control+K");
  for (const intent of ["pointerenter", "focus", "touchstart"])
    link.addEventListener(intent, () => void load().catch(() => {}), { once: true, passive: true });
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    void show();
  });
  link.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    void show();
  });
  window.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || !asks(event)) return;
    event.preventDefault();
    void show();
  });
}

/** Takes down what is typed before there is a field for it. @returns {() => string} what it was, and an end of it */
function listen() {
  let typed = "";
  /** @param {KeyboardEvent} event */
  const press = (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.key.length > 1) return;
    typed += event.key;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  window.addEventListener("keydown", press, true);
  return () => {
    window.removeEventListener("keydown", press, true);
    return typed;
  };
}

/** Whether a key asks for search. @param {KeyboardEvent} event */
function asks(event) {
  const { key, ctrlKey, metaKey, altKey, target } = event;
  if ((ctrlKey || metaKey) && !altKey && key.toLowerCase() === "k") return true;
  if (ctrlKey || metaKey || altKey || !["/", "s", "f"].includes(key)) return false;
  const writes = "input, textarea, select, [contenteditable], [role=application], dialog";
  return !(target instanceof Element && target.closest(writes));
}

/** Marks in the page what the reader has searched for. */
function mark() {
  const words = new URLSearchParams(location.search).get("h");
  if (words) void import("./search_marks.js").then((found) => found.markWords(words)).catch(() => {});
}

if (door) {
  open(door);
  if ("highlight" in door.dataset) {
    /** @type {{ document$?: { subscribe: (next: () => void) => void } }} */
    const material = /** @type {any} */ (window);
    if (material.document$) material.document$.subscribe(mark);
    else mark();
  }
}

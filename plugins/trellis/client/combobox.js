// A field that offers what fits while one types, as the ARIA Authoring Practices say: a combobox with a list, of which
// nothing is taken until the reader takes it.

/** What can be taken. @template T @typedef {{ value: T, label: string, detail: string }} Option */

/**
 * @template T
 * @param {HTMLInputElement} input
 * @param {HTMLElement} list
 * @param {(typed: string) => { options: Option<T>[], more: string }} search what fits, and words on what is left out
 * @param {(value: T) => void} take
 */
export function combobox(input, list, search, take) {
  /** @type {Option<T>[]} */
  let options = [];
  let active = -1;

  /** @param {number} number */
  const activate = (number) => {
    active = number;
    [...list.querySelectorAll("[role=option]")].forEach((item, place) => {
      item.setAttribute("aria-selected", String(place === active));
      if (place === active) item.scrollIntoView({ block: "nearest" });
    });
    if (active < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", `${list.id}-${active}`);
  };

  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    activate(-1);
  };

  const open = () => {
    const { options: found, more } = search(input.value);
    options = found;
    list.replaceChildren(...options.map((option, number) => drawn(option, `${list.id}-${number}`)));
    if (more) list.append(hint(more));
    list.hidden = !list.childElementCount;
    input.setAttribute("aria-expanded", String(!list.hidden));
    activate(-1);
  };

  /** @param {number} number */
  const choose = (number) => {
    const option = options[number];
    if (!option) return;
    input.value = option.label;
    close();
    take(option.value);
  };

  /** @param {number} step */
  const move = (step) => {
    if (list.hidden) open();
    const rows = options.length + 1; // from the last one on to the field, and from there to the first
    if (options.length) activate(((active + 1 + step + rows) % rows) - 1);
  };

  input.addEventListener("input", open);
  input.addEventListener("blur", close);
  input.addEventListener("click", () => list.hidden && open());
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" && event.altKey) open();
    else if (event.key === "ArrowUp" && event.altKey) close();
    else if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter" && active >= 0) choose(active);
    else if (event.key === "Escape" && !list.hidden) close();
    else if (event.key === "Escape") input.value = "";
    else return;
    event.preventDefault();
  });
  // The field keeps the focus, so that it does not close before the click comes.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const item = event.target instanceof Element ? event.target.closest("[role=option]") : null;
    if (item) choose([...list.querySelectorAll("[role=option]")].indexOf(item));
  });
}

/** @param {Option<any>} option @param {string} id */
function drawn({ label, detail }, id) {
  const item = document.createElement("li");
  item.id = id;
  item.setAttribute("role", "option");
  item.append(label);
  if (detail) {
    const more = document.createElement("span");
    more.className = "connect-detail";
    more.textContent = detail;
    item.append(" ", more);
  }
  return item;
}

/** @param {string} words */
function hint(words) {
  const item = document.createElement("li");
  item.className = "connect-hint";
  item.setAttribute("role", "presentation");
  item.textContent = words;
  return item;
}

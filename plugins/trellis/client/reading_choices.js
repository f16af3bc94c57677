// What readers choose for themselves: buttons that are pressed or not, remembered by this browser.

const root = document.documentElement;

/** @param {string} choice */
export const isOn = (choice) => root.hasAttribute(`data-${choice}`);

/** @param {string} choice @param {boolean} on */
export function choose(choice, on) {
  root.toggleAttribute(`data-${choice}`, on);
  try {
    if (on) localStorage.setItem(`trellis:${choice}`, "on");
    else localStorage.removeItem(`trellis:${choice}`);
  } catch {
    // A private window: it lasts as long as the page.
  }
  showChoices();
}

/** Brings the buttons of this page to what is chosen. */
export function showChoices() {
  for (const button of document.querySelectorAll("[data-choice]"))
    if (button instanceof HTMLElement) button.setAttribute("aria-pressed", String(isOn(button.dataset.choice ?? "")));
}

/** @param {() => void} chosen is told of every press */
export function startChoices(chosen) {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-choice]") : null;
    if (!(button instanceof HTMLElement) || !button.dataset.choice) return;
    choose(button.dataset.choice, !isOn(button.dataset.choice));
    chosen();
  });
  document.addEventListener("keydown", (event) => {
    const isSearching = document.querySelector("#__search:checked, dialog[open]");
    if (event.key !== "Escape" || event.defaultPrevented || isSearching || !isOn("reader")) return;
    choose("reader", false);
    chosen();
    const button = document.querySelector('[data-choice="reader"]');
    if (button instanceof HTMLElement) button.focus();
  });
}

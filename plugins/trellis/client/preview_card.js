// The card that shows a preview beside its link. It stays while the pointer is on the link or on the card, or the link
// has the focus; `Esc` closes it.

const GAP = 8;
const MARGIN = 12;

/** @type {{ card: HTMLElement, link: HTMLElement } | undefined} */
let open;

/** The link whose card is open. */
export const openLink = () => open?.link;

/** Whether *node* is in the open card. @param {EventTarget | null} node */
export const isInCard = (node) => node instanceof Node && !!open?.card.contains(node);

export function close() {
  open?.link.removeAttribute("aria-describedby");
  open?.card.remove();
  open = undefined;
}

/**
 * Opens a card for *link*, near the point of the page where it is asked for.
 * @param {HTMLElement} link
 * @param {string} title
 * @param {Element[]} parts
 * @param {number} [y]
 */
export function show(link, title, parts, y) {
  close();
  const card = document.createElement("div");
  card.className = "preview-card md-typeset";
  card.id = "__preview";
  card.setAttribute("role", "tooltip");
  if (title) {
    const heading = document.createElement("p");
    heading.className = "preview-title";
    heading.textContent = title;
    card.append(heading);
  }
  card.append(...parts);
  document.body.append(card);
  link.setAttribute("aria-describedby", card.id);
  open = { card, link };
  place(card, link, y);
}

/** Below the line of the link, or above it where there is more room. @param {HTMLElement} card @param {HTMLElement} link @param {number} [y] */
function place(card, link, y) {
  const lines = [...link.getClientRects()];
  const line = lines.find((each) => y !== undefined && each.top <= y && y <= each.bottom) ?? lines[0];
  if (!line) return close();
  const { clientWidth, clientHeight } = document.documentElement;
  const below = clientHeight - line.bottom;
  const isAbove = below < card.offsetHeight + GAP + MARGIN && line.top > below;
  const room = (isAbove ? line.top : below) - GAP - MARGIN;
  card.style.maxHeight = `${Math.min(room, card.offsetHeight)}px`;
  const left = Math.max(MARGIN, Math.min(line.left, clientWidth - card.offsetWidth - MARGIN));
  const top = isAbove ? line.top - GAP - card.offsetHeight : line.bottom + GAP;
  card.style.left = `${left + scrollX}px`;
  card.style.top = `${top + scrollY}px`;
}

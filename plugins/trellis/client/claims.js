// The claim that is being played: the paragraph or item with the last timestamp before the time of the player.

/** The film a link leads to. @param {HTMLAnchorElement} link @returns {import("./player.js").Film} */
export const filmOf = (link) => ({
  service: link.dataset.service ?? "youtube",
  video: link.dataset.video ?? new URL(link.href).searchParams.get("v") ?? "",
});

/** The timestamps of *film* on the page. @param {import("./player.js").Film} film */
const timestamps = (film) =>
  [...document.querySelectorAll("article a.timestamp[data-t]")].flatMap((link) => {
    if (!(link instanceof HTMLAnchorElement)) return [];
    const { service, video } = filmOf(link);
    return service === film.service && video === film.video ? [{ link, second: Number(link.dataset.t) }] : [];
  });

/** What the page calls *film*: its name in the list of sources, or the title of the page. @param {import("./player.js").Film} film */
export const titleOf = (film) => {
  const row = timestamps(film).flatMap(({ link }) => link.closest(".citations li") ?? [])[0];
  return (row?.querySelector(".citation-title") ?? document.querySelector("article h1"))?.textContent;
};

/** Takes away all marks but those of *kept*. @param {Set<Element>} kept */
export function unmark(kept = new Set()) {
  for (const claim of document.querySelectorAll("[data-playing]")) {
    if (kept.has(claim)) continue;
    claim.removeAttribute("aria-current");
    claim.removeAttribute("data-playing");
  }
}

/**
 * Marks what is said at this second of *film*.
 * @param {import("./player.js").Film} film
 * @param {number} time
 */
export function mark(film, time) {
  // Those in the list of sources stand for no claim.
  const all = timestamps(film).filter(({ link }) => !link.closest(".citations"));
  // Players stop at a frame near the second that was asked for.
  const last = Math.max(...all.map(({ second }) => second).filter((second) => second <= time + 0.5));
  const said = all.filter(({ second }) => second === last);
  const claims = new Set(said.map(({ link }) => link.closest("p, li, dd, td") ?? link));
  unmark(claims);
  for (const claim of claims) {
    claim.setAttribute("aria-current", "true");
    claim.setAttribute("data-playing", "");
  }
}

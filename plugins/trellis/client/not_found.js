// The page for addresses that lead nowhere: notes that may have been meant.

import { decoded, likely } from "./likely.js";

const section = /** @type {HTMLElement | null} */ (document.querySelector(".not-found"));

/** @param {HTMLElement} section */
async function suggest(section) {
  const { base = "/", names = "" } = section.dataset;
  const root = base.endsWith("/") ? base : `${base}/`;
  const here = location.pathname;
  const answer = await fetch(names);
  if (!answer.ok) return;
  /** @type {{ titles: string[], urls: (string | null)[], aliases: Record<string, string[]> }} */
  const known = await answer.json();
  const notes = known.urls.flatMap((url, node) =>
    url === null ? [] : [{ url, title: known.titles[node] ?? "", others: known.aliases[node] ?? [] }],
  );
  const found = likely(here.startsWith(root) ? here.slice(root.length) : here.slice(1), notes);
  section.querySelector("ul")?.append(
    ...found.map((note) => {
      const row = document.createElement("li");
      const link = document.createElement("a");
      link.href = root + note.url;
      link.textContent = note.title;
      // Notes of the same name are told apart by where they are.
      const place = document.createElement("p");
      place.textContent = decoded(note.url).replace(/\/$/, "");
      row.append(link, place);
      return row;
    }),
  );
  section.hidden = !found.length;
}

// Without an answer the page is what it was: nothing on it waits for one.
if (section) suggest(section).catch(() => {});

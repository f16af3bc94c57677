// Leads on from the page of a random note to one: each is as likely as any other.

import { TreeFiles } from "./tree_files.js";

/** The address of the note with this *number* in and beneath *folder*. @param {TreeFiles} files @param {import("./tree_files.js").Folder} folder @param {number} number @returns {Promise<string>} */
async function noteAt(files, folder, number) {
  const { folders, notes } = await files.opened(folder);
  for (const inner of folders) {
    if (number < inner.count) return noteAt(files, inner, number);
    number -= inner.count;
  }
  return notes[2 * number + 1] ?? "";
}

async function leave() {
  const first = document.querySelector("[data-random]");
  if (!(first instanceof HTMLElement)) return;
  const files = new TreeFiles(first.dataset.random ?? "");
  const root = await files.root();
  const url = await noteAt(files, root, Math.floor(Math.random() * root.count));
  // Going back leads to where the reader came from.
  location.replace(files.address(url));
}

// From a disk, browsers load no data: the notes on the page are random enough.
leave().catch(() => {});

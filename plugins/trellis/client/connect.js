// The page “From A to B”: two notes are picked, and the shortest path that explains how they are connected is shown.

import { Notes } from "./connect_notes.js";
import { ConnectPage } from "./connect_page.js";
import { mayLoad, OnDiskError } from "./on_disk.js";
import { part } from "./part.js";
import { fetched } from "./said.js";

const NOT_LOADED =
  "The list of notes could not be loaded, so no path can be looked for. Load the page again, or start from a topic below.";

const FROM_DISK =
  "A page opened from a disk may not load the list of notes, so no path can be looked for. On the web it can; here, start from a topic below.";

async function start() {
  const root = document.querySelector(".connect");
  if (!(root instanceof HTMLElement) || root.dataset.ready) return;
  root.dataset.ready = "loading";
  const plain = part(document, ".connect-plain", HTMLElement);
  const status = part(root, ".connect-status", HTMLElement);
  plain.hidden = true;
  root.hidden = false;
  status.textContent = "Loading the notes …";
  try {
    mayLoad();
    const address = new URL(root.dataset.graph ?? "", document.baseURI);
    const page = new ConnectPage(root, new Notes(await fetched(address), address));
    part(root, "fieldset", HTMLFieldSetElement).disabled = false;
    page.read();
    root.dataset.ready = "yes";
  } catch (error) {
    if (!(error instanceof OnDiskError)) console.error(error);
    status.textContent = error instanceof OnDiskError ? FROM_DISK : NOT_LOADED;
    part(plain, ".connect-why", HTMLElement).hidden = true;
    plain.hidden = false;
  }
}

void start();

// The page “From A to B”: two notes are picked, and the shortest path that explains how they are connected is shown.

import { Notes } from "./connect_notes.js";
import { ConnectPage } from "./connect_page.js";
import { mayLoad, OnDiskError } from "./on_disk.js";
import { part } from "./part.js";
import { fetched } from "./said.js";
import { CONNECT_FAILED, CONNECT_LOADING, CONNECT_ON_DISK, say } from "./words.js";

async function start() {
  const root = document.querySelector(".connect");
  if (!(root instanceof HTMLElement) || root.dataset.ready) return;
  root.dataset.ready = "loading";
  const plain = part(document, ".connect-plain", HTMLElement);
  const status = part(root, ".connect-status", HTMLElement);
  plain.hidden = true;
  root.hidden = false;
  status.textContent = say(CONNECT_LOADING);
  try {
    mayLoad();
    const address = new URL(root.dataset.graph ?? "", document.baseURI);
    const page = new ConnectPage(root, new Notes(await fetched(address), address));
    part(root, "fieldset", HTMLFieldSetElement).disabled = false;
    page.read();
    root.dataset.ready = "yes";
  } catch (error) {
    if (!(error instanceof OnDiskError)) console.error(error);
    status.textContent = say(error instanceof OnDiskError ? CONNECT_ON_DISK : CONNECT_FAILED);
    part(plain, ".connect-why", HTMLElement).hidden = true;
    plain.hidden = false;
  }
}

void start();

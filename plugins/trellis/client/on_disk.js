// A page that was opened from a disk. Browsers load neither data nor modules for it, and asking would only fill the
// console.

import { ON_DISK, say } from "./words.js";

export const isOnDisk = location.protocol === "file:";

/** What is said instead. */
export class OnDiskError extends Error {
  constructor() {
    super(say(ON_DISK));
  }
}

/** Throws what is said, if the page was opened from a disk. */
export function mayLoad() {
  if (isOnDisk) throw new OnDiskError();
}

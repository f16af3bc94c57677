// A page that was opened from a disk. Browsers load neither data nor modules for it, and asking would only fill the
// console.

export const isOnDisk = location.protocol === "file:";

/** What is said instead. */
export class OnDiskError extends Error {
  constructor() {
    super("a page opened from a disk may not load it; on the web it is there");
  }
}

/** Throws what is said, if the page was opened from a disk. */
export function mayLoad() {
  if (isOnDisk) throw new OnDiskError();
}

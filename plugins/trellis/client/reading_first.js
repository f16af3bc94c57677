export {}; // it is put into another script, too

// What a reader has chosen, put on the page before it is drawn, so that nothing moves later. It is in the head of every
// note, where the page waits for it: so it does nothing else.

for (const choice of ["reader", "stacked"]) {
  try {
    document.documentElement.toggleAttribute(`data-${choice}`, localStorage.getItem(`trellis:${choice}`) === "on");
  } catch {
    // No storage: every page begins as it is.
  }
}

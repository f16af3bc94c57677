// Notes can be dragged, by mouse or finger. Whoever does so has not clicked.

/** @typedef {import("./explorer_picture.js").Picture} Picture */

/**
 * Returns whether the last thing a reader did to a note was to drag it.
 * @param {Picture} picture
 * @returns {() => boolean}
 */
export function followDragging(picture) {
  const { sigma, network } = picture;
  let node = -1;
  let moved = false;

  sigma.on("downNode", (event) => {
    node = Number(event.node);
    moved = false;
  });
  /** @param {{ x: number, y: number }} at @param {() => void} prevent */
  const move = (at, prevent) => {
    const dot = picture.dots[node];
    if (!dot) return;
    Object.assign(dot, sigma.viewportToGraph(at));
    moved = true;
    // Only what moves: to sort all of a large graph anew takes longer than a frame.
    sigma.refresh({
      partialGraph: { nodes: [String(node)], edges: network.edges(String(node)) },
      skipIndexation: true,
      schedule: true,
    });
    prevent();
  };
  sigma.on("moveBody", ({ event }) => {
    move(event, () => {
      event.preventSigmaDefault();
      event.original.preventDefault();
      event.original.stopPropagation();
    });
  });
  sigma.getTouchCaptor().on("touchmove", (event) => {
    const [touch] = event.touches;
    if (touch && event.touches.length === 1) move(touch, () => event.preventSigmaDefault());
  });
  const end = () => {
    if (node >= 0 && moved) sigma.scheduleRefresh();
    node = -1;
  };
  sigma.getMouseCaptor().on("mouseup", end);
  sigma.getTouchCaptor().on("touchup", end);
  return () => moved;
}

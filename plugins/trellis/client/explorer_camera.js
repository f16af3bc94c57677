// Where a reader looks in the picture.

/** Between the outermost notes and the edge. */
const MARGIN = 40;

/** How near to come at most: the part of the whole that is then in view. */
const NEAR = 0.15;

const START = { x: 0.5, y: 0.5, ratio: 1, angle: 0 };

export class Camera {
  /**
   * @param {import("sigma").default} sigma
   * @param {boolean} still whether to jump, for readers who do not want things to move
   */
  constructor(sigma, still) {
    this.sigma = sigma;
    this.still = still;
  }

  /** @param {Partial<typeof START>} where */
  go(where) {
    const camera = this.sigma.getCamera();
    if (this.still) camera.setState(where);
    else void camera.animate(where, { duration: 300 });
  }

  /** @param {number} factor more than 1 to come nearer */
  zoom(factor) {
    const camera = this.sigma.getCamera();
    this.go({ ratio: camera.getBoundedRatio(camera.ratio / factor) });
  }

  /** Back to where it was at first. */
  reset() {
    this.go(START);
  }

  /** So that all *nodes* are in view. @param {Iterable<number>} nodes */
  fit(nodes) {
    const box = this.box(nodes);
    if (!box) return this.reset();
    const { width, height } = this.sigma.getDimensions();
    const needed = Math.max(
      (box.right - box.left) / (width - 2 * MARGIN),
      (box.bottom - box.top) / (height - 2 * MARGIN),
    );
    const middle = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
    this.go({ ...this.sigma.viewportToFramedGraph(middle, { cameraState: START }), ratio: Math.max(needed, NEAR) });
  }

  /** To a note, if it is out of view. @param {number} node */
  visit(node) {
    const data = this.sigma.getNodeDisplayData(String(node));
    if (!data) return;
    const { width, height } = this.sigma.getDimensions();
    const { x, y } = this.sigma.framedGraphToViewport(data);
    if (x > 0 && y > 0 && x < width && y < height) return;
    this.go({ x: data.x, y: data.y });
  }

  /** Where *nodes* are when nothing is moved or zoomed. @param {Iterable<number>} nodes */
  box(nodes) {
    const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
    for (const node of nodes) {
      const data = this.sigma.getNodeDisplayData(String(node));
      if (!data) continue;
      const { x, y } = this.sigma.framedGraphToViewport(data, { cameraState: START });
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x);
      box.top = Math.min(box.top, y);
      box.bottom = Math.max(box.bottom, y);
    }
    return box.right >= box.left ? box : null;
  }
}

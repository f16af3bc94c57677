// How Sigma shall draw.

import { createEdgeCompoundProgram, createNodeCompoundProgram, EdgeLineProgram } from "sigma/rendering";
import { FormProgram } from "./explorer_program.js";

/** Links; with more, only those of a note are drawn, when it is pointed at, unless somebody asks. */
export const MANY = 20_000;

// Sigma adds its arrows and circles to what it is given, and to have the graphics card compile what is never drawn takes
// long. What is pointed at is drawn by `drawAround`.
const noEdges = createEdgeCompoundProgram([]);
const noNodes = createNodeCompoundProgram(/** @type {any} */ ([]));

/** What draws links; not among the settings, so that the browser can answer its reader before it is compiled. */
export const EDGES = { arrow: noEdges, line: EdgeLineProgram };

/**
 * @param {import("./explorer_picture.js").Picture} picture
 * @param {boolean} still for readers who do not want things to move
 */
export function settings(picture, still) {
  return {
    allowInvalidContainer: true,
    defaultDrawNodeHover: () => {},
    defaultEdgeType: "line",
    defaultNodeType: "form",
    edgeProgramClasses: { arrow: noEdges, line: noEdges },
    hideEdgesOnMove: picture.graph.links > MANY,
    inertiaDuration: still ? 1 : 200,
    maxCameraRatio: 3,
    minCameraRatio: 0.005,
    nodeHoverProgramClasses: { form: noNodes },
    nodeProgramClasses: { circle: noNodes, form: FormProgram },
    renderLabels: false,
    stagePadding: 30,
    zoomDuration: still ? 1 : 200,
  };
}

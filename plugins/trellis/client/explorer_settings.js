// How Sigma shall draw.

import { EdgeLineProgram } from "sigma/rendering";
import { FormProgram } from "./explorer_program.js";

/** Links; with more, only those of a note are drawn, when it is pointed at, unless somebody asks. */
export const MANY = 20_000;

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
    edgeProgramClasses: { line: EdgeLineProgram },
    hideEdgesOnMove: picture.graph.links > MANY,
    inertiaDuration: still ? 1 : 200,
    maxCameraRatio: 3,
    minCameraRatio: 0.005,
    nodeHoverProgramClasses: { form: FormProgram },
    nodeProgramClasses: { form: FormProgram },
    renderLabels: false,
    stagePadding: 30,
    zoomDuration: still ? 1 : 200,
  };
}

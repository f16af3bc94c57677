// Draws notes on the graphics card: one point each, cut to its form. One point costs a third of what the circles of
// Sigma cost, which are triangles.

import { NodeProgram } from "sigma/rendering";
import { floatColor } from "sigma/utils";

const VERTEX = /* glsl */ `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_position;
attribute float a_size;
attribute float a_form;
uniform float u_sizeRatio;
uniform float u_pixelRatio;
uniform mat3 u_matrix;
varying vec4 v_color;
varying float v_form;
varying float v_soft;

void main() {
  gl_Position = vec4((u_matrix * vec3(a_position, 1)).xy, 0, 1);
  gl_PointSize = a_size / u_sizeRatio * u_pixelRatio * 2.0;
  v_form = a_form;
  v_soft = 2.0 / max(gl_PointSize, 1.0);
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= 255.0 / 254.0;
}
`;

const FRAGMENT = /* glsl */ `
precision mediump float;
varying vec4 v_color;
varying float v_form;
varying float v_soft;

float outside(vec2 p) {
  if (v_form < 0.5) return length(p) - 0.85;
  if (v_form < 1.5) return (abs(p.x) + abs(p.y) - 1.0) * 0.7;
  if (v_form < 2.5) return max(abs(p.x), abs(p.y)) - 0.75;
  if (v_form < 3.5) return max(p.y - 0.75, 0.873 * abs(p.x) - 0.488 * (p.y + 0.95));
  if (v_form < 4.5) return max(-p.y - 0.75, 0.873 * abs(p.x) + 0.488 * (p.y - 0.95));
  #ifdef PICKING_MODE
  return length(p) - 0.85;
  #else
  return abs(length(p) - 0.675) - 0.175;
  #endif
}

void main() {
  float out_ = outside(gl_PointCoord * 2.0 - 1.0);
  #ifdef PICKING_MODE
  gl_FragColor = out_ <= v_soft ? v_color : vec4(0.0);
  #else
  gl_FragColor = v_color * (1.0 - smoothstep(-v_soft, v_soft, out_));
  #endif
}
`;

/** Milliseconds without a movement, after which the picture stands. */
const STANDS = 100;

/** @typedef {"u_sizeRatio" | "u_pixelRatio" | "u_matrix"} Uniform */

/** @extends {NodeProgram<Uniform>} */
export class FormProgram extends NodeProgram {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  later;

  getDefinition() {
    const { FLOAT, UNSIGNED_BYTE, POINTS } = WebGLRenderingContext;
    return {
      VERTICES: 1,
      VERTEX_SHADER_SOURCE: VERTEX,
      FRAGMENT_SHADER_SOURCE: FRAGMENT,
      METHOD: /** @type {0} */ (POINTS),
      UNIFORMS: /** @type {Uniform[]} */ (["u_sizeRatio", "u_pixelRatio", "u_matrix"]),
      ATTRIBUTES: [
        { name: "a_position", size: 2, type: FLOAT },
        { name: "a_size", size: 1, type: FLOAT },
        { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_form", size: 1, type: FLOAT },
      ],
    };
  }

  /**
   * @param {number} id
   * @param {number} at
   * @param {import("sigma/types").NodeDisplayData & { form?: number }} data
   */
  processVisibleItem(id, at, data) {
    this.array.set([data.x, data.y, data.size, floatColor(data.color), id, data.form ?? 0], at);
  }

  /**
   * While the picture moves, nobody points at a note in it; so it is drawn once, and not again to be pointed at, until
   * it stands.
   * @param {import("sigma/types").RenderParams} params
   */
  render(params) {
    const { renderer, pickProgram } = this;
    const moves = renderer.getCamera().isAnimated() || renderer.getMouseCaptor().isMoving;
    if (moves) this.pickProgram = null;
    super.render(params);
    this.pickProgram = pickProgram;
    clearTimeout(this.later);
    if (moves) this.later = setTimeout(() => renderer.scheduleRender(), STANDS);
  }

  kill() {
    clearTimeout(this.later);
    super.kill();
  }

  /**
   * @param {import("sigma/types").RenderParams} params
   * @param {import("sigma/rendering").ProgramInfo<Uniform>} info
   */
  setUniforms({ sizeRatio, pixelRatio, matrix }, { gl, uniformLocations }) {
    gl.uniform1f(uniformLocations.u_pixelRatio, pixelRatio);
    gl.uniform1f(uniformLocations.u_sizeRatio, sizeRatio);
    gl.uniformMatrix3fv(uniformLocations.u_matrix, false, matrix);
  }
}

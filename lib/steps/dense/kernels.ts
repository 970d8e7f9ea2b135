/**
 * The arithmetic of the step on one memory. Addresses and strides are bytes, counts are floats or rows; a panel
 * is 32 columns. Positional numbers, because that is what a WebAssembly function takes. Formulas and the order
 * of every sum: lib/backend/assembly/denseStep.ts and, readable, plainKernels.ts.
 */
export interface Kernels {
  /** y[r] += Σ_k x[r][k]·w[k] for one panel. */
  forward(
    x: number,
    xStride: number,
    w: number,
    count: number,
    y: number,
    yStride: number,
    rows: number,
  ): void;
  /** dx[r][k] = gate[r][k]·Σ_j w[k][j]·delta[r][j] over all panels, `count` inputs; gate 0: none. */
  backward(
    delta: number,
    deltaStride: number,
    w: number,
    panels: number,
    panelStride: number,
    count: number,
    dx: number,
    dxStride: number,
    gate: number,
    rows: number,
    lanes: number,
  ): void;
  /** AdamW with the gradient Σ_r x[r][k]·delta[r][j] built on the fly, `count` rows of one panel. */
  update(
    x: number,
    xStride: number,
    delta: number,
    deltaStride: number,
    rows: number,
    w: number,
    m: number,
    v: number,
    count: number,
    constants: number,
  ): void;
  /** values[r] *= the float at `factor`, one panel. */
  scale(values: number, stride: number, rows: number, factor: number): void;
  /** values[r] = 0, one panel. */
  clear(values: number, stride: number, rows: number): void;
  /** out = mask·gelu(z), gate = mask·gelu′(z), one panel; mask 0: all ones. One stride for all four. */
  activate(z: number, mask: number, out: number, gate: number, stride: number, rows: number): void;
  /** LayerNorm of one row: hat, out = gamma·hat + beta, and 1/√(variance + 1e-5) as a float64. */
  normalise(z: number, count: number, affine: number, hat: number, out: number, inverse: number): void;
  /** Gradient of `normalise` with respect to z. */
  normaliseBackward(
    dy: number,
    count: number,
    affine: number,
    hat: number,
    inverse: number,
    dz: number,
  ): void;
  /** dgamma[j] = Σ_r dy[r][j]·hat[r][j] and dbeta[j] = Σ_r dy[r][j], one panel. */
  affineGradient(dy: number, hat: number, stride: number, rows: number, dgamma: number, dbeta: number): void;
  /** out[s][b] = a[s]·rows[b] in float64 for `size` (up to 4) rows a. */
  dots(
    size: number,
    a: number,
    rows: number,
    stride: number,
    rowCount: number,
    count: number,
    out: number,
  ): void;
  /** out[0] = Σ xx[a][b]·dd[a][b], out[1] = Σ dd[a][b], a in start…end−1, b in 0…end−1; b < start counts twice. */
  pairs(xx: number, dd: number, start: number, end: number, out: number): void;
  /** out[0] = Σ (after − before)², out[1] = Σ before², float64. */
  moved(before: number, after: number, count: number, out: number): void;
  /** a, b and c read and written once, in place, each a tiny bit changed. */
  stream(a: number, b: number, c: number, count: number): void;
  /** Copies `count` floats. */
  copy(from: number, to: number, count: number): void;
}

/** Columns of one panel: every width is padded to a multiple of it. */
export const PANEL = 32;

/** Bytes of one row of a panel. */
export const PANEL_BYTES = 4 * PANEL;

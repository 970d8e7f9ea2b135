import { type HeadLayer } from "../dense/headLayers";
import { type Operations } from "./operations";

/** What the nodes of a layer are built with. */
export interface LayerContext {
  readonly ops: Operations;
  /** A parameter's value, by name. */
  readonly value: (parameter: string) => string;
  /** The factor that stored weights still lack, see `GraphStep`. */
  readonly scale: string;
}

/** The nodes of one layer that its backward pass and its gradients need; B rows each. */
export interface LayerNodes {
  readonly layer: HeadLayer;
  /** What comes in, [B, inputs]. */
  readonly x: string;
  /** Absent without LayerNorm: normalised rows, and 1 / √(variance + 1e-5) of each. */
  readonly norm?: { readonly name: string; readonly hat: string; readonly inverse: string };
  /** Absent without GELU: its input z, Φ(z), and the dropout multipliers. */
  readonly gelu?: { readonly z: string; readonly phi: string; readonly mask: string };
  /** What goes out, [B, outputs]. */
  readonly output: string;
}

/** Linear layer, LayerNorm if there is one, GELU and dropout where the layer has a dropout site. */
export function layerForward(context: LayerContext, layer: HeadLayer, x: string): LayerNodes {
  const { ops, value, scale } = context;
  const product = ops.matMul(ops.multiply(x, scale), value(`${layer.name}.weight`));
  const linear = ops.addBias(product, ops.multiply(value(`${layer.name}.bias`), scale));
  const normed = layer.norm === undefined ? undefined : normForward(context, layer.norm, linear);
  const z = normed?.output ?? linear;
  const norm = normed === undefined ? {} : { norm: normed };
  if (layer.site === undefined) return { layer, x, ...norm, output: z };
  const root = ops.constant(Math.SQRT1_2);
  const phi = ops.multiply(ops.add(ops.erf(ops.multiply(z, root)), ops.constant(1)), ops.constant(0.5));
  const mask = ops.placeholder(`mask.${layer.site}`, undefined);
  const output = ops.multiply(ops.multiply(z, phi), mask);
  return { layer, x, ...norm, gelu: { z, phi, mask }, output };
}

function normForward({ ops, value, scale }: LayerContext, name: string, x: string) {
  const centred = ops.subtract(x, ops.mean(x, [1], true));
  const variance = ops.mean(ops.square(centred), [1], true); // [B, 1]
  const inverse = ops.divide(ops.constant(1), ops.sqrt(ops.add(variance, ops.constant(1e-5))));
  const hat = ops.multiply(centred, inverse);
  const gain = ops.multiply(value(`${name}.weight`), scale);
  const shift = ops.multiply(value(`${name}.bias`), scale);
  return { name, hat, inverse, output: ops.add(ops.multiply(hat, gain), shift) };
}

/** Slopes of the loss, B rows each: behind the linear layer, and behind the LayerNorm if there is one. */
export interface LayerSlopes {
  readonly linear: string;
  readonly norm?: string;
}

/** The slopes of a layer from those by its output. GELU's derivative is Φ(z) + z φ(z). */
export function layerBackward(context: LayerContext, nodes: LayerNodes, slope: string): LayerSlopes {
  const { ops } = context;
  const before = nodes.gelu === undefined ? slope : geluBackward(ops, nodes.gelu, slope);
  if (nodes.norm === undefined) return { linear: before };
  return { linear: normBackward(context, nodes.norm, before), norm: before };
}

function geluBackward(
  ops: Operations,
  { z, phi, mask }: NonNullable<LayerNodes["gelu"]>,
  slope: string,
): string {
  const bell = ops.exp(ops.multiply(ops.square(z), ops.constant(-0.5)));
  const density = ops.multiply(bell, ops.constant(1 / Math.sqrt(2 * Math.PI)));
  const derivative = ops.add(phi, ops.multiply(z, density));
  return ops.multiply(ops.multiply(slope, mask), derivative);
}

/** With d = slope ∘ gain: (d − mean(d) − x̂ mean(d ∘ x̂)) / √variance, row by row. */
function normBackward(
  { ops, value, scale }: LayerContext,
  { name, hat, inverse }: NonNullable<LayerNodes["norm"]>,
  slope: string,
): string {
  const d = ops.multiply(slope, ops.multiply(value(`${name}.weight`), scale));
  const along = ops.multiply(hat, ops.mean(ops.multiply(d, hat), [1], true));
  const rest = ops.subtract(ops.subtract(d, ops.mean(d, [1], true)), along);
  return ops.multiply(rest, inverse);
}

/** The slope by a layer's input, [B, inputs]. */
export function inputSlope(
  { ops, value, scale }: LayerContext,
  { layer }: LayerNodes,
  slopes: LayerSlopes,
): string {
  const scaled = ops.multiply(slopes.linear, scale);
  return ops.matMul(scaled, value(`${layer.name}.weight`), { b: true });
}

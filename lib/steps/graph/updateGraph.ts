import { ADAM } from "../optimizers";
import { type KeptRows } from "./keptRows";
import { type Operations } from "./operations";

/** A parameter's gradient: Σ g² before clipping, and g times a factor. */
interface Gradient {
  readonly parameter: string;
  readonly squares: string;
  readonly scaledBy: (factor: string) => string;
}

/**
 * Clip and AdamW over all kept rows. Fetch `gradientNorm`: with it the update has been made. Feeds: the rows, `rate`
 * and `epsilon` of `applyAdam`. `gradientNorm.<parameter>` is that of one parameter; both are before clipping.
 */
export function addUpdate(ops: Operations, rows: readonly KeptRows[], clipNorm: number): void {
  const gradients = rows.flatMap((kept) => [weightGradient(ops, kept), biasGradient(ops, kept)]);
  for (const { parameter, squares } of gradients) ops.named(`gradientNorm.${parameter}`, ops.sqrt(squares));
  const norm = ops.sqrt(gradients.map(({ squares }) => squares).reduce(ops.add));
  const most = ops.divide(ops.constant(clipNorm), ops.add(norm, ops.constant(1e-6)));
  const clip = ops.minimum(ops.constant(1), most);
  const constants = {
    rate: ops.placeholder("rate", []),
    epsilon: ops.placeholder("epsilon", []),
    beta1: ops.constant(ADAM.beta1),
    beta2: ops.constant(ADAM.beta2),
    zero: ops.constant(0),
  };
  const updates = gradients.map(({ parameter, scaledBy }) =>
    ops.applyAdam(
      [`weights.${parameter}`, `first.${parameter}`, `second.${parameter}`],
      scaledBy(clip),
      constants,
    ),
  );
  ops.named("gradientNorm", norm, updates);
}

/**
 * xᵀδ of a matrix, made once and already scaled: its squares come from ‖xᵀδ‖² = Σ (x xᵀ) ∘ (δ δᵀ), which for a few
 * rows is a hundredth of the work. Σ x̂ ∘ δ over the rows for a LayerNorm's gain.
 */
function weightGradient(ops: Operations, { block, kind, x, slope }: KeptRows): Gradient {
  const parameter = `${block}.weight`;
  if (kind === "norm") return vectorGradient(ops, parameter, ops.sum(ops.multiply(x, slope), [0]));
  const gram = (rows: string): string => ops.matMul(rows, rows, { b: true }); // [B, B]
  return {
    parameter,
    squares: ops.innerProduct(gram(x), gram(slope)),
    scaledBy: (factor) => ops.matMul(x, ops.multiply(slope, factor), { a: true }),
  };
}

/** Σ δ over the rows. */
function biasGradient(ops: Operations, { block, slope }: KeptRows): Gradient {
  return vectorGradient(ops, `${block}.bias`, ops.sum(slope, [0]));
}

function vectorGradient(ops: Operations, parameter: string, gradient: string): Gradient {
  return {
    parameter,
    squares: ops.innerProduct(gradient, gradient),
    scaledBy: (factor) => ops.multiply(gradient, factor),
  };
}

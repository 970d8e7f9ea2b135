import { type Parameter } from "../model/parameters";
import { type Operations } from "./operations";

/** The variables that each parameter has: `<part>.<parameter>` in the graph. */
export const PARTS = ["weights", "first", "second"] as const;

/**
 * The variables, and the ways in and out of them. Feed `load.<part>.<parameter>` and fetch `loaded.<part>.<parameter>`
 * to write one. Fetch `save.<part>.<parameter>` to read one, weights with `scale` fed: the true ones are scale × those
 * stored. Fetch `folded` with `scale` fed to multiply the stored ones by it.
 */
export function addState(ops: Operations, parameters: readonly Parameter[], scale: string): void {
  const one = ops.constant(1);
  const folds = parameters.map(({ name, shape }) => {
    for (const part of PARTS) {
      const id = `${part}.${name}`;
      const handle = ops.variable(id, shape);
      const load = ops.assign(handle, ops.placeholder(`load.${id}`, shape));
      ops.named(`loaded.${id}`, one, [load]);
      ops.named(`save.${id}`, part === "weights" ? ops.multiply(ops.read(handle), scale) : ops.read(handle));
    }
    const weights = `weights.${name}`;
    return ops.assign(weights, ops.multiply(ops.read(weights), scale));
  });
  ops.named("folded", one, folds);
}

/**
 * L2 norms of one update, by parameter: feed `before.<parameter>`, its weights before the update, and `scale`;
 * `weightNorm.<parameter>` is their norm, `updateNorm.<parameter>` that of the change since.
 */
export function addEvidence(ops: Operations, parameters: readonly Parameter[], scale: string): void {
  for (const { name, shape } of parameters) {
    const before = ops.placeholder(`before.${name}`, shape);
    const change = ops.subtract(ops.multiply(ops.read(`weights.${name}`), scale), before);
    ops.named(`weightNorm.${name}`, ops.sqrt(ops.innerProduct(before, before)));
    ops.named(`updateNorm.${name}`, ops.sqrt(ops.innerProduct(change, change)));
  }
}

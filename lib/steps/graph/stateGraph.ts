import { type Parameter } from "../../model/parameters";
import { type Operations } from "./operations";

/** The variables that each parameter has: `<part>.<parameter>` in the graph. */
export const PARTS = ["weights", "first", "second"] as const;

/**
 * The variables, and the ways in and out of them. Fetch `loaded` with all `load.<part>.<parameter>` fed to write them.
 * Fetch `save.<part>.<parameter>` to read one, weights with `scale` fed: the true ones are scale × those stored. Fetch
 * `folded` with `scale` fed to multiply the stored ones by it.
 */
export function addState(ops: Operations, parameters: readonly Parameter[], scale: string): void {
  const one = ops.constant(1);
  const loads = parameters.flatMap(({ name, shape }) =>
    PARTS.map((part) => {
      const id = `${part}.${name}`;
      const handle = ops.variable(id, shape);
      ops.named(`save.${id}`, part === "weights" ? ops.multiply(ops.read(handle), scale) : ops.read(handle));
      return ops.assign(handle, ops.placeholder(`load.${id}`, shape));
    }),
  );
  ops.named("loaded", one, loads);
  const folds = parameters.map(({ name }) => {
    const handle = `weights.${name}`;
    return ops.assign(handle, ops.multiply(ops.read(handle), scale));
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

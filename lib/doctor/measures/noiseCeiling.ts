import { type FeatureTable } from "../../math/featureStatistics";
import { neighbourR2 } from "../../math/neighbourR2";
import { type ProbeSet, ridgeProbe } from "../../math/ridgeProbe";
import { type Evidence, type Pairs } from "../evidence";
import { LIMITS } from "../thresholds";
import { onceFor } from "./onceFor";

/** Fewer rows give no ceiling worth comparing with; more than these a readout need not see. */
const LEAST_ROWS = 60;
const MOST_ROWS = 600;

/** How much of the targets any model could explain: the better of neighbours and a linear readout; undefined unknown. */
export const noiseCeilingOf = onceFor(({ trials, pairs = [] }: Evidence): number | undefined => {
  if (trials?.noiseCeilingR2 !== undefined) return trials.noiseCeilingR2;
  const rows = pairs.flatMap(finiteRows);
  if (rows.length < LEAST_ROWS) return undefined;
  const some = rows.filter((_, i) => i % Math.ceil(rows.length / MOST_ROWS) === 0);
  const known = [neighbourR2(tableOf(some, "inputs"), tableOf(some, "targets")), linearR2(some)].filter(
    Number.isFinite,
  );
  return known.length === 0 ? undefined : Math.max(...known);
});

/** The ceiling, where a model (its R², of the middle output) stays clearly below it. */
export function missedCeiling(evidence: Evidence, rSquared: number): number | undefined {
  const ceiling = noiseCeilingOf(evidence);
  if (ceiling === undefined) return undefined;
  return ceiling - Math.max(0, rSquared) > LIMITS.belowCeiling.value ? ceiling : undefined;
}

interface KnownRow {
  readonly inputs: readonly number[];
  readonly targets: readonly number[];
}

function finiteRows({ inputs, targets }: Pairs): KnownRow[] {
  if (inputs === undefined || inputs.length !== targets.length) return [];
  return targets
    .map((row, i) => ({ targets: row, inputs: inputs[i] ?? [] }))
    .filter((row) => [...row.targets, ...row.inputs].every(Number.isFinite));
}

/** Of every other row, by a line fitted to the rest. */
function linearR2(rows: readonly KnownRow[]): number {
  const half = (odd: 0 | 1): ProbeSet => {
    const chosen = rows.filter((_, i) => i % 2 === odd);
    return { features: tableOf(chosen, "inputs"), targets: tableOf(chosen, "targets") };
  };
  return ridgeProbe(half(0), half(1));
}

function tableOf(rows: readonly KnownRow[], part: keyof KnownRow): FeatureTable {
  return { values: Float32Array.from(rows.flatMap((row) => row[part])), width: rows[0]?.[part].length ?? 0 };
}

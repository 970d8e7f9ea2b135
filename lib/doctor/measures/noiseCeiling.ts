import { type FeatureTable } from "../../math/featureStatistics";
import { neighbourR2 } from "../../math/neighbourR2";
import { type ProbeSet, ridgeProbe } from "../../math/ridgeProbe";
import { type Evidence, type Pairs } from "../evidence";
import { judgedPairs } from "./pairFacts";
import { onceFor } from "./onceFor";

/** Fewer rows give no ceiling worth comparing with; more than these a readout need not see. */
const LEAST_ROWS = 60;
const MOST_ROWS = 600;

/** How much of the targets any model could explain: the better of neighbours and a linear readout; undefined unknown. */
export function noiseCeilingOf(evidence: Evidence): number | undefined {
  if (evidence.trials?.noiseCeilingR2 !== undefined) return evidence.trials.noiseCeilingR2;
  const pairs = judgedPairs(evidence);
  return pairs === undefined ? undefined : ceilingOfPairs(pairs);
}

const ceilingOfPairs = onceFor(({ inputs, targets }: Pairs): number | undefined => {
  if (inputs === undefined || inputs.length !== targets.length) return undefined;
  const rows = targets.flatMap((target, i) =>
    [...target, ...(inputs[i] ?? [])].every(Number.isFinite) ? [i] : [],
  );
  if (rows.length < LEAST_ROWS) return undefined;
  const some = rows.filter((_, i) => i % Math.ceil(rows.length / MOST_ROWS) === 0);
  const [x, t] = [tableOf(inputs, some), tableOf(targets, some)];
  const half = (odd: 0 | 1): ProbeSet => {
    const chosen = some.filter((_, i) => i % 2 === odd);
    return { features: tableOf(inputs, chosen), targets: tableOf(targets, chosen) };
  };
  const known = [neighbourR2(x, t), ridgeProbe(half(0), half(1))].filter(Number.isFinite);
  return known.length === 0 ? undefined : Math.max(...known);
});

function tableOf(rows: readonly (readonly number[])[], chosen: readonly number[]): FeatureTable {
  const width = rows[0]?.length ?? 0;
  return { values: Float32Array.from(chosen.flatMap((row) => rows[row] ?? [])), width };
}

import {
  type Curve,
  type CurveRole,
  type CurveValue,
  type Evidence,
  type LayerFacts,
  type StageFacts,
} from "../../lib/doctor/evidence";
import { type Rule } from "../../lib/doctor/rule";
import { splitRng } from "../../lib/math/rng";

/** What a rule says: "finding", "clear" or "skipped". */
export const kindOf = (rule: Rule, evidence: Partial<Evidence>): string =>
  rule.judge({ format: 1, ...evidence }).kind;

/** What a rule says, as "high", "medium" or "low" where it is a finding. */
export function severityOf(rule: Rule, evidence: Partial<Evidence>): string {
  const said = rule.judge({ format: 1, ...evidence });
  return said.kind === "finding" ? said.severity : said.kind;
}

/** A curve by epoch from 1. */
export function curve(role: CurveRole, values: readonly CurveValue[], options: Partial<Curve> = {}): Curve {
  return { name: role, role, x: "epoch", at: values.map((_, i) => i + 1), values, ...options };
}

/** Evidence of a training loss alone, and of a validation loss where one is given. */
export function losses(train: readonly CurveValue[], validation?: readonly CurveValue[]): Partial<Evidence> {
  const curves = [curve("train-loss", train)];
  return { curves: validation === undefined ? curves : [...curves, curve("validation-loss", validation)] };
}

/** A loss that falls from `from` towards `to` and settles. */
export function settling(from: number, to: number, points = 20): number[] {
  return Array.from({ length: points }, (_, i) => to + (from - to) * Math.exp(-i / 2));
}

/** Standard normal numbers, the same for the same label. */
export function normals(label: string, rows: number): number[] {
  const rng = splitRng(1, label);
  return Array.from({ length: rows }, () => rng.normal());
}

/** Held-out pairs of one output. */
export function onePair(targets: readonly number[], predictions: readonly number[]): Partial<Evidence> {
  const table = (values: readonly number[]) => values.map((value) => [value]);
  return { pairs: [{ targets: table(targets), predictions: table(predictions), split: "held-out" }] };
}

/** Held-out pairs of several outputs, column by column. */
export function pairsOf(
  targets: readonly (readonly number[])[],
  predictions: readonly (readonly number[])[],
): Partial<Evidence> {
  const rows = (columns: readonly (readonly number[])[]): number[][] =>
    (columns[0] ?? []).map((_, i) => columns.map((column) => column[i] ?? NaN));
  return { pairs: [{ targets: rows(targets), predictions: rows(predictions), split: "held-out" }] };
}

/** A stage with nothing odd about it but what is given. */
export function stage(name: string, odd: Partial<StageFacts> = {}): StageFacts {
  return {
    ...{ stage: name, when: "start", std: 1, meanNorm: 4, centredCosineSpread: 0.3, effectiveRank: 5 },
    ...{ deadShare: 0, saturatedShare: 0 },
    ...odd,
  };
}

/** A layer at one update with nothing odd about it but what is given. */
export function layer(name: string, odd: Partial<LayerFacts> = {}): LayerFacts {
  return {
    layer: name,
    update: 0,
    gradientNorm: 0.1,
    weightNorm: 1,
    updateNorm: 1e-3,
    frozen: false,
    ...odd,
  };
}

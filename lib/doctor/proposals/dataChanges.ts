import { quantile } from "../../math/statistics";
import { type Change } from "../change";
import { type Finding } from "../diagnosis";
import { type Evidence, type Pairs } from "../evidence";
import { finiteRows, judgedPairs } from "../measures/pairFacts";
import { rowErrors } from "../measures/rowErrors";
import { LIMITS } from "../thresholds";

type DataChange = Extract<Change, { kind: "data" }>;

/** Rows of the held-out pairs that are named at most. */
const MOST_ROWS = 200;

/** What to mend in the data for one finding, and in which rows of the pairs where they can be told. */
export function dataChange(
  { rule, message, evidence: numbers }: Finding,
  evidence: Evidence,
): DataChange | undefined {
  switch (rule) {
    case "robust-scoreboard":
    case "outlier-in-scaler":
      return withRows("outliers", farOutRows(evidence));
    case "two-groups-of-rows":
      return withRows("labels", worstRows(evidence, numbers.share ?? 0));
    case "predictions-unrelated":
    case "memorised-rows":
      return { kind: "data", repair: "pairing" };
    case "impossible-steps":
      return { kind: "data", repair: "labels" };
    case "label-audit":
      return { kind: "data", repair: /frame|heading|forward|axis/i.test(message) ? "frame" : "labels" };
    case "broadcast-shape":
    case "loss-broadcasts":
      return { kind: "data", repair: "shape" };
    case "too-good-to-be-true":
      return { kind: "data", repair: "split" };
    case "unit-mismatch":
      return { kind: "data", repair: "units" };
    default:
      return undefined;
  }
}

function withRows(repair: DataChange["repair"], rows: readonly number[]): DataChange {
  return rows.length === 0 ? { kind: "data", repair } : { kind: "data", repair, rows };
}

/** Rows whose targets lie far outside all others, in their order. */
function farOutRows(evidence: Evidence): number[] {
  const pairs = judgedPairs(evidence);
  if (pairs === undefined) return [];
  return placesIn(pairs, rowErrors(pairs).outlying, LIMITS.farOut.value);
}

/** The share of the rows that are predicted worst, in their order. */
function worstRows(evidence: Evidence, share: number): number[] {
  const pairs = judgedPairs(evidence);
  if (pairs === undefined || !(share > 0 && share < 1)) return [];
  const { errors } = rowErrors(pairs);
  return placesIn(pairs, errors, quantile(errors, 1 - share));
}

/** Errors are those of finite rows: their places among all rows. */
function placesIn(pairs: Pairs, values: Float64Array, limit: number): number[] {
  return finiteRows(pairs)
    .filter((_, i) => (values[i] ?? 0) > limit)
    .slice(0, MOST_ROWS);
}

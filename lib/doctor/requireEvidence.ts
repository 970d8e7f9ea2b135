import { type Evidence } from "./evidence";

/** Points of a loss below which nothing is said of it. */
const LEAST_POINTS = 3;

/** A RangeError unless something in the evidence can be judged: never a verdict from nothing. */
export function requireEvidence(evidence: Evidence): void {
  const missing = missingEvidence(evidence);
  if (missing !== undefined) throw new RangeError(missing);
}

/** Why nothing in the evidence can be judged; undefined where something can. */
export function missingEvidence({ curves = [], pairs = [], ...rest }: Evidence): string | undefined {
  if (rest.stages !== undefined || rest.layers !== undefined || rest.modes !== undefined) return undefined;
  if (rest.trials !== undefined || rest.data?.audit !== undefined) return undefined;
  if (pairs.some(({ targets }) => targets.length > 0)) return undefined;
  const losses = curves.filter(({ role }) => role === "train-loss" || role === "validation-loss");
  const points = Math.max(0, ...losses.map(({ values }) => values.length));
  if (points >= LEAST_POINTS) return undefined;
  return losses.length === 0
    ? `evidence: expected a loss or predictions beside targets, got ${curves.length} curves without a loss; name one with --train-loss, or add --predictions`
    : `evidence: expected a loss of ${LEAST_POINTS} points or more, got ${points}; let the run go on, or add --predictions`;
}

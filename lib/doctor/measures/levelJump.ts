import { median } from "../../math/statistics";
import { type Curve, type Evidence } from "../evidence";
import { LIMITS } from "../thresholds";
import { onceFor } from "./onceFor";

/** A change of level between two neighbouring points that both sides keep: not a spike, not a slope. */
export interface LevelJump {
  /** Of the first point after it. */
  readonly place: number;
  /** Level after it beside the level before. */
  readonly ratio: number;
  /** Training and validation loss change there alike. */
  readonly both: boolean;
}

/** Points on either side that have to keep their level. */
const SIDE = 3;

type Jump = Omit<LevelJump, "both">;

/** The largest lasting change of level of the training loss; undefined where there is none. */
export const levelJump = onceFor(({ curves = [] }: Evidence): LevelJump | undefined => {
  const [train, validation] = (["train-loss", "validation-loss"] as const).map((role) =>
    curves.find((curve) => curve.role === role),
  );
  const jump = train === undefined ? undefined : largestJump(train);
  const other = validation === undefined ? undefined : largestJump(validation);
  if (jump === undefined || train === undefined) return undefined;
  const near = other !== undefined && Math.abs(placeOf(train, jump) - placeOf(validation, other)) <= 0.05;
  const alike =
    other !== undefined && Math.abs(Math.log(other.ratio / jump.ratio)) < LIMITS.jumpAgreement.value;
  return { ...jump, both: near && alike };
});

/** Where a jump lies, as a share of the whole run. */
function placeOf(curve: Curve | undefined, { place }: Jump): number {
  const at = curve?.at ?? [];
  return (at[place] ?? NaN) / (at.at(-1) ?? NaN);
}

function largestJump({ values }: Curve): Jump | undefined {
  const numbers = values.map(Number);
  const size = ({ ratio }: Jump): number => Math.abs(Math.log(ratio));
  const least = LIMITS.jumpBesideSteps.value * usualStep(numbers);
  const jumps = numbers.flatMap((_, place) => jumpAt(numbers, place)).filter((jump) => size(jump) > least);
  return jumps.sort((a, b) => size(b) - size(a))[0];
}

function jumpAt(values: readonly number[], place: number): Jump[] {
  const before = values.slice(Math.max(0, place - SIDE), place);
  const after = values.slice(place, place + SIDE);
  if (before.length < SIDE || after.length < SIDE || ![...before, ...after].every((value) => value > 0))
    return [];
  const ratio = median(after) / median(before);
  const [low, high] = ratio > 1 ? [before, after] : [after, before];
  const kept = Math.min(...high) > 2 * Math.max(...low);
  const step = Math.abs(Math.log((values[place] as number) / (values[place - 1] as number)));
  const sudden = step > LIMITS.jumpInOneStep.value * Math.abs(Math.log(ratio)); // a slope spreads it over many points
  return kept && sudden ? [{ place, ratio }] : [];
}

/** How far the logarithm of a curve goes from point to point as a rule: a loss next to 0 leaps at every one. */
function usualStep(values: readonly number[]): number {
  const steps = values
    .slice(1)
    .map((value, i) => Math.abs(Math.log(value / (values[i] ?? NaN))))
    .filter(Number.isFinite);
  return steps.length === 0 ? 0 : median(steps);
}

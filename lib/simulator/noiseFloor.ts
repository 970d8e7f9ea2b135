import { readFileSync } from "node:fs";
import { join } from "node:path";
import { constantVelocity, meanTrajectory, zeros } from "../geometry/baselines";
import { toEgoFrame } from "../geometry/egoFrame";
import { spatialMedian } from "../geometry/spatialMedian";
import { STEP_SECONDS, TIME_STEPS, type Point, type Trajectory } from "../geometry/trajectory";
import { at } from "../math/at";
import { permutation, splitRng, type Rng } from "../math/rng";
import { type PromptState } from "../dataset/prompt";
import { type DatasetIdentity } from "./datasetOptions";
import { planDataset } from "./datasetPlan";
import { errorsAgainst, leaveOneOut, meanErrors, type FloorErrors } from "./leaveOneOut";
import { aroundEgo, redrawHidden, situationOf, speedsElsewhere, type Situation } from "./redraw";
import { placementOf } from "./roadUser";
import { trafficAt, type Scene } from "./scene";
import { simulatePlanned } from "./simulatePlanned";
import { advance, TICK_SECONDS, type Traffic } from "./traffic";

/** What one kind of prompt leaves open. */
export interface PromptFloor {
  /** The best error any model could reach: futures that look alike now, each predicted from the others. */
  readonly floor: FloorErrors;
  /** The same prediction (spatial median, mean) against what really happened next: a check on the floor. */
  readonly againstFutures: FloorErrors;
  /** Floor over the mean trajectory's error, of the ADE and of the MSE. */
  readonly ratio: { readonly ade: number; readonly mse: number };
}

/** The noise floor of a generated data set, with what it was measured on. */
export interface NoiseFloor {
  readonly definition: string;
  readonly size: string;
  readonly seed: number;
  /** Futures drawn for each sample. */
  readonly draws: number;
  readonly samples: number;
  /** The mean trajectory of all pairs, its errors on the same samples. */
  readonly meanTrajectory: FloorErrors;
  /** ADE over all pairs, m. */
  readonly baselines: {
    readonly zeros: number;
    readonly meanTrajectory: number;
    readonly constantVelocity: number;
  };
  readonly motion: PromptFloor;
  readonly position: PromptFloor;
}

/** The file beside the manifest. */
export const NOISE_FLOOR = "noise_floor.json";

const DRAWS = 32;
const SAMPLES = 64;
const DEFINITION =
  "For each sample everything that neither the pictures nor the prompt show is drawn again: drivers, routes not yet " +
  "visible, the others' speeds, the light's phase within its colour and, with the position prompt, the ego's speed " +
  "(from like moments of other recordings). Each drawn future is predicted from the others: by their spatial median " +
  "for ade (m), by their mean for mse (m² per coordinate).";

/** One pair as it is simulated: what was around the ego, and where it went. */
interface Moment {
  readonly traffic: Traffic;
  readonly situation: Situation;
  readonly target: Trajectory;
  readonly lastPast: Point;
}

/** Measures the noise floor of the data set: `draws` futures of `samples` of its pairs, for both prompts. */
export function noiseFloor(
  { size, seed }: Pick<DatasetIdentity, "size" | "seed">,
  { draws = DRAWS, samples = SAMPLES }: { draws?: number; samples?: number } = {},
): NoiseFloor {
  const moments = planDataset(size, seed).flatMap((plan) => {
    const scene = simulatePlanned({ seed }, plan);
    return plan.pairs.map(({ vehicle }) => {
      const stamp = at(plan.vehicleFrames, vehicle).microseconds;
      return momentAt(scene, (stamp - plan.startMicroseconds) / 1e6, plan.index);
    });
  });
  const chosen = permutation(splitRng(seed, "noise floor"), moments.length)
    .slice(0, samples)
    .map((i) => at(moments, i));
  const average = meanTrajectory(moments.map(({ target }) => target));
  const baseline = meanErrors(chosen.map(({ target }) => against(target, average)));
  const floorFor = (prompt: PromptState): PromptFloor =>
    promptFloor(chosen, baseline, { moments, prompt, draws, rng: splitRng(seed, `noise floor/${prompt}`) });
  return {
    definition: DEFINITION,
    size,
    seed,
    draws,
    samples: chosen.length,
    meanTrajectory: baseline,
    baselines: {
      zeros: meanErrors(moments.map(({ target }) => against(target, zeros()))).ade,
      meanTrajectory: meanErrors(moments.map(({ target }) => against(target, average))).ade,
      constantVelocity: meanErrors(
        moments.map(({ target, lastPast }) => against(target, constantVelocity(lastPast))),
      ).ade,
    },
    motion: floorFor("motion"),
    position: floorFor("position"),
  };
}

/** Reads the noise floor that `generate` wrote into a data set's folder. */
export function readNoiseFloor(folder: string): NoiseFloor {
  return JSON.parse(readFileSync(join(folder, NOISE_FLOOR), "utf8")) as NoiseFloor;
}

/** The file's text: numbers to a tenth of a millimetre. */
export function noiseFloorText(floor: NoiseFloor): string {
  const short = (_: string, value: unknown): unknown =>
    typeof value === "number" ? Math.round(value * 1e4) / 1e4 : value;
  return `${JSON.stringify(floor, short, 1)}\n`;
}

const against = (target: Trajectory, predicted: Trajectory): FloorErrors =>
  errorsAgainst(target, { forDistance: predicted, forSquare: predicted });

function momentAt(scene: Scene, time: number, recording: number): Moment {
  const origin = egoAt(trafficAt(scene, time));
  const seen = (later: number): Point => {
    const { x, y } = egoAt(trafficAt(scene, time + later));
    return toEgoFrame(origin, [x, y]);
  };
  const traffic = aroundEgo(trafficAt(scene, time));
  return {
    traffic,
    situation: situationOf(traffic, recording),
    target: Array.from({ length: TIME_STEPS }, (_, j) => seen((j + 1) * STEP_SECONDS)),
    lastPast: seen(-STEP_SECONDS),
  };
}

function promptFloor(
  chosen: readonly Moment[],
  baseline: FloorErrors,
  {
    moments,
    prompt,
    draws,
    rng,
  }: { moments: readonly Moment[]; prompt: PromptState; draws: number; rng: Rng },
): PromptFloor {
  const situations = moments.map(({ situation }) => situation);
  const each = chosen.map(({ traffic, situation, target }) => {
    const speeds = prompt === "motion" ? [] : speedsElsewhere(situation, situations);
    const futures = Array.from({ length: draws }, () => futureOf(redrawHidden(traffic, rng, speeds)));
    const rows = [...target.keys()];
    const forDistance = rows.map((j) => spatialMedian(futures.map((future) => at(future, j))));
    return {
      floor: leaveOneOut(futures),
      future: errorsAgainst(target, { forDistance, forSquare: meanTrajectory(futures) }),
    };
  });
  const floor = meanErrors(each.map((one) => one.floor));
  return {
    floor,
    againstFutures: meanErrors(each.map((one) => one.future)),
    ratio: { ade: floor.ade / baseline.ade, mse: floor.mse / baseline.mse },
  };
}

/** Where the ego goes from some traffic on, in its frame at the start. */
export function futureOf(start: Traffic): Trajectory {
  const origin = egoAt(start);
  const ticks = Math.round(STEP_SECONDS / TICK_SECONDS);
  let traffic = start;
  return Array.from({ length: TIME_STEPS }, () => {
    for (let k = 0; k < ticks; k++) traffic = advance(traffic);
    const { x, y } = egoAt(traffic);
    return toEgoFrame(origin, [x, y]);
  });
}

function egoAt({ users, motions }: Traffic): ReturnType<typeof placementOf> {
  return placementOf(at(users, 0), at(motions, 0));
}

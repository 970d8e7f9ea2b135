import { egoPoseLabels } from "../dataset/egoPoseLabels";
import { firstCarLabels } from "../dataset/firstCarLabels";
import { whyNoSamples } from "../dataset/noSamples";
import { openDataset } from "../dataset/openDataset";
import { unpairedLine, withBothPictures } from "../dataset/pairedPictures";
import { motionOf, promptOf, type Motion, type PromptState } from "../dataset/prompt";
import { type Sample } from "../dataset/sample";
import { splitByRecording } from "../dataset/splits";
import { permutation, splitRng } from "../math/rng";
import { type SceneInput } from "../model/sceneInput";
import { type LabelSet } from "./config";

/** The split is the data's, not the run's: every seed trains on the same recordings. */
const SPLIT_SEED = 1;

/** Samples of all parts under one label set; pictures on both sides, and the scene each sample is seen in. */
export interface LabelledScenes {
  readonly train: readonly Sample[];
  readonly validation: readonly Sample[];
  /** For the one report at the end. */
  readonly test: readonly Sample[];
  /** Every moment of training and validation, whether this label set has a target for it or not. */
  readonly moments: readonly Sample[];
  readonly testMoments: readonly Sample[];
  readonly sceneOf: (sample: Sample) => SceneInput;
  /** How the car that took the pictures says it moves, whosever future is the target. */
  readonly motionOf: (sample: Sample) => Motion | undefined;
}

/** Which samples are taken, and what their prompts tell. */
interface SceneOptions {
  readonly stride?: number;
  readonly promptState?: PromptState;
  /** Share of the training samples with the other label set's target; then only moments that both have. Default 0. */
  readonly wrongShare?: number;
}

/** The moments of a data set under both label sets; the wrong ones are read when they are asked for. */
export interface LabelledMoments {
  /** Those with a picture from both sides. */
  readonly ego: readonly Sample[];
  readonly firstCar: () => readonly Sample[];
}

/** Reads a data set in a known layout and labels it; pairs that are not whole are told of in one line. */
export function readMoments(folder: string, log?: (line: string) => void): LabelledMoments {
  const recordings = openDataset(folder);
  const unpaired = unpairedLine(recordings);
  if (unpaired !== undefined) log?.(`${folder}: ${unpaired}`);
  const samples = egoPoseLabels(recordings);
  if (samples.length === 0) {
    throw new Error(`${folder}: expected at least one trajectory, got none; ${whyNoSamples(recordings, [])}`);
  }
  const ego = withBothPictures(folder, samples);
  let wrong: readonly Sample[] | undefined;
  return { ego, firstCar: () => (wrong ??= firstCarLabels(recordings)) };
}

/**
 * A data set's samples under one label set, in three parts. Prompts always tell of the car that took the picture; only
 * the targets depend on the label set. Both label sets share the split, by recording, and so the features.
 */
export function labelledScenes(
  source: string | LabelledMoments,
  labels: LabelSet,
  { stride = 1, promptState = "motion", wrongShare = 0 }: SceneOptions = {},
): LabelledScenes {
  const { ego, firstCar } = typeof source === "string" ? readMoments(source) : source;
  const split = splitByRecording(ego, SPLIT_SEED);
  const kept = (part: readonly Sample[]): Sample[] => part.filter((_, i) => i % stride === 0);
  const [train, validation, test] = [kept(split.train), kept(split.validation), kept(split.test)];
  const byLabels = (set: LabelSet): Map<string, Sample> =>
    new Map((set === "ego-pose" ? ego : firstCar()).map((sample) => [sample.id, sample]));
  const wanted = byLabels(labels);
  const labelled = (part: readonly Sample[]): Sample[] => part.flatMap(({ id }) => wanted.get(id) ?? []);
  const other = labels === "ego-pose" ? "first-car" : "ego-pose";
  const byId = new Map(ego.map((sample) => [sample.id, sample]));
  const seenBy = (sample: Sample): Sample => byId.get(sample.id) ?? sample;
  return {
    train: wrongShare > 0 ? mixedLabels(labelled(train), byLabels(other), wrongShare) : labelled(train),
    validation: labelled(validation),
    test: labelled(test),
    moments: [...train, ...validation],
    testMoments: test,
    sceneOf: (sample) => ({
      ...(sample.vehicleImage === undefined ? {} : { vehicleImage: sample.vehicleImage }),
      ...(sample.infrastructureImage === undefined
        ? {}
        : { infrastructureImage: sample.infrastructureImage }),
      prompt: promptOf(seenBy(sample), promptState),
    }),
    motionOf: (sample) => motionOf(seenBy(sample)),
  };
}

/** A share of the samples under other labels, the same ones among more of them; what has no other label is left out. */
function mixedLabels(
  samples: readonly Sample[],
  others: ReadonlyMap<string, Sample>,
  share: number,
): Sample[] {
  const both = samples.flatMap((sample) => {
    const other = others.get(sample.id);
    return other === undefined ? [] : [{ sample, other }];
  });
  const count = Math.round(share * both.length);
  const wrong = new Set(permutation(splitRng(SPLIT_SEED, "wrong labels"), both.length).slice(0, count));
  return both.map(({ sample, other }, i) => (wrong.has(i) ? other : sample));
}

import { egoPoseLabels } from "../dataset/egoPoseLabels";
import { openDataset } from "../dataset/openDataset";
import { motionOf, motionPrompt, positionPrompt, type Motion } from "../dataset/prompt";
import { type Frame } from "../dataset/recording";
import { at } from "../math/at";
import { columnMoments } from "../math/featureStatistics";
import { splitRng, type Rng } from "../math/rng";
import { PATCH_NUMBERS, PATCHES, type SceneBatch } from "../model/sceneBackbone";
import { sceneBatch, sceneStore, type SceneInput, type SceneStore } from "../model/sceneInput";
import { PROMPT_TOKENS, tokenize } from "../model/tokenize";
import { readManifest } from "../simulator/generateDataset";
import { roadFacts, type RoadFacts } from "../simulator/roadFacts";
import { keptPatches } from "./keptPatches";
import {
  patchFacts,
  ROAD_FACTS,
  roadNumbers,
  SAID_FACTS,
  saidNumbers,
  SCENE_FACTS,
  sceneFacts,
} from "./pretext";

/** What each pooled feature is asked for. */
export const FACTS = SCENE_FACTS.length + ROAD_FACTS.length + SAID_FACTS.length;

interface PretextRows {
  readonly store: SceneStore;
  readonly facts: readonly (readonly number[])[];
  readonly road: readonly RoadFacts[];
  /** How the car really moves, where that is known. */
  readonly motions: readonly (Motion | undefined)[];
  readonly patches: readonly Float32Array[];
}

/** Pairs with what their pictures show. */
export interface PretextSet extends PretextRows {
  /** Mean and deviation of each fact, so that each weighs as much as another: its error is the share left unexplained. */
  readonly moments: ReturnType<typeof columnMoments>;
}

/** Fewer would not fill a batch. */
const LEAST_PAIRS = 16;
/** The facts' moments are taken from this many rows. */
const MOMENT_ROWS = 512;
/** A fact that a few pairs hardly show is not blown up. */
const LEAST_DEVIATION = 0.03;

interface Labelled {
  readonly frame: Frame;
  readonly road: RoadFacts;
  readonly motion: Motion | undefined;
}

/** The pairs of one generated data set with what its generator and its poses know of them. */
function labelledFrames(folder: string): Labelled[] {
  const recordings = openDataset(folder);
  const facts = roadFacts(readManifest(folder));
  const samples = new Map(egoPoseLabels(recordings).map((sample) => [sample.id, sample]));
  return recordings.flatMap(({ frames }) =>
    frames.filter(isPaired).map((frame) => {
      const road = facts.get(frame.id);
      if (road === undefined)
        throw new Error(
          `pretrain: expected frame ${frame.id} of ${folder} in its plan, got none; generate it again`,
        );
      const sample = samples.get(frame.id);
      return { frame, road, motion: sample === undefined ? undefined : motionOf(sample) };
    }),
  );
}

/**
 * Reads the pairs of generated data sets with their labels. Errors: a folder that the generator did not write, fewer pairs
 * than one batch.
 */
export async function readPretextSet(
  folders: readonly string[],
  onProgress?: (done: number, total: number) => void,
): Promise<PretextSet> {
  const towns = folders.map(labelledFrames);
  const labelled = towns.flat();
  if (labelled.length < LEAST_PAIRS) {
    throw new Error(
      `pretrain: expected at least ${LEAST_PAIRS} paired frames in ${folders.join(", ")}, got ${labelled.length}; generate more`,
    );
  }
  const patches = new Uint8Array(labelled.length * PATCHES * PATCH_NUMBERS);
  let done = 0;
  for (const town of towns) {
    const before = done;
    const read = await keptPatches(town.map(sceneOf), {
      onProgress: (count) => onProgress?.(before + count, labelled.length),
    });
    patches.set(read, before * PATCHES * PATCH_NUMBERS);
    done += town.length;
  }
  const store = sceneStore(labelled.map(sceneOf), patches);
  const set: PretextRows = {
    store,
    facts: labelled.map(({ frame, road }) => [
      ...sceneFacts(frame, frame.objects?.() ?? []),
      ...roadNumbers(road),
    ]),
    road: labelled.map(({ road }) => road),
    motions: labelled.map(({ motion }) => motion),
    patches: labelled.map(({ frame }) => patchFacts(frame, frame.objects?.() ?? [])),
  };
  const { facts: values } = rawBatch(set, spreadRows(set, MOMENT_ROWS), splitRng(1, "moments"));
  return { ...set, moments: columnMoments({ values, width: FACTS }) };
}

function sceneOf({ frame: { vehicleImage, infrastructure } }: Labelled): SceneInput {
  return {
    ...(vehicleImage === undefined ? {} : { vehicleImage }),
    ...(infrastructure?.image === undefined ? {} : { infrastructureImage: infrastructure.image }),
    prompt: motionPrompt(undefined),
  };
}

/** Evenly spread rows. */
function spreadRows({ store }: PretextRows, most: number): number[] {
  const count = Math.min(most, store.size);
  return Array.from({ length: count }, (_, i) => Math.floor((i * store.size) / count));
}

const isPaired = (frame: Frame): boolean => frame.infrastructure !== undefined && frame.objects !== undefined;

/** Some pairs as a step of pre-training reads them. */
export interface PretextBatch {
  readonly scenes: SceneBatch;
  /** [B, FACTS] */
  readonly facts: Float32Array;
  /** [B, PICTURE_TOKENS, PATCH_FACTS] */
  readonly patches: Float32Array;
}

/** Share of prompts that tell only the place, of those that tell nothing, and of those that tell the true motion. */
const PLACE_ONLY = 0.15;
const UNKNOWN = 0.05;
const TRUE_MOTION = 0.4;

/** A motion for a prompt: the true one, or speed 0…20 m/s and turn ±25 °/s; undefined: it tells none. */
function drawMotion(rng: Rng, own: Motion | undefined): Motion | undefined {
  const kind = rng.uniform();
  const motion = { speed: 20 * rng.uniform(), turnRate: 25 * (2 * rng.uniform() - 1) };
  if (kind < PLACE_ONLY + UNKNOWN) return undefined;
  return kind < PLACE_ONLY + UNKNOWN + TRUE_MOTION ? (own ?? motion) : motion;
}

/** Some rows with a prompt drawn for each; facts as they are, [B, FACTS]. */
function rawBatch(set: PretextRows, rows: readonly number[], rng: Rng): Omit<PretextBatch, "patches"> {
  const scenes = sceneBatch(set.store, rows);
  const said = rows.map((row, i) => {
    const motion = drawMotion(rng, set.motions[row]);
    const place = { x: 10_000 * (2 * rng.uniform() - 1), y: 10_000 * (2 * rng.uniform() - 1) };
    const placeOnly = motion === undefined && rng.uniform() < PLACE_ONLY / (PLACE_ONLY + UNKNOWN);
    scenes.prompts.set(tokenize(placeOnly ? positionPrompt(place) : motionPrompt(motion)), i * PROMPT_TOKENS);
    return saidNumbers(motion, at(set.road, row));
  });
  return {
    scenes,
    facts: Float32Array.from(rows.flatMap((row, i) => [...at(set.facts, row), ...at(said, i)])),
  };
}

/** Some rows with a prompt drawn for each, facts standardised. */
export function pretextBatch(set: PretextSet, rows: readonly number[], rng: Rng): PretextBatch {
  const { scenes, facts } = rawBatch(set, rows, rng);
  const { mean, std } = set.moments;
  return {
    scenes,
    facts: facts.map(
      (value, i) => (value - at(mean, i % FACTS)) / Math.max(at(std, i % FACTS), LEAST_DEVIATION),
    ),
    patches: Float32Array.from(rows.flatMap((row) => [...at(set.patches, row)])),
  };
}

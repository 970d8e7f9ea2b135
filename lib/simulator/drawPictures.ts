import { join } from "node:path";
import { at } from "../math/at";
import { interruptible, nextTurn } from "../task/interrupt";
import { type DatasetIdentity } from "./datasetOptions";
import { planDataset, type PlannedPair, type PlannedRecording } from "./datasetPlan";
import { JPEG_QUALITY, pictureOfWidth } from "./datasetSize";
import { loadJpegEncoder } from "./jpeg";
import { redrawPictures } from "./writePictures";

/** Which pictures of a generated data set are drawn again, and how large. */
export interface DrawOptions {
  readonly identity: DatasetIdentity;
  /** Pixels; the height is 9/16 of it. */
  readonly width: number;
  /** Vehicle frames of the pairs; default all. */
  readonly ids?: readonly string[];
  /** Told after every recording. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Draws pictures of a generated set again, larger: the same scenes at the same moments from the same places. They lie
 * beside the set's own, in pictures-<width>; returns that folder. Throws on an id that has no pictures. Stop leaves the
 * pictures that are done.
 */
export async function drawPictures(
  folder: string,
  { identity, width, ids, onProgress }: DrawOptions,
): Promise<string> {
  const picture = pictureOfWidth(width);
  const wanted = pairsOf(planDataset(identity.size, identity.seed), ids);
  const place = join(folder, `pictures-${width}`);
  const encode = await loadJpegEncoder(JPEG_QUALITY);
  return interruptible(async (signal) => {
    for (const [i, { plan, pairs }] of wanted.entries()) {
      await nextTurn(signal);
      await redrawPictures(place, identity, { plan, pairs, picture, encode });
      onProgress?.(i + 1, wanted.length);
    }
    return place;
  });
}

interface Wanted {
  readonly plan: PlannedRecording;
  readonly pairs: readonly PlannedPair[];
}

/** The recordings that hold the ids, each with those of its pairs. */
function pairsOf(plans: readonly PlannedRecording[], ids?: readonly string[]): Wanted[] {
  const missing = new Set(ids);
  const wanted = plans.flatMap((plan) => {
    const pairs = plan.pairs.filter(({ vehicle }) => {
      const { id } = at(plan.vehicleFrames, vehicle);
      return missing.delete(id) || ids === undefined;
    });
    return pairs.length === 0 ? [] : [{ plan, pairs }];
  });
  const [stranger] = missing;
  if (stranger === undefined) return wanted;
  const { vehicleFrames, pairs } = at(plans, 0);
  const known = at(vehicleFrames, at(pairs, 0).vehicle).id;
  throw new Error(`pairs: expected ids of vehicle frames with a picture, as ${known}, got "${stranger}"`);
}

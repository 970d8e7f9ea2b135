import { type Recording } from "./recording";
import { isPaired, type PairedSample, type Sample } from "./sample";

/** How many pairs name a roadside frame that is not there, of all pairs, and the vehicle frames of the former. */
export function missingRoadside(recordings: readonly Recording[]): {
  readonly pairs: number;
  readonly missing: readonly string[];
} {
  const frames = recordings.flatMap((recording) => recording.frames);
  const missing = frames.filter((frame) => frame.missingInfrastructure !== undefined);
  const paired = frames.filter((frame) => frame.infrastructure !== undefined);
  return {
    pairs: paired.length + missing.length,
    missing: missing.map(
      ({ id, missingInfrastructure }) => `${id} (roadside ${missingInfrastructure ?? ""})`,
    ),
  };
}

/** The pairs that count as unpaired, in one line; `undefined` when every pair is whole. */
export function unpairedLine(recordings: readonly Recording[]): string | undefined {
  const { pairs, missing } = missingRoadside(recordings);
  if (missing.length === 0) return undefined;
  return `${missing.length} of ${pairs} pairs name a roadside frame that is not listed or has no picture, and count as unpaired`;
}

/** The samples with both pictures; an error that says which are missing when there is none. */
export function withBothPictures(folder: string, samples: readonly Sample[]): PairedSample[] {
  const paired = samples.filter(isPaired);
  if (paired.length > 0 || samples.length === 0) return paired;
  const count = (key: "vehicleImage" | "infrastructureImage"): number =>
    samples.filter((sample) => sample[key] !== undefined).length;
  throw new Error(
    `${folder}: expected samples with a picture from both sides, got ${samples.length} samples, ${count("vehicleImage")} with a vehicle's and ${count("infrastructureImage")} with a roadside picture; unpack the picture archives beside the tree (…-vehicle-side-image, …-infrastructure-side-image)`,
  );
}

import { missingRoadside } from "../pairedPictures";
import { percent, skipped, verdict, type AuditInput, type Check } from "./check";
import { THRESHOLDS } from "./thresholds";

/** The two pictures of a pair are one from either side. */
export const pairSides: Check = (input) => {
  const pairs = picturesOf(input);
  if (pairs.length === 0) return skipped("pair-sides", "pairs with a picture from either side");
  const wrong = pairs.filter(({ vehicle, roadside }) => {
    const same = vehicle === roadside;
    return same || /infrastructure-side/.test(vehicle) || /vehicle-side/.test(roadside);
  });
  return verdict({
    check: "pair-sides",
    wrong: wrong.length > 0,
    message: `${wrong.length} of ${pairs.length} pairs take both pictures from one side`,
    evidence: { pairs: pairs.length, wrong: wrong.length },
    look: wrong.map(({ id }) => id),
    remedy: "Take each picture from its own side: the two number their frames independently.",
  });
};

/** Paths from the side on, so that a data set may lie in a folder of any name. */
function picturesOf({ recordings = [] }: AuditInput): { id: string; vehicle: string; roadside: string }[] {
  const fromSide = (path: string): string =>
    path.slice(Math.max(path.lastIndexOf("vehicle-side"), path.lastIndexOf("infrastructure-side"), 0));
  return recordings.flatMap(({ frames }) =>
    frames.flatMap(({ id, vehicleImage, infrastructure }) =>
      vehicleImage === undefined || infrastructure?.image === undefined
        ? []
        : [{ id, vehicle: fromSide(vehicleImage), roadside: fromSide(infrastructure.image) }],
    ),
  );
}

/** Few pairs name a roadside frame that is not there: the released sets have some, which count as unpaired. */
export const missingRoadsideFrames: Check = ({ recordings = [] }) => {
  const { pairs, missing } = missingRoadside(recordings);
  if (pairs === 0) return skipped("missing-roadside", "pairs of vehicle and roadside frames");
  const share = missing.length / pairs;
  return verdict({
    check: "missing-roadside",
    wrong: share > THRESHOLDS.missingRoadsideShare.value,
    message: `${missing.length} of ${pairs} pairs (${percent(share)}) name a roadside frame that is not listed or has no picture, and count as unpaired`,
    evidence: { missing: missing.length, pairs, share },
    look: missing,
    remedy: "Unpack every part of the roadside pictures beside the tree.",
  });
};

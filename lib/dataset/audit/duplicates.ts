import { at } from "../../math/at";
import { percent, verdict, type Check } from "./check";
import { THRESHOLDS } from "./thresholds";

/** A car that stands still gives equal targets honestly. */
const MOVES_METERS = 0.5;

/** No trajectory of a moving car comes twice, and no id. */
export const duplicates: Check = ({ samples }) => {
  const moving = samples.filter(({ target }) => Math.hypot(...at(target, target.length - 1)) > MOVES_METERS);
  const first = new Map<string, string>();
  const copies = moving.flatMap(({ id, target }) => {
    const key = target.map(([x, y]) => `${x},${y}`).join(" ");
    const original = first.get(key);
    if (original === undefined) first.set(key, id);
    return original === undefined ? [] : [`${original} = ${id}`];
  });
  const ids = samples.map(({ id }) => id);
  const repeated = ids.length - new Set(ids).size;
  const share = moving.length === 0 ? 0 : copies.length / moving.length;
  return verdict({
    check: "duplicates",
    wrong: share > THRESHOLDS.duplicateShare.value || repeated > 0,
    message: `${copies.length} of ${moving.length} moving trajectories are exact copies (${percent(share)}), ${repeated} ids come twice`,
    evidence: { copies: copies.length, share, repeatedIds: repeated },
    look: copies,
    remedy: "Keep one of each, before splitting.",
  });
};

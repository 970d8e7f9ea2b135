import { type Sample } from "../dataset/sample";
import { type Point } from "../geometry/trajectory";
import { at } from "../math/at";
import { type CloseUp } from "../training/closeUp";
import { type LabelledScenes } from "../training/labelledScenes";
import { type Run } from "../training/run";

/** A run that follows samples (`closeUp`), and the scenes it was judged on. */
export interface Followed {
  readonly run: Pick<Run, "closeUp">;
  readonly scenes: Pick<LabelledScenes, "validation">;
}

/** One moment that several runs predicted; paths in the ego frame, metres, one point every half second. */
export interface SameMoment extends Pick<Sample, "id" | "origin"> {
  /** What the last of the runs was to predict. */
  readonly target: readonly Point[];
  /** What each run predicted after its last epoch, in the runs' order. */
  readonly paths: readonly (readonly Point[])[];
}

/**
 * The moments that all the runs follow. Under other labels other moments have a target, so rows of one run are not
 * those of another: moments are found by their ids. Throws when a run follows none, or other targets than the scenes'.
 */
export function sameMoments(runs: readonly Followed[]): SameMoment[] {
  const tables = runs.map(pathsById);
  const last = at(tables, tables.length - 1);
  return [...last.keys()].flatMap((id) => {
    const found = tables.flatMap((table) => table.get(id) ?? []);
    if (found.length < tables.length) return [];
    const { origin, target } = at(found, found.length - 1);
    return [{ id, origin, target, paths: found.map(({ path }) => path) }];
  });
}

interface FollowedPath extends Pick<Sample, "origin"> {
  readonly target: readonly Point[];
  readonly path: readonly Point[];
}

function pathsById({ run: { closeUp }, scenes: { validation } }: Followed): Map<string, FollowedPath> {
  if (closeUp === undefined) {
    throw new Error(
      "sameMoments: expected a run with a close-up, got none; take the first seed (`detailedRuns(…)[0]`)",
    );
  }
  const { predictions } = at(closeUp.points, closeUp.points.length - 1);
  return new Map(
    closeUp.rows.map((row, i) => {
      const sample = at(validation, row);
      checkTarget(closeUp, i, at(sample.target, sample.target.length - 1));
      return [sample.id, { origin: sample.origin, target: at(closeUp.targets, i), path: at(predictions, i) }];
    }),
  );
}

/** A close-up holds no ids: its targets must be those of the samples it is said to follow. */
function checkTarget({ targets, rows }: CloseUp, i: number, [x, y]: Point): void {
  const kept = at(at(targets, i), at(targets, i).length - 1);
  if (Math.abs(kept[0] - x) < 0.01 && Math.abs(kept[1] - y) < 0.01) return; // kept to the centimetre
  throw new Error(
    `sameMoments: expected the target of validation sample ${at(rows, i)} to end at (${kept.join(", ")}), ` +
      `got (${x.toFixed(2)}, ${y.toFixed(2)}); take the scenes of the run's own labels and stride`,
  );
}

import { type JobResult } from "../experiments/runJobs";
import { mean } from "../math/statistics";
import { type Figure } from "../plots/figure";
import { seedCurves } from "../plots/seedCurves";
import { LABEL_NAMES, runsOf, type EpochMeasure } from "./runFigures";

export interface BothLabelsOptions {
  readonly title: string;
  /** Axis title with unit. */
  readonly y: string;
  readonly measure: EpochMeasure;
  readonly baselines?: Readonly<Record<string, number>>;
  readonly layout?: Readonly<Record<string, unknown>>;
}

/** A measure over the epochs of one experiment, mean and range over seeds, right labels beside wrong ones. */
export function bothLabelsFigure(
  results: readonly JobResult[],
  name: string,
  { measure, ...options }: BothLabelsOptions,
): Figure {
  const groups = (["ego-pose", "first-car"] as const).map((labels) => ({
    name: LABEL_NAMES[labels],
    runs: runsOf(results, name, labels).map((run) => run.epochs.map((record) => measure(record, run))),
  }));
  const ends = groups.map((group) => {
    const middle = (place: number): string =>
      String(Number(mean(group.runs.map((run) => run.at(place) ?? NaN)).toPrecision(3)));
    return `${group.name} ${middle(0)} → ${middle(-1)}`;
  });
  return seedCurves({ ...options, x: "epoch", groups, summary: `${ends.join(", ")}.` });
}

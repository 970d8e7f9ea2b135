import { type JobResult } from "../experiments/runJobs";
import { at } from "../math/at";
import { mean } from "../math/statistics";
import { type Figure } from "../plots/figure";
import { seedDots } from "../plots/seedDots";
import { type LabelSet } from "../training/config";
import { type StageFacts } from "../training/run";
import { experimentColours, LABEL_NAMES, runsOf, type Shown } from "./runFigures";

/** One number of one stage of the network. */
export interface StageMeasure {
  /** pooled, fusion, head.0, head.1 or head.2. */
  readonly stage: string;
  readonly measure: Exclude<keyof StageFacts, "stage">;
  /** Before the first update or after the last. Default before. */
  readonly when?: "before" | "after";
}

/** What a stage measured in each seed's run; an Error names a stage that is not there. */
export function stageValues(
  results: readonly JobResult[],
  name: string,
  labels: LabelSet,
  { stage, measure, when = "before" }: StageMeasure,
): number[] {
  return runsOf(results, name, labels).map(({ stagesBefore, stagesAfter }) => {
    const stages = when === "before" ? stagesBefore : stagesAfter;
    const found = stages.find((facts) => facts.stage === stage);
    if (found !== undefined) return found[measure];
    const known = stages.map((facts) => facts.stage).join(", ");
    throw new Error(`stage: expected one of ${known || "none, the run did not finish"}, got ${stage}`);
  });
}

export interface StageFigureOptions extends Omit<StageMeasure, "stage"> {
  readonly title: string;
  /** Axis title with unit. */
  readonly x: string;
  readonly stages: readonly string[];
  readonly layout?: Readonly<Record<string, unknown>>;
}

/** A measure along the network: a row for each stage and experiment, a dot for each seed; a colour an experiment. */
export function stageFigure(
  results: readonly JobResult[],
  labels: LabelSet,
  shown: Shown,
  { title, x, stages, layout = {}, ...of }: StageFigureOptions,
): Figure {
  const colors = experimentColours(Object.keys(shown));
  const groups = stages.flatMap((stage) =>
    Object.entries(shown).map(([name, called], i) => ({
      name: `${stage}, ${called}`,
      values: stageValues(results, name, labels, { ...of, stage }),
      color: at(colors, i),
    })),
  );
  const said = groups.map(({ name, values }) => `${name} ${mean(values).toPrecision(2)}`);
  const summary = `${LABEL_NAMES[labels]}: ${said.join("; ")}.`;
  return seedDots({ title, x, groups, layout, summary });
}

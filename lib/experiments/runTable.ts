import { markdownTable } from "../display/markdownTable";
import { at } from "../math/at";
import { type LabelSet } from "../training/config";

/** What the table reads of a run. */
export interface ListedRun {
  readonly name: string;
  readonly config: { readonly labels: LabelSet };
  readonly run: { readonly epochs: readonly ListedEpoch[] };
}

interface ListedEpoch {
  readonly trainLoss: number;
  readonly validation: { readonly ade: number };
}

/**
 * Runs as a Markdown table, a row for each experiment on each label set, seeds in the order of the runs: the error
 * after the last epoch (metres, validation), and by what share the mean training loss of the last epoch lies below the
 * first epoch's. A loss that falls by all of it began on high: it says nothing of the error.
 */
export function runTable(runs: readonly ListedRun[]): string {
  const groups = new Map<string, ListedRun[]>();
  for (const one of runs) {
    const key = `${one.name} ${one.config.labels}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const rows = [...groups.values()].map((group) => {
    const { name, config } = at(group, 0);
    const cells = [errorOf, fallOf].map((cellOf) => group.map(({ run }) => cellOf(run)).join(" · "));
    return [name, config.labels, ...cells];
  });
  return markdownTable(
    ["experiment", "labels", "error (m), each seed", "loss falls by (%), each seed"],
    rows,
  );
}

const errorOf = ({ epochs }: ListedRun["run"]): string =>
  at(epochs, epochs.length - 1).validation.ade.toFixed(2);

const fallOf = ({ epochs }: ListedRun["run"]): string =>
  (100 * (1 - at(epochs, epochs.length - 1).trainLoss / at(epochs, 0).trainLoss))
    .toFixed(0)
    .replace("-", "−");

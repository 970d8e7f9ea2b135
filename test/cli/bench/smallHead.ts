import { compare, type BenchRow } from "../../../lib/cli/bench/compare";
import { ENGINES, type Engine } from "../../../lib/cli/bench/engines";
import { headJob, type HeadJob } from "../../../lib/cli/bench/headJob";
import { type Runner } from "../../../lib/cli/bench/runner";

/** What an engine does with the small head; undefined: it takes no part. */
type Start = (engine: Engine) => ((job: HeadJob) => Promise<Runner>) | undefined;

/** One step of every engine that `start` gives a way for, at width 16 and batch 3; rejects if a loss differs by 1e-4. */
export function smallHeadRows(start: Start = ({ startHead }) => startHead): Promise<BenchRow[]> {
  const job = headJob(16, 3);
  const contenders = ENGINES.flatMap((engine) => {
    const begin = start(engine);
    return begin ? [{ ...engine, start: () => begin(job) }] : [];
  });
  return compare(contenders, {
    job: "head",
    batch: 3,
    blocks: 1,
    stepsPerBlock: 1,
    log: () => undefined,
  });
}

/** Names of the engines that ran, in the order of the table. */
export function measuredEngines(rows: readonly BenchRow[]): string[] {
  return rows.filter(({ kind }) => kind === "measured").map(({ engine }) => engine);
}

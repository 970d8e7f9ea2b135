import { at } from "../../math/at";
import { median, range } from "../../math/statistics";
import { type Runner } from "./runner";

/** One line of the table. */
export type BenchRow =
  | {
      readonly kind: "measured";
      readonly engine: string;
      readonly job: string;
      readonly batch: number;
      readonly threads: number;
      readonly minMs: number;
      readonly medianMs: number;
    }
  | {
      readonly kind: "absent";
      readonly engine: string;
      readonly job: string;
      readonly batch: number;
      readonly reason: string;
    };

/** An engine's way into one comparison. */
export interface Contender {
  readonly name: string;
  readonly exact: boolean;
  readonly start: () => Promise<Runner>;
}

export interface CompareOptions {
  readonly job: string;
  readonly batch: number;
  readonly blocks: number;
  readonly stepsPerBlock: number;
  /** Says what runs now. */
  readonly log: (line: string) => void;
}

interface Started extends Contender {
  readonly runner: Runner;
  readonly times: number[];
}

const WARM_UP = 5;
const LOSS_TOLERANCE = 1e-4;

/**
 * Starts the contenders, checks in the warm-up steps that exact ones have equal losses, then times blocks
 * of steps in turn, A B A B, so that a slow moment of the machine meets all alike. Memory is freed at the end.
 */
export async function compare(
  contenders: readonly Contender[],
  options: CompareOptions,
): Promise<BenchRow[]> {
  const { job, batch, blocks, stepsPerBlock, log } = options;
  const started: Started[] = [];
  const absent: BenchRow[] = [];
  try {
    for (const contender of contenders) {
      const engine = contender.name;
      try {
        started.push({ ...contender, runner: await contender.start(), times: [] });
      } catch (error) {
        absent.push({
          kind: "absent",
          engine,
          job,
          batch,
          reason: error instanceof Error ? error.message : String(error),
        });
      }
    }
    await requireEqualLosses(started, log);
    for (let block = 0; block < blocks; block++) {
      for (const { name, runner, times } of started) {
        log(`${job}, batch ${batch}, block ${block + 1} of ${blocks}: ${name}`);
        times.push(...(await runner.run(stepsPerBlock)).ms);
      }
    }
    return [...started.map((contender) => rowOf(contender, options)), ...absent];
  } finally {
    for (const { runner } of started) runner.dispose();
  }
}

/** The warm-up: the same first steps on every engine. */
async function requireEqualLosses(started: readonly Started[], log: (line: string) => void): Promise<void> {
  let reference: { readonly engine: string; readonly losses: readonly number[] } | undefined;
  for (const { name: engine, exact, runner } of started) {
    log(`warm-up: ${engine}`);
    const { losses } = await runner.run(WARM_UP);
    if (!exact) continue;
    reference ??= { engine, losses };
    const expected = reference.losses;
    losses.forEach((loss, i) => {
      if (Math.abs(loss - at(expected, i)) <= LOSS_TOLERANCE * Math.max(1, Math.abs(at(expected, i)))) return;
      throw new Error(
        `bench: expected ${engine} to have the loss of ${reference?.engine ?? ""} in step ${i}, ${at(expected, i)}, got ${loss}; times of different numbers are not compared`,
      );
    });
  }
}

function rowOf({ name: engine, runner, times }: Started, { job, batch }: CompareOptions): BenchRow {
  const [minMs] = range(times);
  return { kind: "measured", engine, job, batch, threads: runner.threads, minMs, medianMs: median(times) };
}

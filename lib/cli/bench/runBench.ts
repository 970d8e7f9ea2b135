import * as tf from "@tensorflow/tfjs";
import { cpus } from "node:os";
import { performance } from "node:perf_hooks";
import { memoryFloor } from "../../steps/dense/memoryFloor";
import { compare, type BenchRow } from "./compare";
import { ENGINES } from "./engines";
import { headJob } from "./headJob";

const BLOCK_BATCH = 4;

/** As the command line gives them. */
export interface BenchOptions {
  readonly hidden: string;
  readonly batches: string;
  readonly blocks: string;
  readonly steps: string;
}

export interface BenchResult {
  readonly rows: BenchRow[];
  /** Milliseconds below which no exact step of the head can be: see `memoryFloor`. */
  readonly floorMs: number;
}

/** Measures every job on every engine. */
export async function measure(options: BenchOptions): Promise<BenchResult> {
  const hidden = count(options.hidden, "--hidden");
  const timing = {
    blocks: count(options.blocks, "--blocks"),
    stepsPerBlock: count(options.steps, "--steps"),
    log: (line: string) => console.error(line),
  };
  const rows: BenchRow[] = [];
  for (const batch of options.batches.split(",").map((size) => count(size, "--batches"))) {
    const job = headJob(hidden, batch);
    const contenders = ENGINES.map((engine) => ({ ...engine, start: () => engine.startHead(job) }));
    rows.push(...(await compare(contenders, { job: "head", batch, ...timing })));
    const stock = ENGINES.flatMap(({ startAdam, ...engine }) =>
      startAdam ? [{ ...engine, start: () => startAdam(job) }] : [],
    );
    rows.push(...(await compare(stock, { job: "head, tf.train.adam", batch, ...timing })));
  }
  const blocks = ENGINES.flatMap((engine) => {
    const { startBlock } = engine;
    return startBlock ? [{ ...engine, start: () => startBlock(BLOCK_BATCH) }] : [];
  });
  rows.push(...(await compare(blocks, { job: "transformer block", batch: BLOCK_BATCH, ...timing })));
  const now = (): number => performance.now();
  return { rows, floorMs: memoryFloor({ hidden, now }) };
}

function count(text: string, option: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`bench ${option}: expected a positive whole number, got "${text}"; see bench --help`);
}

/** What the times were taken on. */
export function machine(): string {
  const processors = cpus();
  return `${processors[0]?.model ?? "unknown processor"}, ${processors.length} cores, Node ${process.versions.node}, tfjs ${tf.version.tfjs}`;
}

/** The rows as text, with each engine's speed beside stock WASM's. */
export function table(rows: readonly BenchRow[], floorMs: number): string {
  const lines = rows.map((row) => {
    const start = `${row.engine.padEnd(14)}${row.job.padEnd(19)}${String(row.batch).padStart(5)}`;
    if (row.kind === "absent") return `${start}  absent: ${row.reason}`;
    const { threads, minMs, medianMs } = row;
    const ratio = ratioToStock(row, rows);
    return `${start}${String(threads).padStart(9)}${minMs.toFixed(1).padStart(10)}${medianMs.toFixed(1).padStart(11)}${ratio.padStart(12)}`;
  });
  const heading = "engine        job                batch  threads    min ms  median ms  × wasm-stock";
  const floor = `memory floor of the head's step, 28 bytes a parameter: ${floorMs.toFixed(1)} ms`;
  return [machine(), "one training step: forward, backward, clip, AdamW", heading, ...lines, floor].join(
    "\n",
  );
}

/** How often the engine's fastest step fits into stock WASM's. */
function ratioToStock(row: BenchRow, rows: readonly BenchRow[]): string {
  const stock = rows.find(
    (other) => other.engine === "wasm-stock" && other.job === row.job && other.batch === row.batch,
  );
  if (row.kind === "absent" || stock?.kind !== "measured") return "";
  return (stock.minMs / row.minMs).toFixed(1);
}

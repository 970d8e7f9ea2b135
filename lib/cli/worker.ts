import { availableParallelism } from "node:os";
import { type Command } from "commander";
import { type WorkEnd } from "../experiments/engines/bench";
import { wholeNumber } from "./engineOptions";

interface WorkerFlags {
  readonly engine: string;
  readonly threads?: number;
  readonly untilEmpty?: boolean;
}

/** What each end of a worker's work means to whoever started it; 75 is `EX_TEMPFAIL`: start it again. */
const EXIT: Readonly<Record<WorkEnd, number>> = { stopped: 0, empty: 0, unfit: 2, "cut off": 75 };

/** `worker`: makes runs that coordinators give out at an address. */
export function registerWorker(program: Command): void {
  program
    .command("worker")
    .description("make runs for others who give them out with --engine (help many-machines says more)")
    .requiredOption("--engine <address>", "where: redis://host[:port] or folder:<path>")
    .option(
      "--threads <n>",
      "runs at the same time (default: one per core)",
      wholeNumber("--threads", 1, 1024),
    )
    .option("--until-empty", "end when nothing is left to do")
    .action(worker);
}

/** Works until SIGTERM or Ctrl-C, which give back what is under way, or until it finds that it does not belong here. */
async function worker({
  engine,
  threads = availableParallelism(),
  untilEmpty = false,
}: WorkerFlags): Promise<void> {
  const { placeAt } = await import("../experiments/engines/address.js");
  const { work } = await import("../experiments/engines/workLoop.js");
  const stop = new AbortController();
  const stopped = (): void => stop.abort(new Error("stopped"));
  for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, stopped);
  const place = await placeAt(engine);
  const say = (line: string): void => console.error(line);
  say(`worker ${process.pid}: ${threads} at a time, from ${place.shown}`);
  try {
    const end = await work(place, { threads, untilEmpty, signal: stop.signal, say });
    say(`worker ${process.pid}: ended, ${end}`);
    process.exitCode = EXIT[end];
  } finally {
    await place.close();
  }
}

import { type Command } from "commander";
import { engineOptions, wholeNumber, type EngineFlags } from "./engineOptions";
import { withProgress } from "./results";

interface SweepFlags extends EngineFlags {
  readonly threads?: number;
  readonly store?: string;
  readonly csv?: string;
  readonly json?: boolean;
}

/** `sweep`: every combination of some settings, each with several seeds, and what each changes. */
export function registerSweep(program: Command): void {
  const command = program
    .command("sweep")
    .description("make the runs of a grid or list of settings and judge each against a base")
    .argument("<file>", "YAML: speed, seeds, labels, data, settings, grid or list, base")
    .option(
      "--threads <n>",
      "runs at the same time (default: one per core)",
      wholeNumber("--threads", 1, 1024),
    )
    .option("--store <folder>", "where finished runs are kept (default: data/runs)")
    .option("--csv <file>", "write one line per run")
    .option("--json", "print the table as JSON")
    .action(sweep);
  for (const option of engineOptions()) command.addOption(option);
}

async function sweep(
  file: string,
  { threads, store, csv, json = false, ...engine }: SweepFlags,
): Promise<void> {
  const { readSweep } = await import("../experiments/sweepFile.js");
  const asked = readSweep(file);
  const { runSweep, sweepCsv, sweepTable } = await import("../experiments/sweep.js");
  const { runStore } = await import("../experiments/runStore.js");
  const kept = { store: runStore(store) };
  const rows = await withProgress((options) => runSweep(asked, { ...options, ...kept }), engine, threads);
  if (rows === undefined) return;
  if (csv !== undefined) {
    const { atomicWrite } = await import("../files/atomicWrite.js");
    atomicWrite(csv, sweepCsv(rows));
  }
  if (json) {
    const { toLosslessJson } = await import("../files/losslessJson.js");
    console.log(toLosslessJson(rows));
  } else console.log(sweepTable(rows, asked.base));
}

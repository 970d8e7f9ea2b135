import type { KnownLimits } from "../experiments/cureText";
import type { Speed } from "../training/config";
import type { EngineFlags } from "./engineOptions";
import { withProgress } from "./results";

/** `results --cure`: makes the cure's runs and prints its steps, each step on wrong labels, and its report. */
export async function reportCure(speed: Speed, flags: EngineFlags): Promise<void> {
  const { CURE } = await import("../experiments/cure.js");
  const { experimentRuns } = await import("../experiments/experimentRuns.js");
  const tables = await import("../experiments/cureTables.js");
  const { TOWN_LIMITS } = await import("../experiments/townLimits.js");
  const { cureTable, reportTable } = await import("../experiments/cureText.js");
  const names = ["beforeFrozen", ...Object.keys(CURE)] as Parameters<typeof experimentRuns>[0];
  const made = await withProgress((options) => experimentRuns(names, { ...options, speed }), flags);
  if (made === undefined) return;
  const reported = made.filter(({ name }) => name === "cureReport");
  const print = (heading: string, table: string): void => console.log(`${heading}\n\n${table}\n`);
  print("Right labels, step upon step, validation:", cureTable(tables.cureRows(made)));
  print("Fine-tuning:", cureTable(tables.fineTuningRows(made)));
  print("Without the speed:", cureTable(tables.objectionRows(made)));
  print("Wrong labels, each step alone, validation:", cureTable(tables.wrongRows(made)));
  print(
    "The cure, reported once:",
    reportTable(tables.reportRows(reported), { ...TOWN_LIMITS, test: await testLimits() }),
  );
}

/** What the generator measured on the town of the test recordings. */
async function testLimits(): Promise<KnownLimits> {
  const { ensureDataset } = await import("../simulator/ensureDataset.js");
  const { readNoiseFloor } = await import("../simulator/noiseFloor.js");
  const { floor, kinds } = readNoiseFloor(await ensureDataset({ size: "small" })).motion;
  return { floor: floor.ade, turnCeiling: kinds.turning?.r.y ?? NaN };
}

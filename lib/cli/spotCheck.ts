import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { atomicWrite } from "../files/atomicWrite";
import { projectRoot } from "../files/projectRoot";
import type { Speed } from "../training/config";
import { reportComparisons } from "./reproduce";
import { withProgress } from "./results";

/**
 * Makes some of the recorded runs of a speed again, here, before they are believed, and says in one line how they go
 * with their records; exit code 1 when one came to another result. What was checked here before, of the same code,
 * records and machine, is not checked again. Undefined when Ctrl-C ended it.
 */
export async function checkRecords(speed: Speed): Promise<"checked" | "nothing to check" | undefined> {
  const { experimentJobs } = await import("../experiments/experimentRuns.js");
  const { experimentsAt } = await import("../experiments/experiments.js");
  const { recordedRuns } = await import("../experiments/records/recordedRuns.js");
  const { chooseSpots, spotCheck } = await import("../experiments/records/spotCheck.js");
  const { versions } = await import("../experiments/engines/canary.js");
  const { hashOf } = await import("../experiments/engines/wire.js");
  const records = recordedRuns(speed);
  const state = hashOf([JSON.stringify(records.manifest), versions()].join("\n"));
  if (records.manifest === undefined || isRemembered(speed, state)) return "nothing to check";
  const found = await withProgress((options) => {
    const chosen = chooseSpots(experimentJobs(experimentsAt(speed), { ...options, speed }), records);
    return spotCheck(chosen, options.engine);
  }, {});
  if (found === undefined) return undefined;
  if (found.length === 0) return "nothing to check";
  reportComparisons(found, `on record at ${speed} made again here`);
  if (found.every(({ comparison }) => comparison.kind !== "other")) remember(speed, state);
  return "checked";
}

const file = (speed: Speed): string => join(projectRoot(), ".seven-fixes", `records-checked-${speed}.txt`);

const isRemembered = (speed: Speed, state: string): boolean =>
  existsSync(file(speed)) && readFileSync(file(speed), "utf8") === state;

const remember = (speed: Speed, state: string): void => atomicWrite(file(speed), state);

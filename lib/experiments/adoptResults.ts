import { createHash } from "node:crypto";
import { SPEEDS, type Speed } from "../training/config";
import { numericCodeHash } from "./codeHash";
import { experimentJobs, type ExperimentOptions } from "./experimentRuns";
import { experimentsAt } from "./experiments";
import { describeComparison } from "./records/compareRuns";
import { readManifest, writeManifest } from "./records/recordFiles";
import { recordedRuns } from "./records/recordedRuns";
import { readStudy, writeStudy } from "./studyFile";
import { STUDY_NAMES } from "./studies";
import { recordedJobs, reproduce, type RecordedJob } from "./records/reproduce";

/** What came of `adoptResults`. */
export type Adoption =
  | { readonly kind: "adopted"; readonly runs: number; readonly speeds: readonly Speed[] }
  | { readonly kind: "refused"; readonly differences: readonly string[] };

/** Which share of the runs at laptop speed is made again. */
const LAPTOP_SHARE = 0.1;

/**
 * Gives recorded runs this code's hash without making all again, after a change that moves no number: one run of every
 * experiment on each label set at `fast` and a tenth of all at `laptop` must have the recorded bits; then only the
 * manifests and studies move. Else nothing is written and the differences are told. Needs a started backend. Throws when no runs at `fast`
 * are on record.
 */
export async function adoptResults(
  options: Omit<ExperimentOptions, "speed" | "seed" | "seeds"> = {},
  folder?: string,
): Promise<Adoption> {
  const chosen = [
    ...jobsAt("fast", { ...options, seeds: 1 }, folder),
    ...tenth(jobsAt("laptop", options, folder)),
  ];
  if (chosen.length === 0)
    throw new Error("results --adopt: expected recorded runs, got none; run results --speed fast --write");
  const found = await reproduce(chosen, options);
  const differences = found.flatMap(({ run, comparison }) => describeComparison(run, comparison) ?? []);
  if (differences.length > 0) return { kind: "refused", differences };
  const before = readManifest("fast", folder)?.code;
  const manifests = SPEEDS.flatMap((speed) => readManifest(speed, folder) ?? []).filter(
    ({ code }) => code === before, // what is older was not made by the code that these runs stand for
  );
  for (const manifest of manifests) writeManifest({ ...manifest, code: numericCodeHash() }, folder);
  for (const study of SPEEDS.flatMap((speed) =>
    STUDY_NAMES.flatMap((name) => readStudy(name, speed, folder) ?? []),
  ))
    if (study.code === before) writeStudy({ ...study, code: numericCodeHash() }, folder);
  return { kind: "adopted", runs: found.length, speeds: manifests.map(({ speed }) => speed) };
}

/** The jobs on record at a speed, by whatever code. */
function jobsAt(speed: Speed, options: ExperimentOptions, folder: string | undefined): RecordedJob[] {
  const code = readManifest(speed, folder)?.code;
  if (code === undefined) return [];
  const records = recordedRuns(speed, { code, ...(folder === undefined ? {} : { folder }) });
  return recordedJobs(experimentJobs(experimentsAt(speed), { ...options, speed }), records);
}

/** A tenth of the jobs, others for each code. */
function tenth(jobs: readonly RecordedJob[]): RecordedJob[] {
  const code = numericCodeHash();
  const placeOf = (run: string): number =>
    Number.parseInt(createHash("sha256").update(`${code} ${run}`).digest("hex").slice(0, 8), 16) / 2 ** 32;
  return jobs.filter(({ run }) => placeOf(run) < LAPTOP_SHARE);
}

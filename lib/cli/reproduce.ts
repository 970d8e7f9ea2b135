import { Option, type Command } from "commander";
import { experimentsAt } from "../experiments/experiments";
import { describeComparison } from "../experiments/records/compareRuns";
import type { Reproduced } from "../experiments/records/reproduce";
import { SPEEDS, type Speed } from "../training/config";
import { engineOptions, wholeNumber, type EngineFlags } from "./engineOptions";
import { withProgress } from "./results";

const FINDING = 1;

interface ReproduceFlags extends EngineFlags {
  readonly speed: Speed;
  readonly part?: number;
  readonly seconds: number;
  readonly firstEpoch?: boolean;
}

/** `reproduce`: makes the recorded runs again, whoever made them, and compares every bit. */
export function registerReproduce(program: Command): void {
  const command = program
    .command("reproduce")
    .description("make all recorded runs again and compare them with the record, bit for bit")
    .addOption(new Option("--speed <speed>", "which runs").choices(SPEEDS).default("laptop"))
    .option(
      "--part <number>",
      "only one of the parts that take --seconds each; counted round and round",
      wholeNumber("--part", 0, 1e9),
    )
    .option(
      "--seconds <count>",
      "training time of a part, summed over threads",
      wholeNumber("--seconds", 1, 1e6),
      120,
    )
    .option("--first-epoch", "of a fine-tuned run, fifty times as long, make the first epoch only")
    .action(reproduceRuns);
  for (const option of engineOptions()) command.addOption(option);
}

async function reproduceRuns({
  speed,
  part,
  seconds,
  firstEpoch: isCut = false,
  ...engine
}: ReproduceFlags): Promise<void> {
  const { experimentJobs } = await import("../experiments/experimentRuns.js");
  const { recordedRuns } = await import("../experiments/records/recordedRuns.js");
  const { firstEpoch, partOf, recordedJobs, reproduce } = await import("../experiments/records/reproduce.js");
  const found = await withProgress(async (options) => {
    const jobs = experimentJobs(experimentsAt(speed), { ...options, speed });
    const recorded = recordedJobs(jobs, recordedRuns(speed));
    const all = isCut ? recorded.map((one) => (one.fineTuned ? firstEpoch(one) : one)) : recorded;
    if (all.length === 0)
      throw new Error(
        `reproduce: expected recorded runs at ${speed} of this code and town, got none; results --speed ${speed} --write records them`,
      );
    return reproduce(part === undefined ? all : partOf(all, part, seconds), options);
  }, engine);
  if (found !== undefined) reportComparisons(found, `made again at ${speed}`);
}

/** Says how runs go with their records; exit code 1 when one came to another result. */
export function reportComparisons(found: readonly Reproduced[], what: string): void {
  const count = (kind: Reproduced["comparison"]["kind"]): number =>
    found.filter(({ comparison }) => comparison.kind === kind).length;
  for (const { run, comparison } of found) {
    const line = describeComparison(run, comparison);
    if (line !== undefined) console.error(line);
  }
  const [same, close, other] = [count("same"), count("close"), count("other")];
  const rest = [
    ...(close > 0 ? [`${close} differ by less than 1e-6 of the error`] : []),
    ...(other > 0 ? [`${other} came to another result`] : []),
  ];
  console.error([`${found.length} runs ${what}: ${same} have the recorded bits`, ...rest].join(", "));
  if (other > 0) process.exitCode = FINDING;
}

import { join } from "node:path";
import { readOwnRun } from "../doctor/readers/readOwnRun";
import { type ReadRun } from "../doctor/readers/logEvidence";
import { projectRoot } from "../files/projectRoot";

/** Logs that strangers left in public repositories; data/logs/README.md says whose, and under which licence. */
const FILES = {
  telescope: "ml-aos-healthy.csv",
  pendulum: "pendulum-plateau.csv",
  chip: "chip-restarts-zero-loss.jsonl",
} as const;

/** One of the strangers' logs, read. */
export function strangersLog(name: keyof typeof FILES): Promise<ReadRun> {
  return readOwnRun({ log: exampleFile(FILES[name]) });
}

/** The path of a file in data/logs. */
export function exampleFile(name: string): string {
  return join(projectRoot(), "data", "logs", name);
}

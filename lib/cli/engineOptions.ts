import { Option } from "commander";
import { type RunEngine } from "../experiments/engines/runEngine";

/** The parser of a whole number in a range. */
export function wholeNumber(name: string, low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== "" && Number.isInteger(value) && value >= low && value <= high) return value;
    throw new Error(`${name}: expected a whole number from ${low} to ${high}, got "${text}"; correct it`);
  };
}

/** Who makes the runs, and how sure one wants to be. */
export interface EngineFlags {
  readonly engine?: string;
  readonly verify?: number;
}

/** `--engine` and `--verify`. */
export const engineOptions = (): readonly Option[] => [
  new Option(
    "--engine <address>",
    "have workers make the runs: redis://host[:port] or folder:<path> (help many-machines)",
  ),
  new Option(
    "--verify <share>",
    "make that share of the runs twice, on two workers, and compare every bit",
  ).argParser(share),
];

/** A share as `1%` or `0.01`. */
function share(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(%?)$/.exec(text.trim());
  const value = Number(match?.[1] ?? NaN) / (match?.[2] === "%" ? 100 : 1);
  if (value >= 0 && value <= 1) return value;
  throw new Error(`--verify: expected a share from 0% to 100%, got "${text}"; correct it`);
}

/**
 * Does work with the engine that the flags ask for, threads of this process by default, and closes it after.
 * What the engine has to say goes to stderr.
 */
export async function withEngine<T>(
  { engine: address, verify = 0 }: EngineFlags,
  workWith: (engine: RunEngine) => Promise<T>,
  threads?: number,
): Promise<T> {
  const { verified } = await import("../experiments/engines/verify.js");
  const engine = await engineOf(address, threads);
  try {
    return await workWith(verify > 0 ? verified(engine, verify) : engine);
  } finally {
    await engine.close();
  }
}

async function engineOf(address: string | undefined, threads: number | undefined): Promise<RunEngine> {
  if (address === undefined) {
    const { threadEngine } = await import("../experiments/engines/threads.js");
    return threadEngine(threads);
  }
  const { engineAt } = await import("../experiments/engines/address.js");
  const { printAbove } = await import("../task/progress.js");
  return engineAt(address, (line) => printAbove(`${line}\n`));
}

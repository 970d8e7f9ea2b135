import { Option } from "commander";

/** The parser of a whole number in a range. */
export function wholeNumber(name: string, low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== "" && Number.isInteger(value) && value >= low && value <= high) return value;
    throw new Error(`${name}: expected a whole number from ${low} to ${high}, got "${text}"`);
  };
}

/** Who makes the runs, and how sure one wants to be. */
export interface EngineFlags {
  readonly engine?: string;
  readonly verify?: number;
}

/** `--engine`. */
export const engineOption = (): Option =>
  new Option(
    "--engine <address>",
    "make the runs elsewhere: redis://host[:port] or folder:<path>, where workers fetch them (help many-machines)",
  );

/** `--verify`. */
export const verifyOption = (): Option =>
  new Option(
    "--verify <share>",
    "make that share of the runs twice, on two workers, and compare every bit",
  ).argParser(share);

/** A share as `1%` or `0.01`. */
function share(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(%?)$/.exec(text.trim());
  const value = Number(match?.[1] ?? NaN) / (match?.[2] === "%" ? 100 : 1);
  if (value >= 0 && value <= 1) return value;
  throw new Error(`--verify: expected a share from 0% to 100%, got "${text}"`);
}

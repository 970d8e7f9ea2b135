/** The environment variable that says which town everything uses that is not told a seed. */
const VARIABLE = "SEVEN_FIXES_DATA_SEED";

/** The seed of the data set that results are kept of. */
export const DEFAULT_DATA_SEED = 1;

/** The data seed of this session: `SEVEN_FIXES_DATA_SEED` where set, else 1. Throws on no whole number. */
export function dataSeed(env: NodeJS.ProcessEnv = process.env): number {
  const text = env[VARIABLE];
  return text === undefined ? DEFAULT_DATA_SEED : parseDataSeed(text, VARIABLE);
}

/** Lets everything from here on, and every process started from here, use the town of this seed. */
export function useDataSeed(seed: number, env: NodeJS.ProcessEnv = process.env): void {
  env[VARIABLE] = String(seed);
}

/** A data seed from the command line or the environment; an error names where it stood. */
export function parseDataSeed(text: string, where = "--data-seed"): number {
  const seed = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(seed)) return seed;
  throw new Error(`${where}: expected a whole number, got "${text}"; use 1, 2, 3, …`);
}

import { DatasetError } from "../datasetError";

/** What a plain file cannot say of itself; every field is a `check-data` option. */
export interface FileOptions {
  /** Seconds between two rows of a trajectory, or between two poses of a table without times. */
  readonly seconds?: number;
  /** Which array of an `.npz` or `.json` with several. */
  readonly array?: string;
  /** Names of the sample, time, x and y columns of a long table. */
  readonly columns?: readonly string[];
  /** Order of a flat row: x, y of each step in turn, or all x before all y. */
  readonly order?: CellOrder;
}

/** Refuses options that say nothing about this kind of file: none is passed over in silence. */
export function refuseOptions(
  file: string,
  options: FileOptions,
  { names, kind }: { readonly names: readonly (keyof FileOptions)[]; readonly kind: string },
): void {
  const given = names.find((name) => options[name] !== undefined);
  if (given === undefined) return;
  throw new DatasetError(
    file,
    `--${given}`,
    `expected a file it says something about, got ${kind}; leave it out`,
  );
}

export type CellOrder = "xyxy" | "xxyy";

import { readFileSync } from "node:fs";
import { type NpyArray } from "../../files/npy";
import { at } from "../../math/at";
import { DatasetError } from "../datasetError";
import { chosenArray, npyArray, npzArrays, targetsOfArray } from "./arrays";
import { contentKind } from "./contentKind";
import { type FileOptions, refuseOptions } from "./fileOptions";
import { jsonArrays } from "./jsonArrays";
import { isLongTable, targetsOfLongTable } from "./longTable";
import { poseFormat, readPoseTable, type PoseFile } from "./poseTable";
import { parseTable, type Table } from "./table";
import { type Targets } from "./targets";
import { targetsOfWideTable } from "./wideTable";

/** What a plain file holds: trajectories in the ego frame, or the poses of a drive. */
export type PlainFile = ({ readonly kind: "targets" } & Targets) | ({ readonly kind: "poses" } & PoseFile);

/**
 * Reads `.npy`, `.npz`, `.json` or a table of text, told apart by their content. Throws a DatasetError that says what
 * was found, what is wanted and the option that would help.
 */
export function readPlainFile(file: string, options: FileOptions = {}): PlainFile {
  const bytes = content(file);
  const kind = contentKind(file, bytes);
  switch (kind) {
    case "npy":
      refuseOptions(file, options, { names: ["array"], kind: "one array" });
      return fromArray(file, npyArray(file, bytes), options);
    case "zip":
      return fromArray(file, chosenArray(file, npzArrays(file, bytes), options.array), options);
    case "json": {
      const arrays = jsonArrays(
        file,
        Buffer.from(bytes)
          .toString("utf8")
          .replace(/^\uFEFF/, ""),
      );
      return fromArray(file, chosenArray(file, arrays, options.array), options);
    }
    case "text":
      return fromTable(file, parseTable(file, Buffer.from(bytes).toString("utf8")), options);
    default:
      throw new Error(`unknown content: ${String(kind satisfies never)}`);
  }
}

function content(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new DatasetError(file, "content", `expected a readable file, got ${code}`, { cause: error });
  }
}

function fromArray(file: string, array: NpyArray, options: FileOptions): PlainFile {
  const flat = array.shape.length === 2;
  refuseOptions(file, options, {
    names: flat ? ["columns"] : ["columns", "order"],
    kind: `an array of (${array.shape.join(", ")})`,
  });
  return { kind: "targets", ...targetsOfArray(file, array, options) };
}

function fromTable(file: string, table: Table, options: FileOptions): PlainFile {
  refuseOptions(file, options, { names: ["array"], kind: "a table" });
  const format = options.columns === undefined ? poseFormat(table) : undefined;
  if (format !== undefined) {
    refuseOptions(file, options, { names: ["order"], kind: "a table of poses" });
    return { kind: "poses", ...readPoseTable(file, table, format, options) };
  }
  if (options.columns === undefined) refuseTracks(file, table);
  if (!isLongTable(table, options)) return { kind: "targets", ...targetsOfWideTable(file, table, options) };
  refuseOptions(file, options, { names: ["order"], kind: "a table with one row a step" });
  return { kind: "targets", ...targetsOfLongTable(file, table, options) };
}

/** Frame, id, x, y of many agents (ETH, UCY): places in the world, one a line, no targets. */
function refuseTracks(file: string, { names, rows }: Table): void {
  if (at(rows, 0).numbers.length !== 4 || (names !== undefined && !/^frame/.test(names[0] ?? ""))) return;
  const keys = rows.map(({ numbers }) => numbers.slice(0, 2));
  const frames = new Set(keys.map(([frame]) => frame)).size;
  const agents = new Set(keys.map(([, agent]) => agent)).size;
  const whole = keys.flat().every(Number.isInteger);
  if (
    !whole ||
    frames === rows.length ||
    agents === rows.length ||
    new Set(keys.map(String)).size < rows.length
  )
    return;
  throw new DatasetError(
    file,
    "content",
    `expected targets in the ego frame, got frame, id, x, y of ${agents} agents in ${frames} frames (tracks in the world, as ETH and UCY have them); cut windows of each agent, turn them to start at (0, 0) along x, write them as sample,t,x,y`,
  );
}

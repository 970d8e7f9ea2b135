import { DatasetError } from "../../dataset/datasetError";
import { product } from "../../math/product";
import { type Pairs } from "../evidence";
import { type Matrix, readMatrix, readPairFile, readPast, WANTED } from "./pairFile";
import { type OnBytes } from "./textLines";

/** The files that hold pairs and what goes with them. */
export interface PairSources {
  readonly predictions?: string;
  readonly targets?: string;
  readonly trainPredictions?: string;
  readonly inputs?: string;
  readonly past?: string;
  /** Between two steps of a trajectory x, y, x, y …. */
  readonly seconds?: number;
}

/** Pairs, and what a person should know of their reading. */
export interface ReadPairs {
  readonly pairs: readonly Pairs[];
  readonly notes: readonly string[];
}

/**
 * The pairs of the given files, held-out ones first. Errors: a DatasetError when lengths or widths differ, a side is
 * missing or nothing finite is in it.
 */
export async function readPairs(sources: PairSources, onBytes?: OnBytes): Promise<ReadPairs> {
  const notes: string[] = [];
  const pairs: Pairs[] = [];
  const { predictions, trainPredictions, seconds } = sources;
  if (predictions !== undefined) {
    const base = await heldOut(predictions, sources.targets, notes, onBytes);
    pairs.push({ ...base, ...(await aside(base, sources)) });
  }
  if (trainPredictions !== undefined) {
    const read = await readPairFile(trainPredictions, "prediction", onBytes);
    if (read.kind === "one")
      throw new DatasetError(
        trainPredictions,
        "columns",
        `expected targets beside the predictions, got none; ${WANTED}`,
      );
    pairs.push(pairsOf(trainPredictions, read, "train", notes));
  }
  if (seconds !== undefined)
    for (const one of pairs) checkTrajectory(predictions ?? trainPredictions ?? "", one);
  return { pairs, notes };
}

async function heldOut(
  file: string,
  targets: string | undefined,
  notes: string[],
  onBytes?: OnBytes,
): Promise<Pairs> {
  const read = await readPairFile(file, "prediction", onBytes);
  if (targets === undefined) {
    if (read.kind === "both") return pairsOf(file, read, "held-out", notes);
    const { shape } = read.matrix;
    throw new DatasetError(
      file,
      "content",
      `expected targets beside the predictions, got predictions alone (${shape.join(", ")}); add --targets FILE, or ${WANTED}`,
    );
  }
  if (read.kind === "both")
    throw new DatasetError(
      file,
      "--targets",
      "expected predictions alone beside it, got a file that has targets too; leave --targets out",
    );
  const other = await readPairFile(targets, "target", onBytes);
  if (other.kind === "both")
    throw new DatasetError(
      targets,
      "--targets",
      "expected targets alone, got a file that has predictions too; give it as --predictions",
    );
  return pairsOf(file, { targets: other.matrix, predictions: read.matrix }, "held-out", notes);
}

interface Sides {
  readonly targets: Matrix;
  readonly predictions: Matrix;
  readonly names?: readonly string[];
}

function pairsOf(
  file: string,
  { targets, predictions, names }: Sides,
  split: Pairs["split"],
  notes: string[],
): Pairs {
  const [n, d] = sizeOf(targets);
  const [m, e] = sizeOf(predictions);
  const shapes = `(${predictions.shape.join(", ")}) and targets of (${targets.shape.join(", ")})`;
  if (n === 0 || d === 0 || m === 0)
    throw new DatasetError(
      file,
      "content",
      `expected at least one row, got predictions of ${shapes}; ${WANTED}`,
    );
  if (n !== m)
    throw new DatasetError(
      file,
      "rows",
      `expected a prediction for each of ${n} targets, got ${m}; write both in the same order, one row a sample`,
    );
  if (d !== e) {
    const broadcast =
      e === n ? ": a (N, 1) against a (N) was broadcast; squeeze it" : "; save as many columns as targets";
    throw new DatasetError(
      file,
      "columns",
      `expected ${d} outputs as in the targets, got predictions of ${shapes}${broadcast}`,
    );
  }
  const isBroadcast = targets.shape.length !== predictions.shape.length;
  if (isBroadcast) notes.push(`predictions of ${shapes} were laid side by side; a loss would broadcast them`);
  for (const [what, side] of [
    ["targets", targets],
    ["predictions", predictions],
  ] as const)
    if (!side.rows.some((row) => row.some(Number.isFinite)))
      throw new DatasetError(
        file,
        what,
        `expected numbers, got NaN in all of ${n} rows; write what the model gave`,
      );
  notes.push(`${n} ${split} pairs of ${d === 1 ? "one output" : `${d} outputs`}`);
  return {
    targets: targets.rows,
    predictions: predictions.rows,
    split,
    ...(names === undefined ? {} : { names }),
    ...(isBroadcast ? { shapes: { targets: targets.shape, predictions: predictions.shape } } : {}),
  };
}

function sizeOf({ rows, shape }: Matrix): [number, number] {
  return [shape[0] ?? 0, rows[0]?.length ?? 0];
}

/** Inputs and the past of held-out rows. */
async function aside(
  { targets }: Pairs,
  { inputs, past, seconds }: PairSources,
): Promise<Pick<Pairs, "inputs" | "past">> {
  const n = targets.length;
  const read = inputs === undefined ? undefined : (await readMatrix(inputs)).rows;
  if (inputs !== undefined && read?.length !== n)
    throw new DatasetError(
      inputs,
      "rows",
      `expected inputs of each of ${n} pairs, got ${read?.length ?? 0}; write them in the same order`,
    );
  const width = targets[0]?.length ?? 0;
  const steps = past === undefined ? undefined : await pastOf(past, n, seconds === undefined ? width : 2);
  return { ...(read === undefined ? {} : { inputs: read }), ...(steps === undefined ? {} : { past: steps }) };
}

/** [N, P, C], oldest first. */
async function pastOf(file: string, n: number, coordinates: number): Promise<number[][][]> {
  const read = await readPast(file);
  const { shape } = read;
  const width = product(shape.slice(1));
  const deep = shape.length === 3 && shape[2] !== coordinates;
  if (shape[0] !== n || deep || width === 0 || width % coordinates !== 0)
    throw new DatasetError(
      file,
      "shape",
      `expected (${n}, P, ${coordinates}), got (${shape.join(", ")}); ${coordinates === 2 ? "write x, y of each past step, oldest first" : "write every output of each past step, oldest first; for trajectories add --seconds S"}`,
    );
  return Array.from({ length: n }, (_, row) => {
    const flat = "data" in read ? read.data.subarray(row * width, (row + 1) * width) : (read.rows[row] ?? []);
    return Array.from({ length: width / coordinates }, (_, step) =>
      Array.from(flat.slice(step * coordinates, (step + 1) * coordinates)),
    );
  });
}

function checkTrajectory(file: string, { targets }: Pairs): void {
  const width = targets[0]?.length ?? 0;
  if (width % 2 === 0) return;
  throw new DatasetError(
    file,
    "--seconds",
    `expected x, y, x, y … at equal steps, got ${width} outputs; leave --seconds out`,
  );
}

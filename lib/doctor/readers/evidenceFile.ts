import { DatasetError } from "../../dataset/datasetError";
import { type CheckResult } from "../../dataset/audit/check";
import { type JsonField, wrong } from "../../dataset/jsonField";
import { type Curve, type Evidence, type Pairs } from "../evidence";
import { valueOf } from "./curves";
import { LOSSES, SCHEDULES } from "../recipe";
import { OPTIMIZER, OUTPUTS, SCALING, TRAJECTORY } from "./settingsShape";
import { flag, list, matrix, number, numbers, object, oneOf, type Shape, text } from "./jsonShape";

/** Members that only evidence has, beside `format`. */
const PARTS = ["curves", "pairs", "settings", "data", "start", "stages", "layers", "modes", "trials"];

/** Whether a parsed JSON value means to be evidence. */
export function isEvidence(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return "format" in value && !("epochs" in value) && PARTS.some((part) => part in value);
}

/** The evidence in a parsed JSON value. Errors: a DatasetError names the first member that is none. */
export function parseEvidence(file: string, value: unknown): Evidence {
  const evidence = SHAPE({ file, path: "content", value });
  evidence.pairs?.forEach((pairs, i) => checkLengths(file, `pairs[${i}]`, pairs));
  return evidence;
}

function checkLengths(file: string, path: string, { targets, predictions, past, inputs }: Pairs): void {
  const n = targets.length;
  for (const [name, rows] of Object.entries({ predictions, past, inputs })) {
    if (rows === undefined || rows.length === n) continue;
    throw new DatasetError(
      file,
      `${path}.${name}`,
      `expected a row for each of ${n} targets, got ${rows.length}; write all in one order`,
    );
  }
  if (n === 0)
    throw new DatasetError(file, `${path}.targets`, "expected at least one row, got none; leave pairs out");
}

const format: Shape<1> = (field) => {
  if (field.value !== 1) throw wrong(field, "1");
  return 1;
};

const curve: Shape<Curve> = (field) => {
  const read = CURVE(field);
  if (read.at.length !== read.values.length)
    throw wrong(
      childOf(field, "values", `${read.values.length} values`),
      `a value for each of ${read.at.length} places in at`,
    );
  return { ...read, values: read.values.map(valueOf) };
};

function childOf({ file, path }: JsonField, name: string, value: unknown): JsonField {
  return { file, path: `${path}.${name}`, value };
}

const CURVE = object(
  {
    name: text,
    role: oneOf(
      ...(["train-loss", "validation-loss", "train-metric", "validation-metric"] as const),
      ...(["learning-rate", "gradient-norm", "other"] as const),
    ),
    x: oneOf("epoch", "step"),
    at: numbers,
    values: numbers,
  },
  {},
);

const PAIRS = object(
  { targets: matrix, predictions: matrix, split: oneOf("held-out", "train") },
  { names: list(text), past: list(matrix), inputs: matrix },
);

const SETTINGS = object(
  {},
  {
    loss: oneOf(...LOSSES, "custom"),
    ...{ delta: number, optimizer: OPTIMIZER, finalRate: number, warmupShare: number, batchSize: number },
    schedule: oneOf(...SCHEDULES),
    ...{ accumulation: number, epochs: number, seed: number, scaling: SCALING },
    ...{ outputs: OUTPUTS, trajectory: TRAJECTORY },
  },
);

const range: Shape<[number, number]> = (field) => {
  const [low, high, ...more] = numbers(field);
  if (low === undefined || high === undefined || more.length > 0) throw wrong(field, "[lowest, highest]");
  return [low, high];
};

/** What `check-data --json` printed. */
const audit: Shape<CheckResult[]> = list((field) => {
  const { kind } = (field.value ?? {}) as { readonly kind?: unknown };
  oneOf("finding", "clear", "skipped")(childOf(field, "kind", kind));
  return field.value as CheckResult;
});

const DATA = object(
  {
    ...{ trainRows: number, heldOutRows: number, targetMean: numbers, targetStd: numbers },
    targetRange: list(range),
  },
  { inputStd: numbers, lossOfBestConstant: number, audit },
);

const STAGE = object(
  {
    ...{
      stage: text,
      when: oneOf("start", "end"),
      std: number,
      meanNorm: number,
      centredCosineSpread: number,
    },
    ...{ effectiveRank: number, deadShare: number, saturatedShare: number },
  },
  { width: number, probeR2: number },
);

const LAYER = object(
  {
    ...{ layer: text, update: number, gradientNorm: number, weightNorm: number, updateNorm: number },
    frozen: flag,
  },
  {},
);

const TRIALS = object(
  {},
  {
    ...{ overfit8: number, shuffledLabelsLoss: number, scaledTargets: number, seeds: numbers },
    ...{ rates: list(object({ rate: number, loss: number }, {})), noiseCeilingR2: number },
  },
);

const SHAPE = object(
  { format },
  {
    name: text,
    level: oneOf("log", "pairs", "run", "probe", "trial"),
    curves: list(curve),
    pairs: list(PAIRS),
    settings: SETTINGS,
    data: DATA,
    start: object({ outputMean: numbers, outputStd: numbers, loss: number }, {}),
    stages: list(STAGE),
    layers: list(LAYER),
    modes: object({ trainLoss: number, evaluationLoss: number }, {}),
    lossFunction: object(
      { own: number, permuted: number, doubled: number },
      { perfect: number, constant: number },
    ),
    trials: TRIALS,
  },
);

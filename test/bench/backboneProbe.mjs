/**
 * What the pre-trained backbone knows: R² of linear ridge readouts from its pooled feature, fitted on all pairs of one
 * generated town and judged on all pairs of another, both of seeds the pre-training did not see, with 95 % intervals
 * from a bootstrap over the judged town's recordings; beside an untrained backbone and beside the ceiling, the same
 * readout from the labels themselves (what pre-training asks for).
 * After a build: `node test/bench/backboneProbe.mjs <town to fit on> <town to judge on> [weights]`.
 */
import { selectBackend } from "../../lib/dist/index.js";
import { egoPoseLabels } from "../../lib/dist/dataset/egoPoseLabels.js";
import { openDataset } from "../../lib/dist/dataset/openDataset.js";
import { motionOf, promptOf } from "../../lib/dist/dataset/prompt.js";
import { constantVelocity } from "../../lib/dist/geometry/baselines.js";
import { centred, columnMoments } from "../../lib/dist/math/featureStatistics.js";
import { solvePositive } from "../../lib/dist/math/ridgeProbe.js";
import { splitRng } from "../../lib/dist/math/rng.js";
import { quantile } from "../../lib/dist/math/statistics.js";
import { loadBackbone } from "../../lib/dist/model/backbones.js";
import { readManifest } from "../../lib/dist/simulator/generateDataset.js";
import { roadFacts } from "../../lib/dist/simulator/roadFacts.js";
import { backboneFeatures } from "../../lib/dist/training/backboneFeatures.js";
import { HORIZON_ROWS } from "../../lib/dist/training/judge.js";
import { roadNumbers, saidNumbers, sceneFacts } from "../../lib/dist/training/pretext.js";
import { untrainedBackbone } from "../../lib/dist/training/pretrain.js";

const HIDDEN = 256;
const PENALTIES = [1e-4, 1e-3, 1e-2, 1e-1, 1];
const FOLDS = 4;
const RESAMPLES = 1000;

const [, , fitFolder, judgedFolder, path] = process.argv;
if (judgedFolder === undefined) {
  throw new Error(
    "backboneProbe: expected two data set folders, got fewer; name the one to fit on, then the one to judge on",
  );
}

/** All pairs of a town: samples, what their pictures show and their prompts say, and all of it as numbers. */
function readTown(folder) {
  const recordings = openDataset(folder);
  const frames = new Map(
    recordings.flatMap((recording) => recording.frames.map((frame) => [frame.id, frame])),
  );
  const facts = roadFacts(readManifest(folder));
  return egoPoseLabels(recordings).flatMap((sample) => {
    const road = facts.get(sample.id);
    const motion = motionOf(sample);
    if (road === undefined || motion === undefined) return [];
    const frame = frames.get(sample.id);
    const labels = [
      ...sceneFacts(frame, frame.objects()),
      ...roadNumbers(road),
      ...saidNumbers(motion, road),
    ];
    return [{ sample, road, motion, labels }];
  });
}

const beyond = ({ sample: { target, past } }, axes) => {
  const straight = constantVelocity(past[0]);
  return HORIZON_ROWS.flatMap((row) => axes.map((axis) => target[row][axis] - straight[row][axis]));
};

/** What is read: numbers of one pair; `of` says which pairs it is asked of. */
const PROBES = {
  "speed (prompt)": { read: ({ motion }) => [motion.speed] },
  "turn rate (prompt)": { read: ({ motion }) => [motion.turnRate] },
  "own lane: inner or outer": { read: ({ road }) => [road.inner ? 1 : 0] },
  "own lane: 16 m ahead, aside": { read: ({ road }) => [road.course[1][1]] },
  "own lane: 32 m ahead, aside": { read: ({ road }) => [road.course[3][1]] },
  "lead vehicle's distance, cut at 40 m": { read: ({ road }) => [Math.min(40, road.lead?.gap ?? 40)] },
  "light green or not, before the line": {
    of: ({ road }) => road.light !== "passed",
    read: ({ road }) => [road.light === "green" ? 1 : 0],
  },
  "distance to the stop line, before it": {
    of: ({ road }) => road.toLine > 0,
    read: ({ road }) => [Math.min(80, road.toLine)],
  },
  "points at 2.5, 3.5, 4.5 s": { read: ({ sample }) => HORIZON_ROWS.flatMap((row) => sample.target[row]) },
  "departure from constant velocity": { read: (pair) => beyond(pair, [0, 1]) },
  "departure, forward": { read: (pair) => beyond(pair, [0]) },
  "departure, sideways": { read: (pair) => beyond(pair, [1]) },
};

/** Sums of products of features with features and with targets, over some rows. */
function products(x, t, { width, outputs, rows }) {
  const gram = new Float64Array(width * width);
  const right = new Float64Array(width * outputs);
  for (const row of rows) {
    for (let i = 0; i < width; i++) {
      const value = x[row * width + i];
      for (let j = 0; j <= i; j++) gram[i * width + j] += value * x[row * width + j];
      for (let k = 0; k < outputs; k++) right[i * outputs + k] += value * t[row * outputs + k];
    }
  }
  return { gram, right, count: rows.length };
}

const total = (parts, key) =>
  parts.slice(1).reduce((sum, part) => sum.map((v, i) => v + part[key][i]), parts[0][key]);

/** Ridge weights from some parts' products. */
function solved(parts, penalty, { width, outputs }) {
  const gram = Float64Array.from(total(parts, "gram"));
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  for (let i = 0; i < width; i++) gram[i * width + i] += penalty * count + 1e-9;
  return solvePositive(gram, total(parts, "right"), outputs);
}

/** Squared errors and squared distances from the fitted town's mean, of some rows. */
function errorsOf(z, wanted, { width, outputs, rows }, solution) {
  return rows.map((row) => {
    let [residual, distance] = [0, 0];
    for (let k = 0; k < outputs; k++) {
      let sum = 0;
      for (let i = 0; i < width; i++) sum += z[row * width + i] * solution[i * outputs + k];
      residual += (wanted[row * outputs + k] - sum) ** 2;
      distance += wanted[row * outputs + k] ** 2;
    }
    return { residual, total: distance };
  });
}

/** Errors of every judged pair; the penalty is the one that does best on left-out recordings of the fitted town. */
function readout(fit, judged) {
  const moments = columnMoments(fit.x);
  const mean = columnMoments(fit.y).mean;
  const x = centred(fit.x, moments.mean, moments.std);
  const t = centred(fit.y, mean);
  const sizes = { width: fit.x.width, outputs: fit.y.width };
  const names = [...new Set(fit.pairs.map(({ sample }) => sample.recording))];
  const foldOf = new Map(names.map((name, i) => [name, i % FOLDS]));
  const folds = Array.from({ length: FOLDS }, (_, k) =>
    [...fit.pairs.keys()].filter((i) => foldOf.get(fit.pairs[i].sample.recording) === k),
  );
  const parts = folds.map((rows) => products(x, t, { ...sizes, rows }));
  const leftOut = (penalty) =>
    folds.reduce((sum, rows, k) => {
      const solution = solved(
        parts.filter((_, i) => i !== k),
        penalty,
        sizes,
      );
      return sum + errorsOf(x, t, { ...sizes, rows }, solution).reduce((s, { residual }) => s + residual, 0);
    }, 0);
  const [best] = PENALTIES.map((penalty) => [leftOut(penalty), penalty]).sort(([a], [b]) => a - b);
  const z = centred(judged.x, moments.mean, moments.std);
  const rows = [...judged.pairs.keys()];
  return errorsOf(z, centred(judged.y, mean), { ...sizes, rows }, solved(parts, best[1], sizes));
}

const r2 = (rows) =>
  1 - rows.reduce((sum, { residual }) => sum + residual, 0) / rows.reduce((sum, { total }) => sum + total, 0);

/** "0.42 (0.31 … 0.52)": R² and its 95 % interval over recordings. */
function scored(rows, pairs) {
  const sums = new Map();
  pairs.forEach(({ sample: { recording } }, i) => {
    const { residual, total } = sums.get(recording) ?? { residual: 0, total: 0 };
    sums.set(recording, { residual: residual + rows[i].residual, total: total + rows[i].total });
  });
  const recordings = [...sums.values()];
  const rng = splitRng(1, "bootstrap");
  const again = Array.from({ length: RESAMPLES }, () =>
    r2(recordings.map(() => recordings[rng.integer(recordings.length)])),
  );
  return `${r2(rows).toFixed(2)} (${quantile(again, 0.025).toFixed(2)} … ${quantile(again, 0.975).toFixed(2)})`;
}

function table(pairs, of) {
  const lines = pairs.map(of);
  return { values: Float32Array.from(lines.flatMap((line) => [...line])), width: lines[0].length };
}

function probe({ of = () => true, read }, fit, judged, numbersOf) {
  const part = ({ pairs, numbers }) => {
    const rows = [...pairs.keys()].filter((i) => of(pairs[i]));
    return {
      pairs: rows.map((i) => pairs[i]),
      x: table(rows, (i) => numbers(i)),
      y: table(rows, (i) => read(pairs[i])),
    };
  };
  const held = part({ pairs: judged, numbers: numbersOf(judged) });
  return scored(readout(part({ pairs: fit, numbers: numbersOf(fit) }), held), held.pairs);
}

async function featuresOf(pairs, weights) {
  const scenes = pairs.map(({ sample }) => ({
    vehicleImage: sample.vehicleImage,
    infrastructureImage: sample.infrastructureImage,
    prompt: promptOf(sample),
  }));
  return backboneFeatures({ backbone: "scene", hidden: HIDDEN, scenes, weights });
}

await selectBackend();
const [fit, judged] = [readTown(fitFolder), readTown(judgedFolder)];
console.log(
  `fitted on ${fit.length} pairs of ${fitFolder}, judged on ${judged.length} pairs of ${judgedFolder}`,
);
const columns = [["ceiling: the labels", (pairs) => (i) => pairs[i].labels]];
const backbones = {
  "pre-trained": loadBackbone(path),
  untrained: { weights: untrainedBackbone(1), hash: "untrained 1" },
};
for (const [name, weights] of Object.entries(backbones)) {
  const tables = new Map([
    [fit, await featuresOf(fit, weights)],
    [judged, await featuresOf(judged, weights)],
  ]);
  for (const pooling of name === "untrained" ? ["after"] : ["after", "before"]) {
    columns.push([
      `${name}, pooling ${pooling}`,
      (pairs) => (i) => tables.get(pairs)[pooling].subarray(HIDDEN * i, HIDDEN * (i + 1)),
    ]);
  }
}
const rows = Object.entries(PROBES).map(([name, one]) => [
  name,
  ...columns.map(([, numbers]) => probe(one, fit, judged, numbers)),
]);
for (const row of [
  ["read from the pooled feature", ...columns.map(([name]) => name)],
  columns.map(() => "---").concat("---"),
  ...rows,
]) {
  console.log(`| ${row.join(" | ")} |`);
}

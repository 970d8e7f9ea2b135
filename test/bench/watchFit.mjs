// What doctor.watchFit costs a fit: processor time with and without, pairs in turn, the median of their ratios.
// node test/bench/watchFit.mjs [pairs] [houses|digits]   (after npm run build)
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const dist = join(dirname(require.resolve("seven-fixes/package.json")), "dist");
const tf = require("@tensorflow/tfjs");
const { watchFit } = require(join(dist, "doctor/watch/watchFit.js"));
const { selectBackend } = require(join(dist, "backend/selectBackend.js"));
const { splitRng } = require(join(dist, "math/rng.js"));

const PAIRS = Number(process.argv[2] ?? 5);

/** Prices of houses from thirteen numbers, as tfjs' example has them: 333 rows, two layers of 50 sigmoids. */
function houses() {
  const rng = splitRng(1, "houses");
  const part = (count) => {
    const inputs = Array.from({ length: count }, () => Array.from({ length: 13 }, () => rng.normal()));
    return { inputs, targets: inputs.map(([a, b]) => [22 + 6 * a - 3 * b + rng.normal()]) };
  };
  const model = tf.sequential({
    layers: [
      tf.layers.dense({
        inputShape: [13],
        units: 50,
        activation: "sigmoid",
        kernelInitializer: "leCunNormal",
      }),
      tf.layers.dense({ units: 50, activation: "sigmoid", kernelInitializer: "leCunNormal" }),
      tf.layers.dense({ units: 1 }),
    ],
  });
  model.compile({ optimizer: tf.train.sgd(0.01), loss: "meanSquaredError" });
  return { model, data: { train: part(333), validation: part(173) }, fit: { epochs: 100, batchSize: 40 } };
}

/** Digits of 28 × 28, as many as in tfjs' example: two convolutions, pooling, classes. */
function digits() {
  const rng = splitRng(1, "digits");
  const part = (count) => {
    const labels = Array.from({ length: count }, () => rng.integer(10));
    const pixels = labels.flatMap((digit) =>
      Array.from({ length: 784 }, (_, i) => (Math.floor(i / 78.4) === digit ? 1 : 0) + 0.3 * rng.normal()),
    );
    return {
      inputs: { data: Float32Array.from(pixels), shape: [count, 28, 28, 1] },
      targets: labels.map((digit) => Array.from({ length: 10 }, (_, k) => Number(k === digit))),
    };
  };
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({ inputShape: [28, 28, 1], kernelSize: 5, filters: 8, activation: "relu" }),
      tf.layers.maxPooling2d({ poolSize: [2, 2], strides: [2, 2] }),
      tf.layers.conv2d({ kernelSize: 5, filters: 16, activation: "relu" }),
      tf.layers.maxPooling2d({ poolSize: [2, 2], strides: [2, 2] }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 10, activation: "softmax" }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(), loss: "categoricalCrossentropy", metrics: ["accuracy"] });
  return { model, data: { train: part(5500), validation: part(1000) }, fit: { epochs: 3, batchSize: 128 } };
}

const tensor = (rows) => (Array.isArray(rows) ? tf.tensor2d(rows) : tf.tensor(rows.data, rows.shape));

/** Seconds of processor time of one fit, its evidence included where it is watched. */
async function secondsOf(make, watched) {
  const { model, data, fit } = make();
  const [x, y, vx, vy] = [data.train, data.validation].flatMap(({ inputs, targets }) => [
    tensor(inputs),
    tensor(targets),
  ]);
  const from = process.cpuUsage();
  const watch = watched ? watchFit(model, data) : undefined;
  const callbacks = watch === undefined ? {} : { callbacks: watch.callbacks };
  await model.fit(x, y, { ...fit, validationData: [vx, vy], verbose: 0, ...callbacks });
  watch?.evidence();
  const { user, system } = process.cpuUsage(from);
  tf.dispose([x, y, vx, vy]);
  model.dispose();
  return (user + system) / 1e6;
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

await selectBackend({ log: console.log });
const only = process.argv[3];
for (const make of [houses, digits].filter(({ name }) => only === undefined || name === only)) {
  await secondsOf(make, true); // what is made ready once is paid here
  const pairs = [];
  for (let i = 0; i < PAIRS; i++) pairs.push([await secondsOf(make, false), await secondsOf(make, true)]);
  const ratios = pairs.map(([plain, watched]) => watched / plain - 1);
  const [plain, watched] = [0, 1].map((k) => median(pairs.map((pair) => pair[k])));
  console.log(
    `${make.name}: ${plain.toFixed(2)} s, watched ${watched.toFixed(2)} s: ${(100 * median(ratios)).toFixed(1)} % more (${ratios.map((ratio) => (100 * ratio).toFixed(1)).join(", ")})`,
  );
}

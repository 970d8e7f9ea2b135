// The incident at its true size from start to end, with the profile of the run: `node test/bench/trueSizeRun.mjs`.
// 5 293 training and 662 validation samples, batch 4, 7 epochs, h = 1024, 9 535 578 parameters. Features are random
// (their cost does not depend on what they mean), targets a random linear map of them in metres plus noise.
// SEVEN_FIXES_PYTHON with torch: the same work in PyTorch first, features cached.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { splitRng } from "../../lib/dist/math/rng.js";
import { trainingConfig } from "../../lib/dist/training/config.js";
import { createHeadStep } from "../../lib/dist/training/headStep.js";
import { trainingDataOf } from "../../lib/dist/training/plainData.js";
import { train } from "../../lib/dist/training/train.js";

const [TRAINING, VALIDATION, HIDDEN, EPOCHS] = [5293, 662, 1024, 7];

/** Features [N, 1024], targets [N, 90] that depend on the first eight of them. */
function samples(count, label) {
  const rng = splitRng(1, label);
  const map = splitRng(1, "map");
  const slopes = Float32Array.from({ length: 8 * 90 }, () => map.normal());
  const features = Float32Array.from({ length: count * HIDDEN }, () => rng.normal());
  const targets = new Float32Array(count * 90);
  for (let i = 0; i < targets.length; i++) {
    const [row, column] = [Math.floor(i / 90), i % 90];
    let sum = 0.5 * rng.normal() + column / 4;
    for (let k = 0; k < 8; k++) sum += features[row * HIDDEN + k] * slopes[k * 90 + column];
    targets[i] = sum;
  }
  const unknown = new Float32Array(2 * count).fill(NaN);
  return { features, draws: [], targets, lastPast: unknown, motion: unknown };
}

/** Adds up the seconds each call of the step takes. */
function profiled(step, seconds) {
  return new Proxy(step, {
    get(target, name) {
      const value = target[name];
      if (typeof value !== "function") return value;
      return (...given) => {
        const from = performance.now();
        try {
          return value.apply(target, given);
        } finally {
          seconds[name] = (seconds[name] ?? 0) + (performance.now() - from) / 1000;
        }
      };
    },
  });
}

if (process.env["SEVEN_FIXES_PYTHON"] !== undefined) {
  spawnSync(process.env["SEVEN_FIXES_PYTHON"], [join(import.meta.dirname, "pytorchRun.py")], {
    stdio: "inherit",
  });
}
const config = trainingConfig({ speed: "full", epochs: EPOCHS, normalisation: "standardise" });
const data = trainingDataOf({
  name: "random features",
  hash: "random",
  width: HIDDEN,
  train: samples(TRAINING, "train"),
  validation: samples(VALIDATION, "validation"),
});
const seconds = {};
const step = createHeadStep(config);
const run = await train(profiled(step, seconds), config, data, {
  observer: { epoch: ({ epoch, trainLoss }) => console.log(`epoch ${epoch}: loss ${trainLoss}`) },
});
step.dispose();
const share = (part) => `${part.toFixed(1)} s (${((100 * part) / run.seconds).toFixed(1)} %)`;
console.log(`dense step: ${run.seconds.toFixed(1)} s for ${EPOCHS} epochs, end: ${run.end}`);
for (const [name, spent] of Object.entries(seconds)) console.log(`  step.${name}: ${share(spent)}`);
console.log(`  measuring (evaluation, evidence): ${share(run.measuringShare * run.seconds)}`);
const inStep = (seconds.forward ?? 0) + (seconds.backward ?? 0) + (seconds.update ?? 0);
console.log(
  `  beside step and measuring (masks, batches): ${share(run.seconds * (1 - run.measuringShare) - inStep)}`,
);

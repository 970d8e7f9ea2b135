// Writes data/logs/own-run, the example of the notebook "Your own run": a small trajectory regression whose targets
// are mostly noise, trained here, as the files that any training leaves. `npm run build && node test/bench/ownRunExample.mjs`
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const load = (file) => createRequire(import.meta.url)(join(root, "lib", "dist", file));
const { examine } = load("doctor/examine");
const { blockOf, tableOf } = load("doctor/fit/block");
const { faultNamed } = load("doctor/faults/faults");
const { drawOf } = load("doctor/practice/draw");
const { healthyRecipe } = load("doctor/practice/healthy");
const { selectBackend } = load("backend/selectBackend");
const { atomicWrite } = load("files/atomicWrite");

const SEED = 2;
const write = (file, rows) =>
  atomicWrite(
    join(root, "data", "logs", "own-run", file),
    `${rows.map((row) => row.join(",")).join("\n")}\n`,
  );
const short = (value) => Number(value.toPrecision(5));
const numbered = (name, width) => Array.from({ length: width }, (_, k) => `${name}_${k}`);

await selectBackend({ backend: "wasm", log: () => undefined });
const recipe = faultNamed("label-noise").apply(healthyRecipe(SEED).recipe, drawOf(SEED));
const { curves, pairs } = await examine(recipe, { level: "run" });
const role = (name) => curves.find((curve) => curve.role === name);
const logged = {
  train_loss: role("train-loss"),
  val_loss: role("validation-loss"),
  lr: role("learning-rate"),
  grad_norm: role("gradient-norm"),
};
write("log.csv", [
  ["epoch", ...Object.keys(logged)],
  ...role("train-loss").at.map((epoch, i) => [
    epoch,
    ...Object.values(logged).map(({ values }) => short(values[i])),
  ]),
]);
for (const { split, targets, predictions } of pairs) {
  const width = targets[0].length;
  write(split === "train" ? "train-predictions.csv" : "predictions.csv", [
    [...numbered("target", width), ...numbered("prediction", width)],
    ...targets.map((row, i) => [...row, ...predictions[i]].map(short)),
  ]);
}
const labels = tableOf(blockOf(recipe.train.targets, "train")).slice(0, 200);
write("labels.csv", [
  labels[0].map((_, k) => `${k % 2 === 0 ? "x" : "y"}${Math.floor(k / 2)}`),
  ...labels.map((row) => row.map(short)),
]);
console.log(`steps of ${recipe.trajectory.seconds} s`);

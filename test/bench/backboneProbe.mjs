/**
 * What the pre-trained backbone is worth: R² of a ridge readout of the points at 2.5, 3.5 and 4.5 s from the pooled
 * feature, fitted on training pairs, judged on validation pairs (split by recording), beside untrained backbones.
 * After a build: `node test/bench/backboneProbe.mjs <folder of a generated data set> [weights]`.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { selectBackend } from "../../lib/dist/index.js";
import { ridgeProbe } from "../../lib/dist/math/ridgeProbe.js";
import { loadBackbone } from "../../lib/dist/model/backbones.js";
import { backboneFeatures } from "../../lib/dist/training/backboneFeatures.js";
import { HORIZON_ROWS } from "../../lib/dist/training/judge.js";
import { labelledScenes } from "../../lib/dist/training/loadTrainingData.js";
import { untrainedBackbone } from "../../lib/dist/training/pretrain.js";

const [, , folder, path] = process.argv;
if (folder === undefined) throw new Error("backboneProbe: expected a data set folder, got none; name one");
await selectBackend();
const kept = mkdtempSync(join(tmpdir(), "probe-"));

function horizons(samples) {
  const values = samples.flatMap(({ target }) => HORIZON_ROWS.flatMap((row) => target[row]));
  return { values: Float32Array.from(values), width: 2 * HORIZON_ROWS.length };
}

const { train, validation, sceneOf } = labelledScenes(folder, "ego-pose");
console.log(`${train.length} training pairs, ${validation.length} validation pairs`);

async function probe(name, weights) {
  const scenes = [...train, ...validation].map(sceneOf);
  const features = await backboneFeatures({ backbone: "scene", hidden: 256, scenes, weights, folder: kept });
  const scores = ["before", "after"].map((pooling) => {
    const cut = 256 * train.length;
    const table = (values) => ({ values, width: 256 });
    const fitted = { features: table(features[pooling].subarray(0, cut)), targets: horizons(train) };
    const held = { features: table(features[pooling].subarray(cut)), targets: horizons(validation) };
    return `${pooling} ${ridgeProbe(fitted, held).toFixed(3)}`;
  });
  console.log(`${name}: R² by pooling ${scores.join(", ")}`);
}

await probe("pre-trained", loadBackbone(path));
for (const seed of [1, 2]) {
  await probe(`untrained, seed ${seed}`, { weights: untrainedBackbone(seed), hash: `untrained ${seed}` });
}
rmSync(kept, { recursive: true });

// Prints hashes of what must have the same bits on every Node: one generated recording set, file by file, and its
// simulated traffic in float64, which files round; two tiny training runs on it (losses, errors, final predictions), by
// the head's own step and by plain tensors; and AdamW's corrections in float64, which weights round. With other Nodes
// behind it, all must print the same; exit code 1 where one does not. About 5 s a Node. After `npm run build`:
//
//   node test/sameOnEveryNode.mjs
//   node test/sameOnEveryNode.mjs /path/to/node22/bin/node /path/to/node24/bin/node
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const from = (module) => require(`../lib/dist/${module}.js`);
const hash = (...parts) =>
  parts
    .reduce((all, part) => all.update(part), createHash("sha256"))
    .digest("hex")
    .slice(0, 16);

function folderHash(folder) {
  const files = readdirSync(folder, { recursive: true }).sort();
  return hash(
    ...files
      .filter((file) => statSync(join(folder, file)).isFile())
      .flatMap((file) => [file, readFileSync(join(folder, file))]),
  );
}

/** Every road user's motion at every tick of a small set's first recordings. */
function traffic(identity) {
  const { simulatePlanned } = from("simulator/simulatePlanned");
  const plans = from("simulator/datasetPlan").planDataset("small", identity.seed);
  return JSON.stringify(plans.slice(0, 4).map((plan) => simulatePlanned(identity, plan).ticks));
}

/** βᵗ of both moments for the updates of a run. */
function corrections() {
  const { wholePower } = from("math/wholePower");
  const { beta1, beta2 } = from("steps/optimizers").ADAM;
  return JSON.stringify(Array.from({ length: 2000 }, (_, t) => [wholePower(beta1, t), wholePower(beta2, t)]));
}

/** Where the car was and where it goes, of every moment with 0.4 s behind it; each third one is for validation. */
function trainingData(folder) {
  const { featureInput } = from("training/trainingData");
  const samples = from("dataset/egoPoseLabels")
    .egoPoseLabels(from("dataset/openDataset").openDataset(folder))
    .filter(({ past }) => past.length >= 4);
  const set = (chosen) => ({
    input: featureInput(Float32Array.from(chosen.flatMap(({ past }) => past.slice(0, 4).flat())), 8),
    targets: chosen.map(({ target }) => target),
    lastPast: chosen.map(({ past }) => past[0]),
    motion: chosen.map(() => undefined), // asked for by none of its settings
    recordings: chosen.map(({ recording }) => recording),
  });
  const [train, validation] = [false, true].map((last) => samples.filter((_, i) => (i % 3 === 2) === last));
  return { name: "tiny", hash: "tiny", train: set(train), validation: set(validation) };
}

/** A run's record without the clock. */
async function runHash(step, config, data) {
  const run = await from("training/train").train(step, config, data, {});
  const rows = data.validation.targets.map((_, i) => i);
  const predicted = step.predict(rows.length, data.validation.input(rows));
  step.dispose();
  return hash(from("training/run").runToJson({ ...run, seconds: 0, measuringShare: 0 }), predicted);
}

async function hashes() {
  const folder = mkdtempSync(join(tmpdir(), "same-"));
  try {
    const identity = from("simulator/datasetOptions").datasetIdentity({ size: "mini", seed: 3 });
    await from("simulator/generateDataset").generateDataset(folder, { ...identity, force: true });
    const data = trainingData(folder);
    const config = from("training/config").trainingConfig({
      hidden: 8,
      epochs: 20,
      normalisation: "standardise",
    });
    const weights = () =>
      from("model/initialise").initialise(
        from("model/teacher").teacherParameters(config),
        config.initialisation,
        config.seed,
      );
    const tensors = from("steps/tensorStep").createTensorStep;
    await from("backend/selectBackend").selectBackend({ log: () => undefined });
    return {
      recording: folderHash(folder),
      traffic: hash(traffic(identity)),
      corrections: hash(corrections()),
      "head's step": await runHash(from("training/headStep").createHeadStep(config), config, data),
      "tensor step": await runHash(
        tensors(from("steps/stepModel").frozenModel(config), config, weights()),
        config,
        data,
      ),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function onNode(node) {
  const { status, stdout } = spawnSync(node, [fileURLToPath(import.meta.url)], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) throw new Error(`${node}: expected exit code 0, got ${status}`);
  process.stdout.write(stdout);
  return stdout.replace(/^Node .*\n/, "");
}

const others = process.argv.slice(2);
if (others.length === 0) {
  console.log(`Node ${process.versions.node}`);
  for (const [what, value] of Object.entries(await hashes())) console.log(`  ${what.padEnd(12)} ${value}`);
  process.exit();
}
const printed = [process.execPath, ...others].map(onNode);
const same = printed.every((text) => text === printed[0]);
console.log(same ? "✓ the same on all of them" : "✗ not the same on all of them");
process.exitCode = same ? 0 : 1;

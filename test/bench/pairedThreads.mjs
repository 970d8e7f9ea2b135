// Are the runs of this checkout's threads as fast as another's? `node test/bench/pairedThreads.mjs <other checkout> [pairs, 5]`,
// both built. Each pair makes the same tiny runs in both, one after the other, the order changing.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const [other, pairs = "5"] = process.argv.slice(2);
if (other === undefined) throw new Error("expected the folder of another checkout, got none");

const WORK = `
const { join } = require("node:path");
const [root] = process.argv.slice(1);
const dist = (file) => require(join(root, "lib", "dist", file));
const { mkdtempSync } = require("node:fs");
const { splitRng } = dist("math/rng");
const rng = splitRng(1, "bench");
const numbers = (size) => Float32Array.from({ length: size }, () => rng.normal());
const rows = (count) => ({ features: numbers(count * 256), draws: [], targets: numbers(count * 90), lastPast: numbers(count * 2), motion: numbers(count * 2),
  recordings: Array.from({ length: count }, (_, i) => "r" + (i % 5)) });
const data = dist("training/plainData").plainData("bench", 256, { train: rows(120), validation: rows(40) });
const jobs = Array.from({ length: 12 }, (_, i) => ({ name: "bench", data, config: dist("training/config").trainingConfig({ epochs: 2, normalisation: "standardise", seed: i + 1 }) }));
const store = dist("experiments/runStore").runStore(mkdtempSync("/tmp/paired-"));
const from = performance.now();
dist("experiments/runJobs").runJobs(jobs, { store }).then(() => console.log(performance.now() - from));
`;

function seconds(root) {
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", WORK, root], { encoding: "utf8", cwd: root });
  if (!(Number(stdout) > 0)) throw new Error(stderr);
  return Number(stdout) / 1000;
}

const ratios = Array.from({ length: Number(pairs) }, (_, i) => {
  const order = i % 2 === 0 ? [here, other] : [other, here];
  const times = new Map(order.map((root) => [root, seconds(root)]));
  const [own, theirs] = [times.get(here), times.get(other)];
  console.log(`this ${own.toFixed(2)} s, other ${theirs.toFixed(2)} s, ratio ${(own / theirs).toFixed(3)}`);
  return own / theirs;
}).sort((a, b) => a - b);
console.log(`median ratio ${ratios[Math.floor(ratios.length / 2)].toFixed(3)}`);

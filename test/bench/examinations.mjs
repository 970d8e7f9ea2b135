// Tensors and heap over many examinations, refused and stopped ones among them: what grows would grow for ever.
// node test/bench/examinations.mjs [examinations]   (after npm run build)
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const dist = join(dirname(require.resolve("seven-fixes/package.json")), "dist");
const tf = require("@tensorflow/tfjs");
const { examine } = require(join(dist, "doctor/examine.js"));
const { healthyRecipe } = require(join(dist, "doctor/practice/healthy.js"));
const { selectBackend } = require(join(dist, "backend/selectBackend.js"));

const COUNT = Number(process.argv[2] ?? 200);
const LEVELS = ["run", "probe", "trial"];

/** Every tenth is stopped after its first epoch, every eleventh is refused. */
async function once(i) {
  const { recipe } = healthyRecipe(i);
  const short = { ...recipe, epochs: 2 };
  if (i % 11 === 0) return examine({ ...short, loss: () => tf.tensor1d([1, 2]) }).catch(() => undefined);
  if (i % 10 !== 0) return examine(short, { level: LEVELS[i % 20 === 1 ? 2 : i % 2] });
  const stop = new AbortController();
  return examine(short, { signal: stop.signal, onProgress: (done) => done === 1 && stop.abort() });
}

await selectBackend({ log: console.log });
await once(1);
const before = tf.memory();
const counts = [];
const from = performance.now();
for (let i = 1; i <= COUNT; i++) {
  await once(i);
  counts.push(tf.memory().numTensors - before.numTensors);
}
const seconds = (performance.now() - from) / 1000;
const { numBytes } = tf.memory();
console.log(
  `${COUNT} examinations in ${seconds.toFixed(0)} s: tensors ${Math.min(...counts)} to ${Math.max(...counts)} more than before, bytes ${numBytes - before.numBytes} more`,
);
process.exitCode = counts.every((count) => count === 0) ? 0 : 1;

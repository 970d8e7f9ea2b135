// Makes data/practice/cases.json.gz: real small trainings, healthy and with one fault each, for the rules' thresholds.
// `npm run build && node test/bench/practiceCases.mjs [last seed, 240] [--fresh]`; it goes on where it was stopped.
// `--inside` makes data/practice/inside.json.gz instead: every fault once, with its healthy twin, looked into (level
// probe), every third seed tried too (level trial), for the weights of what only these show. `--minutes M` stops early.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const dist = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "lib", "dist");
const load = (file) => createRequire(import.meta.url)(join(dist, file));
const { practiceCases, recipeOfSeed } = load("doctor/practice/practiceCase");
const { insidePath, practicePath, readPractice, writePractice } = load("doctor/practice/practiceFile");
const { isRawSeed } = load("doctor/practice/rawUnits");
const { FAULTS } = load("doctor/faults/faults");
const { selectBackend } = load("backend/selectBackend");
const { startProgress } = load("task/progress");

const isInside = process.argv.includes("--inside");
const isFresh = process.argv.includes("--fresh");
const minutes = process.argv.includes("--minutes")
  ? Number(process.argv[process.argv.indexOf("--minutes") + 1])
  : Infinity;
/** Odd seeds: all of them for fitting. */
const INSIDE_SEEDS = Array.from({ length: 60 }, (_, i) => 2001 + 2 * i);
const INSIDE_FAULTS = 3;
const levelOf = (i) => (!isInside ? "run" : i % 3 === 0 ? "trial" : "probe");
const path = isInside ? insidePath() : practicePath();
const seeds = isInside
  ? INSIDE_SEEDS
  : Array.from({ length: Number(/^\d+$/.exec(process.argv[2] ?? "")?.[0] ?? 240) }, (_, i) => i + 1);
/** What goes wrong in raw units: the same few look alike there. */
const RAW_FAULTS = [
  "permuted-labels",
  "rate-too-low",
  "another-agents-path",
  "large-targets",
  "shifted-rows",
  "plain-sgd",
  "glued-windows",
  "bounded-by-scale",
  "wrong-rows",
  "saturated-loss",
  "no-information",
  "far-targets",
  "rate-too-high",
  "dead-units",
  "one-large-axis",
];
/** Faults that fit few recipes and that the first seeds hardly met: after them they are tried on every seed. */
const PICKY_FAULTS = ["another-frame", "glued-windows", "broadcast-loss"];
const FIRST_ROUND = 180;
/** The faults of scaled recipes; paths of other agents come in raw units only. */
const USUAL_FAULTS = FAULTS.filter(({ name }) => name !== "another-agents-path");

/**
 * Two faults on a pair of seeds, then one on the next pair, and so on: four cases in ten are healthy. The two seeds of
 * a pair lie in different halves, so that both halves meet every fault equally often.
 */
function faultsOf(seed) {
  const pair = Math.floor((seed - 1) / 2);
  const first = Math.ceil(1.5 * pair);
  if (isRawSeed(seed)) return [0, 1].map((i) => RAW_FAULTS[(2 * pair + i) % RAW_FAULTS.length]);
  const count = pair % 2 === 0 ? 2 : 1;
  // 7 has no factor in common with the number of faults: all come before one comes again
  const usual = Array.from(
    { length: count },
    (_, i) => USUAL_FAULTS[((first + i) * 7) % USUAL_FAULTS.length].name,
  );
  return seed > FIRST_ROUND ? [...new Set([...usual, ...PICKY_FAULTS])] : usual;
}

/** The first faults that no seed has given a case of yet and that this one takes. */
function missingFaults(seed) {
  const made = new Set(practice.cases.map(({ truth }) => truth.fault));
  const { recipe } = recipeOfSeed(seed);
  const fits = ({ name, fits }) =>
    !made.has(name) && fits(recipe) && (name !== "another-agents-path" || isRawSeed(seed));
  return FAULTS.filter(fits)
    .slice(0, INSIDE_FAULTS)
    .map(({ name }) => name);
}

await selectBackend({ backend: "wasm", log: () => undefined });
let practice = (isFresh ? undefined : readPractice(path)) ?? { format: 1, seeds: [], cases: [], dropped: [] };
const progress = startProgress("practice cases", seeds.length);
const from = performance.now();
for (const [i, seed] of seeds.entries()) {
  if (practice.seeds.includes(seed)) continue;
  if (performance.now() - from > minutes * 60_000) break;
  const faults = isInside ? missingFaults(seed) : faultsOf(seed);
  if (isInside && faults.length === 0) continue;
  const made = await practiceCases(seed, faults, { level: levelOf(i) });
  practice = {
    format: 1,
    seeds: [...practice.seeds, seed],
    cases: [...practice.cases, ...made.filter((one) => !("dropped" in one))],
    dropped: [...practice.dropped, ...made.filter((one) => "dropped" in one)],
  };
  progress.update(i + 1, `${practice.cases.length} cases`);
  if (isInside || seed % 10 === 0) writePractice(practice, path);
}
writePractice(practice, path);
progress.end();

const count = (of) => {
  const counts = new Map();
  for (const one of practice.cases) counts.set(of(one), (counts.get(of(one)) ?? 0) + 1);
  return [...counts].map(([what, n]) => `${what} ${n}`).join(", ");
};
console.log(`${practice.cases.length} cases, ${((performance.now() - from) / 1000).toFixed(0)} s`);
console.log(`by truth: ${count(({ truth }) => truth.cause)}`);
console.log(`by family: ${count(({ family }) => family)}`);
console.log(`by half: ${count(({ half }) => half)}`);
console.log(`faults: ${count(({ truth }) => truth.fault ?? "healthy")}`);
console.log(`dropped: ${practice.dropped.map(({ id, dropped }) => `${id}: ${dropped}`).join("\n")}`);

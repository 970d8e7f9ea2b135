// What single rows look wrong, ours beside cleanlab's: writes a folder of CSV files that test/bench/cleanlabRows.py reads.
// `npm run build && node test/bench/suspiciousRows.mjs FOLDER [tables, 6]`. Random: the target of 1, 5, 10, 20 % of the
// rows of a one-output table is another row's; every row is predicted by a training without it (4 folds) and ranked by
// its error. Systematic: all rows permuted, shifted, in another frame or unit; what the doctor says of them stands beside.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const dist = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "lib", "dist");
const load = (file) => createRequire(import.meta.url)(join(dist, file));
const { selectBackend } = load("backend/selectBackend");
const { diagnose } = load("doctor/diagnose");
const { examine } = load("doctor/examine");
const { blockOf, tableOf } = load("doctor/fit/block");
const { faultNamed } = load("doctor/faults/faults");
const { outputsOf } = load("doctor/faults/rows");
const { rowErrors } = load("doctor/measures/rowErrors");
const { blockOfRows, drawOf } = load("doctor/practice/draw");
const { recipeOfSeed } = load("doctor/practice/practiceCase");
const { atomicWrite } = load("files/atomicWrite");
const { permutation, splitRng } = load("math/rng");

const [folder, tables = "6"] = process.argv.slice(2);
if (folder === undefined) {
  console.error("suspicious rows: expected a folder to write to, got none; name one");
  process.exit(2);
}
/** Apart from the practice cases' seeds and the benchmark's. */
const FIRST_SEED = 4001;
const SHARES = [0.01, 0.05, 0.1, 0.2];
const FOLDS = 4;
const SYSTEMATIC = ["permuted-labels", "shifted-rows", "another-frame", "glued-windows", "wrong-units"];

await selectBackend({ backend: "wasm", log: () => undefined });
for (const recipe of recipes(Number(tables), isOneOutputTable))
  for (const share of SHARES) await randomRows(recipe, share);
for (const name of SYSTEMATIC) {
  const fault = faultNamed(name);
  for (const recipe of recipes(2, (one) => one.epochs > 5 && fault.fits(one)))
    await systematic(fault, recipe);
}

function isOneOutputTable(recipe) {
  const isTable =
    recipe.trajectory === undefined && recipe.evaluation === undefined && typeof recipe.loss === "string";
  return (
    isTable && recipe.loss !== "bce" && recipe.scaling?.inputs === "standardise" && outputsOf(recipe) === 1
  );
}

function recipes(count, fits) {
  const found = [];
  for (let seed = FIRST_SEED; found.length < count; seed++) {
    const { recipe } = recipeOfSeed(seed);
    if (fits(recipe)) found.push(recipe);
  }
  return found;
}

/** All rows of a recipe, training rows first. */
function rowsOf({ train, validation }) {
  const rows = (part) => [train, validation].flatMap((set) => tableOf(blockOf(set[part], part)));
  return { inputs: rows("inputs"), targets: rows("targets") };
}

async function randomRows(recipe, share) {
  const { inputs, targets } = rowsOf(recipe);
  const rng = splitRng(recipe.seed, `wrong ${share}`);
  const wrong = permutation(rng, targets.length).slice(0, Math.max(2, Math.round(share * targets.length)));
  const given = targets.map((row) => row);
  wrong.forEach((row, i) => (given[row] = targets[wrong[(i + 1) % wrong.length]]));
  const predicted = await outOfFold(recipe, inputs, given);
  const { errors } = rowErrors({ targets: given, predictions: predicted, split: "held-out" });
  const isWrong = new Set(wrong);
  write(`random-${recipe.seed}-${share}`, inputs, given, (i) => ({
    predicted: predicted[i][0],
    ours: errors[i],
    wrong: isWrong.has(i) ? 1 : 0,
  }));
}

/** Every row predicted by the recipe trained on the other folds. */
async function outOfFold(recipe, inputs, targets) {
  const order = permutation(splitRng(recipe.seed, "folds"), targets.length);
  const predicted = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const held = order.filter((_, i) => i % FOLDS === fold);
    const rest = order.filter((_, i) => i % FOLDS !== fold);
    const part = (rows) => ({
      inputs: blockOfRows(rows.map((row) => inputs[row])),
      targets: blockOfRows(rows.map((row) => targets[row])),
    });
    const { pairs } = await examine(
      { ...recipe, train: part(rest), validation: part(held) },
      { level: "run" },
    );
    pairs[0].predictions.forEach((row, i) => (predicted[held[i]] = row));
  }
  return predicted;
}

async function systematic(fault, healthy) {
  const recipe = fault.apply(healthy, drawOf(healthy.seed));
  const { verdict, findings, proposals } = diagnose(await examine(recipe));
  const { inputs, targets } = rowsOf(
    fault.name === "wrong-units" ? { ...recipe, validation: recipe.evaluation } : recipe,
  );
  console.log(
    [fault.name, healthy.seed, verdict.cause, JSON.stringify(proposals[0] ?? []), findings[0]?.message].join(
      " | ",
    ),
  );
  write(`systematic-${fault.name}-${healthy.seed}`, inputs, targets, () => ({ wrong: 1 }));
}

function write(name, inputs, targets, rest) {
  const rows = inputs.map((row, i) => ({
    ...Object.fromEntries(row.map((value, c) => [`x${c}`, value])),
    target: targets[i][0],
    ...rest(i),
  }));
  const text = [Object.keys(rows[0]).join(), ...rows.map((row) => Object.values(row).join())].join("\n");
  atomicWrite(join(folder, `${name}.csv`), `${text}\n`);
}

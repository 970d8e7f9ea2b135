// Fits the weights of the doctor's findings on one half of the practice cases and prints the verdicts on the other.
// `npm run build && node test/bench/fitDoctor.mjs [--write] [--list]`: `--write` keeps them in lib/doctor/weights.ts
// (then build again), `--list` names every verdict that is not right.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const load = (file) => createRequire(import.meta.url)(join(root, "lib", "dist", file));
const { atomicWrite } = load("files/atomicWrite");
const { fitWeights, weightsSource } = load("doctor/fitWeights");
const { outcomeOf, practiceTable, viewOf, VIEWS } = load("doctor/practiceTable");
const { readPractice } = load("doctor/practice/practiceFile");

const practice = readPractice();
if (practice === undefined) {
  console.error(
    "practice cases: expected data/practice/cases.json.gz, got none; node test/bench/practiceCases.mjs makes it",
  );
  process.exit(2);
}
const cases = practice.cases.map(({ id, half, truth, evidence }) => ({
  id,
  half,
  cause: truth.cause,
  evidence,
}));
const fitting = cases.filter(({ half }) => half === "fitting");
const apart = cases.filter(({ half }) => half === "apart");

if (process.argv.includes("--write")) {
  const views = fitting.flatMap(({ id, cause, evidence }) =>
    VIEWS.map((view) => ({ run: id, cause, evidence: viewOf(evidence, view) })),
  );
  const file = join(root, "lib", "doctor", "weights.ts");
  atomicWrite(file, weightsSource(fitWeights(views), fitting.length));
  console.log(`wrote ${file} from ${fitting.length} cases; build again to use it`);
}

for (const [name, some] of [
  ["fitting", fitting],
  ["kept apart", apart],
]) {
  console.log(`\n${some.length} cases ${name}`);
  console.table(
    practiceTable(some).map((row) => {
      const decidable = row.right + row.wrong + row.falseAlarms + row.missed;
      const share = (count) => `${((100 * count) / decidable).toFixed(0)} %`;
      return {
        ...row,
        "right of decidable": share(row.right),
        "decided and wrong": share(row.wrong + row.falseAlarms),
      };
    }),
  );
}

if (process.argv.includes("--list")) {
  for (const view of VIEWS) {
    for (const { id, cause, evidence } of apart) {
      const { outcome, said } = outcomeOf({ cause, evidence: viewOf(evidence, view) });
      if (["wrong", "missed", "falseAlarms"].includes(outcome))
        console.log(view, outcome, id, cause, "→", said);
    }
  }
}

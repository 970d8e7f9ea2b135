// Fits the weights of the doctor's outcomes on one half of the practice cases, and on those looked into
// (data/practice/inside.json.gz), and prints how far the verdicts are right.
// `npm run build && node test/bench/fitDoctor.mjs [--write] [--limits] [--apart] [--list]`: `--write` keeps the weights in
// lib/doctor/weights.ts (then build again); `--limits` cross-validates, on the fitting half, how far the first cause has
// to lead; `--apart` looks at the half kept apart (rarely: LOG.md counts the looks); `--list` names each case of the
// halves shown that is not right.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const load = (file) => createRequire(import.meta.url)(join(root, "lib", "dist", file));
const { atomicWrite } = load("files/atomicWrite");
const { fitWeights, judgeCases, weightsSource } = load("doctor/fitWeights");
const { judge } = load("doctor/judge");
const { outcomeOf, practiceTable, referenceIn, seenIn, shares, viewOf, VIEWS } = load("doctor/practiceTable");
const { fittingCases } = load("doctor/practice/benchmarkTable");
const { insidePath, practiceRuns, readPractice } = load("doctor/practice/practiceFile");
const { verdictOf } = load("doctor/verdict");

const practice = readPractice();
if (practice === undefined) {
  console.error(
    "practice cases: expected data/practice/cases.json.gz, got none; node test/bench/practiceCases.mjs makes it",
  );
  process.exit(2);
}
const inside = readPractice(insidePath()) ?? { format: 1, seeds: [], cases: [], dropped: [] };
const fitting = practiceRuns(practice, "fitting");
const perView = (runs) => runs.flatMap((one) => VIEWS.map((view) => seenIn(one, view)));
const perCent = (share) => `${(100 * share).toFixed(0)} %`;

if (process.argv.includes("--write")) {
  const file = join(root, "lib", "doctor", "weights.ts");
  const cases = fittingCases(practice, inside);
  atomicWrite(file, weightsSource(fitWeights(cases), new Set(cases.map(({ run }) => run)).size));
  console.log(
    `wrote ${file} from ${practice.cases.length} + ${inside.cases.length} cases; build again to use it`,
  );
}

if (process.argv.includes("--limits")) crossValidate();

for (const half of process.argv.includes("--apart") ? ["fitting", "apart"] : ["fitting"]) {
  const runs = practiceRuns(practice, half);
  console.log(`\n${runs.length} cases ${half === "apart" ? "kept apart" : "fitting"}`);
  const rows = practiceTable(runs, fitting).map((row) => {
    const { right, decidedWrong, rightByContract } = shares(row);
    return {
      ...row,
      "right of decidable": perCent(right),
      "decided and wrong": perCent(decidedWrong),
      "right by the contract alone": perCent(rightByContract),
    };
  });
  console.table(rows);
  if (process.argv.includes("--list")) list(runs);
}

function list(runs) {
  for (const view of VIEWS) {
    const reference = referenceIn(fitting, view);
    for (const one of runs) {
      const { outcome, said } = outcomeOf(seenIn(one, view), reference);
      if (["wrong", "missed", "falseAlarms", "unanswered"].includes(outcome))
        console.log(view, outcome, one.run, one.cause, "→", said);
    }
  }
}

/** Ten folds by seed: weights from nine, verdicts on the tenth, for every lead that the first cause may need. */
function crossValidate() {
  const foldOf = (one) => Math.floor(Number.parseInt(one.run, 10) / 2) % 10;
  const weights = Array.from({ length: 10 }, (_, fold) =>
    fitWeights(judgeCases(perView(fitting.filter((one) => foldOf(one) !== fold)))),
  );
  for (const view of VIEWS) {
    const seen = fitting.map((one) => {
      const evidence = viewOf(one.evidence, view);
      return { ...one, evidence, judged: judge(evidence) };
    });
    const faulty = seen.filter(({ cause }) => cause !== "none");
    for (const margin of [0, 0.5, 1, 1.5, 2, 2.5, 3, 4]) {
      const said = faulty.map((one) =>
        verdictOf(one.evidence, one.judged, { weights: weights[foldOf(one)], margin }),
      );
      const count = (test) => said.filter(({ cause }, i) => test(cause, faulty[i].cause)).length;
      const right = count((cause, truth) => cause === truth);
      const open = count((cause) => cause === "undecided");
      const wrong = count((cause, truth) => ![truth, "undecided", "none"].includes(cause));
      console.log(
        `${view}, lead ${margin}: of ${faulty.length} faults ${right} right, ${wrong} wrong (${perCent(wrong / seen.length)} of all runs), ${open} open`,
      );
    }
  }
}

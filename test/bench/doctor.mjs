// The doctor's benchmark: every fault of lib/doctor/faults in healthy recipes that no threshold or weight has seen, and
// healthy recipes alone; what it finds, names and mends, family by family, beside random changes and beside weights that
// were fitted without the family. `npm run build && node test/bench/doctor.mjs [--jobs 2] [--rounds 2] [--healthy 330]
// [--level trial] [--minutes M] [--out FOLDER] [--list] [--table]`: what is done is kept in FOLDER (.seven-fixes/doctor-benchmark) by
// case and by the code that made it, so that it goes on where it was stopped and a new rule trains nothing anew;
// `--minutes` stops early without a table, `--table` judges what is there, `--list` names each case that is not right.
import { fork } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { deserialize, serialize } from "node:v8";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const require = createRequire(import.meta.url);
const load = (file) => require(join(root, "lib", "dist", file));
const { faultsOfRounds, faultyCase, healthyCase, healthySeeds } = load("doctor/practice/benchmark");
/** Evidence hangs on this code, repairs on a little more; what judges them comes later and makes nothing anew. */
const evidenceCode = codeLoaded();
const { isMendable, tryRepairs } = load("doctor/practice/repair");
const repairCode = codeLoaded();
const table = load("doctor/practice/benchmarkTable");
const { diagnose } = load("doctor/diagnose");
const { selectBackend } = load("backend/selectBackend");
const { atomicWrite } = load("files/atomicWrite");
const { faultNamed } = load("doctor/faults/faults");
const { insidePath, readPractice } = load("doctor/practice/practiceFile");
const { startProgress } = load("task/progress");

const option = (name, otherwise) =>
  process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : otherwise;
const [jobs, rounds, healthy] = [
  ["--jobs", 1],
  ["--rounds", 2],
  ["--healthy", 330],
].map(([name, otherwise]) => Number(option(name, otherwise)));
/** How far faulty recipes, and some of the healthy ones, are examined: probe takes a fifth of the time. */
const level = option("--level", "trial");
const [part, parts] = option("--part", "0/1").split("/").map(Number);
const out = option("--out", join(root, ".seven-fixes", "doctor-benchmark"));
const end = performance.now() + 60_000 * Number(option("--minutes", Infinity));
/** One healthy recipe in so many is tried too; all are looked into. */
const TRIED = 6;

function codeLoaded() {
  const hash = createHash("sha256");
  const files = Object.keys(require.cache).filter((file) => file.startsWith(join(root, "lib", "dist")));
  for (const file of files.sort()) hash.update(readFileSync(file));
  return hash.digest("hex").slice(0, 12);
}

/** What is kept under a name, or made now and kept; undefined where it is missing and `make` is. */
async function kept(name, key, make) {
  const file = join(out, `${name.replace(/[^\w.-]+/g, "-")}-${key}.v8`);
  if (existsSync(file)) return deserialize(readFileSync(file));
  if (make === undefined) return undefined;
  const from = performance.now();
  const made = { value: await make(), seconds: (performance.now() - from) / 1000 };
  mkdirSync(out, { recursive: true });
  atomicWrite(file, serialize(made));
  return made;
}

const levelOf = (seed) => (level === "trial" && seed % TRIED === 0 ? "trial" : "probe");
const healthyKept = (seed, isMade) =>
  kept(
    `healthy ${seed} ${levelOf(seed)}`,
    evidenceCode,
    isMade ? () => healthyCase(seed, levelOf(seed)) : undefined,
  );
const twinOf = async (seed) => (await healthyKept(seed, true)).value;
const faultyKept = ({ fault, round }, isMade) =>
  kept(
    `${fault.name} ${round} ${level}`,
    evidenceCode,
    isMade ? () => faultyCase(fault, { round, level, twinOf }) : undefined,
  );

function repairKept({ fault, seed, evidence }, isMade) {
  const proposed = diagnose(evidence).proposals;
  const key = createHash("sha256")
    .update(repairCode)
    .update(JSON.stringify(proposed))
    .digest("hex")
    .slice(0, 12);
  const known = faultNamed(fault);
  if (!isMendable(known)) return undefined;
  return kept(`repair ${seed} ${fault}`, key, isMade ? () => tryRepairs(known, seed, proposed) : undefined);
}

async function make({ kind, seed, ...task }) {
  if (kind === "healthy") return healthyKept(seed, true);
  const { value } = await faultyKept(task, true);
  if (kind === "repair" && !("dropped" in value)) await repairKept(value, true);
}

/** A round of faults, a share of the healthy recipes, then the round's repairs: what stops early has some of each. */
function tasks() {
  const seeds = healthySeeds(healthy);
  const share = Math.ceil(seeds.length / rounds);
  return Array.from({ length: rounds }, (_, round) => {
    const faults = faultsOfRounds(rounds).filter((one) => one.round === round);
    return [
      ...faults.map((one) => ({ kind: "faulty", ...one })),
      ...seeds.slice(round * share, (round + 1) * share).map((seed) => ({ kind: "healthy", seed })),
      ...faults.filter(({ fault }) => isMendable(fault)).map((one) => ({ kind: "repair", ...one })),
    ];
  }).flat();
}

async function work(tell) {
  await selectBackend({ backend: "wasm", log: () => undefined });
  const own = tasks().filter((_, i) => i % parts === part);
  for (const [i, task] of own.entries()) {
    if (performance.now() > end)
      return console.error(`stopped after ${i} of ${own.length}; the same call goes on`);
    await make(task);
    tell(i + 1, `${task.kind} ${task.seed ?? task.fault.name}`);
  }
}

/** As many processes as jobs, each with every so-manieth task. */
async function workApart(tell) {
  const done = Array.from({ length: jobs }, () => 0);
  await Promise.all(
    done.map(
      (_, i) =>
        new Promise((resolve, reject) => {
          const child = fork(fileURLToPath(import.meta.url), [
            ...process.argv.slice(2),
            "--part",
            `${i}/${jobs}`,
          ]);
          child.on("message", ([count, note]) => {
            done[i] = count;
            tell(done[0] + (done[1] ?? 0), note);
          });
          child.on("exit", (code) =>
            code === 0 ? resolve() : reject(new Error(`part ${i}: exit code ${code}`)),
          );
        }),
    ),
  );
}

const share = ({ hits, of }) => (of === 0 ? "–" : `${hits}/${of}`);
const both = ({ probe, trial }) => `${share(probe)} ${share(trial)}`;

async function report() {
  const empty = { format: 1, seeds: [], cases: [], dropped: [] };
  const fitting = table.fittingCases(readPractice() ?? empty, readPractice(insidePath()) ?? empty);
  const [runs, sound, dropped] = [[], [], []];
  for (const task of tasks().filter(({ kind }) => kind !== "repair")) {
    const isHealthy = task.kind === "healthy";
    const found = await (isHealthy ? healthyKept(task.seed) : faultyKept(task));
    if (found === undefined) continue;
    const { value, seconds } = found;
    if ("dropped" in value) dropped.push(value);
    else if (isHealthy) sound.push(value);
    else {
      const repair = await repairKept(value);
      runs.push({
        ...value,
        ...(repair === undefined ? {} : { repair: repair.value }),
        proposals: diagnose(value.evidence).proposals,
        seconds: seconds + (repair?.seconds ?? 0),
      });
    }
  }
  const rows = table.benchmarkTable(runs, table.weightsWithout(fitting));
  console.log(
    `${runs.length} faulty and ${sound.length} healthy recipes, ${dropped.length} dropped; probe, then trial`,
  );
  console.table(
    Object.fromEntries(
      rows.map((row) => [
        row.family,
        {
          cases: row.cases,
          detected: both(row.detected),
          "first cause": both(row.firstCause),
          "family kept out": both(row.keptOut),
          repaired: share(row.repaired),
          "by chance": share(row.byChance),
          "data alone": share(row.dataOnly),
          minutes: row.minutes.toFixed(1),
        },
      ]),
    ),
  );
  for (const level of table.LEVELS) {
    const { hits, of, upper, ids } = table.falseAlarms(sound, level);
    console.log(
      `false alarms at ${level}: ${hits} of ${of}, at most ${(100 * upper).toFixed(1)} % (95 %) ${ids.join(", ")}`,
    );
  }
  if (process.argv.includes("--list")) list(runs, dropped);
}

function list(runs, dropped) {
  for (const run of runs) {
    const levels = table.LEVELS.filter((one) => one === "probe" || run.evidence.level === one);
    const wrong = levels.filter((one) => !table.isRight(run, one));
    for (const level of wrong) {
      const { cause, candidates } = table.verdictAt(run, level);
      console.log(
        level,
        run.id,
        `(${run.family}, ${faultNamed(run.fault).cause}) →`,
        cause,
        candidates.join(),
      );
    }
    const closed = table.closedBy(run);
    if (closed !== undefined && closed.proposal < 0.8)
      console.log(
        "not repaired",
        run.id,
        closed.proposal.toFixed(2),
        JSON.stringify(run.repair),
        JSON.stringify(run.proposals),
      );
  }
  for (const { id, dropped: why } of dropped) console.log("dropped", id, why);
}

if (process.argv.includes("--part")) {
  await work((done, note) => process.send([done, note]));
  process.disconnect();
} else {
  if (!process.argv.includes("--table")) {
    const progress = startProgress("doctor's benchmark", tasks().length);
    await (jobs === 1 ? work : workApart)((done, note) => progress.update(done, note));
    progress.end();
  }
  if (performance.now() < end) await report();
}

import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { npyBytes } from "../../lib/files/npy";
import { dense, sequential } from "../../lib/doctor/topology/layers";
import { tempFile, tempFolder } from "../doctor/readers/tempFile";

const command = join(__dirname, "../../lib/bin/seven-fixes.cjs");
const logs = join(__dirname, "../fixtures/logs");

interface Answer {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

function diagnose(...args: readonly string[]): Answer {
  const options = { encoding: "utf8", maxBuffer: 1 << 28 } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, "diagnose", ...args], options);
  return { code: status, out: stdout, error: stderr };
}

/** The same with Ctrl-C a moment after the cost was said. */
async function interrupted(...args: readonly string[]): Promise<Answer> {
  const child = spawn(process.execPath, [command, "diagnose", ...args]);
  let [out, error] = ["", ""];
  child.stdout.on("data", (text: Buffer) => (out += text.toString()));
  child.stderr.on("data", (text: Buffer) => {
    if (!/ updates in /.test(error) && / updates in /.test(error + text.toString()))
      setTimeout(() => child.kill("SIGINT"), 500);
    error += text.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, out, error };
}

interface Document {
  readonly format: number;
  readonly verdict?: { readonly cause: string; readonly sentence: string };
  readonly findings?: readonly { readonly rule: string }[];
  readonly runs: readonly {
    readonly source: string;
    readonly name: string;
    readonly roles: Record<string, string>;
    readonly diagnosis: { readonly verdict: { readonly cause: string } };
  }[];
}

const documentOf = ({ out }: Answer): Document => JSON.parse(out) as Document;

const falling = (from: number): string =>
  `epoch,loss,val_loss\n${Array.from({ length: 30 }, (_, i) => `${i},${from * (0.1 + 0.8 ** i)},${from * (0.11 + 0.8 ** i)}`).join("\n")}\n`;

/** A label that says nothing: the best a model can do is a constant. */
function constantPairs(): string {
  const rows = Array.from({ length: 200 }, (_, i) => `${i},${Math.sin(i * 12.9898) * 3},0.01`);
  return `index,target,prediction\n${rows.join("\n")}\n`;
}

/** The folder of a recipe that learns y = a − 2 b. */
function lineFolder(changed: object = {}): string {
  const folder = tempFolder();
  const inputs = Array.from({ length: 60 }, (_, i) => [Math.sin(i), Math.cos(3 * i)]);
  const model = sequential([2], [dense("hidden", 8, { activation: "tanh" }), dense("output", 1)]);
  const recipe = {
    ...{ model, train: { inputs: "x.npy", targets: "y.npy" }, loss: "mse" },
    ...{ optimizer: { name: "adam", learningRate: 0.03 }, batchSize: 8, epochs: 20, seed: 1 },
    ...changed,
  };
  tempFile("recipe.json", JSON.stringify(recipe), folder);
  tempFile("x.npy", npyBytes(Float64Array.from(inputs.flat()), [60, 2], "<f4"), folder);
  const targets = inputs.map(([a = 0, b = 0]) => a - 2 * b);
  tempFile("y.npy", npyBytes(Float64Array.from(targets), [60], "<f4"), folder);
  return folder;
}

describe("seven-fixes diagnose", () => {
  it("says the verdict first, then how the log was read and what its columns were taken for", () => {
    const file = join(logs, "lightning-csv/ml-aos-healthy.csv");
    const { code, out } = diagnose(file);
    const lines = out.trim().split("\n");
    expect(code).toBe(0);
    expect(lines[0]).not.toContain("[");
    expect(lines.at(-2)).toBe(`read: ${file} (table with commas, 804 rows)`);
    expect(lines.at(-1)).toBe(
      "columns: train-loss: train_loss; validation-loss: val_loss; train-metric: train_rmse; validation-metric: val_rmse; x: step; ignored: epoch",
    );
  });

  it("--recipe says its cost on stderr, trains, looks inside and judges", () => {
    const { code, out, error } = diagnose("--recipe", lineFolder(), "--json");
    expect(error).toMatch(/120 updates in 20 epochs, about /); // 48 of 60 rows are trained on, in 6 batches
    expect(documentOf({ code, out, error }).runs).toHaveLength(1);
    expect(documentOf({ code, out, error }).verdict?.cause).toBe("none");
    expect(code).toBe(0);
  });

  it("--prove says its cost on stderr and tells every arm, in the report and as JSON", () => {
    const slow = lineFolder({ optimizer: { name: "adam", learningRate: 1e-5 }, batchSize: 24, epochs: 4 });
    const html = join(tempFolder(), "proof.html");
    const { code, out, error } = diagnose(
      "--recipe",
      slow,
      "--level",
      "run",
      "--prove",
      "--json",
      "--html",
      html,
    );
    expect(error).toMatch(/, proof: \d+ trainings, \d+ updates, about /);
    const [run] = (JSON.parse(out) as { runs: { proof: { seeds: number[]; arms: { kind: string }[] } }[] })
      .runs;
    expect(run?.proof.seeds).toHaveLength(10);
    expect(run?.proof.arms[0]?.kind).toBe("base");
    expect(run?.proof.arms.filter(({ kind }) => kind === "random")).toHaveLength(5);
    expect(readFileSync(html, "utf8")).toContain("Is a change better than chance?");
    expect(code).toBe(1);
  });

  it("Ctrl-C ends an examination, judges what is done and proves nothing", async () => {
    const slow = { name: "adam", learningRate: 1e-7 };
    const folder = lineFolder({ optimizer: slow, epochs: 1_000_000 });
    const { code, out, error } = await interrupted("--recipe", folder, "--level", "run", "--prove");
    expect(code).toBe(1);
    expect(error).toMatch(/about \d+\.\d hours/);
    expect(error).toMatch(/: stopped at \d+\/1000000$/m);
    expect(error).toContain(": the examination was stopped, so nothing is proved");
    expect(error).not.toContain(", proof:");
    expect(out).toContain("recipe examined at level run, stopped before its end");
  });

  it("--json is strict and repeats one run's verdict at the top; exit 1 for a finding", () => {
    const log = tempFile("log.csv", "epoch,loss\n0,1\n1,nan\n2,nan\n3,nan\n4,nan\n5,nan\n");
    const answer = diagnose(log, "--json");
    const { format, verdict, findings, runs } = documentOf(answer);
    expect([answer.code, format, runs.length]).toEqual([1, 1, 1]);
    expect(verdict).toEqual(runs[0]?.diagnosis.verdict);
    expect(findings?.map(({ rule }) => rule)).toContain("divergence");
    expect(runs[0]).toMatchObject({
      source: log,
      name: "log.csv",
      roles: { epoch: "x", loss: "train-loss" },
    });
  });

  it("takes pairs alone, and beside a log; the past needs them", () => {
    const predictions = tempFile("pairs.csv", constantPairs());
    const alone = documentOf(diagnose("--predictions", predictions, "--json"));
    expect(alone.runs[0]).toMatchObject({ source: predictions, roles: {} });
    expect(alone.findings?.map(({ rule }) => rule)).toContain("constant-output");
    const log = tempFile("log.csv", falling(1));
    const both = documentOf(diagnose("--log", log, "--predictions", predictions, "--json"));
    expect(both.runs[0]).toMatchObject({ source: log, roles: { loss: "train-loss" } });
    expect(both.findings?.map(({ rule }) => rule)).toContain("constant-output");
    expect(diagnose(log, "--past", predictions).error).toContain(
      "--past: expected --predictions beside it, got none",
    );
  });

  it("judges every run of a folder of 1 000 and names each, never two merged", () => {
    const folder = tempFolder();
    for (let i = 0; i < 1000; i++) tempFile(`run-${i}/metrics.csv`, falling(i + 1), folder);
    tempFile("notes.txt", "nothing to see\n", folder);
    const answer = diagnose(folder, "--json");
    const { runs, verdict } = documentOf(answer);
    expect(new Set(runs.map(({ name }) => name)).size).toBe(1000);
    expect(runs[1]?.name).toBe("run-1");
    expect(verdict).toBeUndefined();
    expect(answer.code).toBe(runs.every(({ diagnosis }) => diagnosis.verdict.cause === "none") ? 0 : 1);
    expect(answer.error).toContain("left out: ");
    expect(diagnose(folder, "--predictions", tempFile("p.csv", constantPairs())).error).toContain(
      "expected one run beside --predictions or --seconds, got 1000",
    );
  });

  it.each<readonly [string, () => readonly string[], string]>([
    ["nothing", () => [], "expected a path, --log, --predictions or --recipe, got none"],
    [
      "a path that is not there",
      () => ["/no/such.csv"],
      "expected a log, an evidence.json or a folder of them, got nothing there",
    ],
    ["an empty file", () => [tempFile("a.csv", "")], "expected a log, got an empty file"],
    [
      "a header alone",
      () => [tempFile("a.csv", "epoch,loss,val_loss\n")],
      "expected at least one row of numbers, got only names: epoch, loss, val_loss",
    ],
    [
      "no numbers",
      () => [tempFile("a.log", "hello\nworld\n")],
      "expected at least one row of numbers, got none",
    ],
    [
      "a log without a loss",
      () => [tempFile("a.csv", "step,return\n0,1\n1,2\n2,3\n")],
      "expected a loss among them, got step, return",
    ],
    [
      "columns all NaN",
      () => [tempFile("a.csv", "step,loss,val_loss\n0,nan,nan\n1,nan,nan\n2,nan,nan\n3,nan,nan\n")],
      "got NaN in every row of every curve (step, loss, val_loss)",
    ],
    [
      "two points",
      () => [tempFile("a.csv", "step,loss\n0,1\n1,0.5\n")],
      "expected a loss of 3 points or more, got 2",
    ],
    [
      "binary garbage",
      () => [
        tempFile(
          "a.log",
          Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919 + (i >> 3) * 104729) % 256),
        ),
      ],
      "got bytes of an unknown format",
    ],
    [
      "a pickle",
      () => [tempFile("history.pkl", Buffer.from("\x80\x04\x95 history", "latin1"))],
      'export it in Python: json.dump(pickle.load(open(path, "rb"))',
    ],
    ["HDF5", () => [tempFile("history.h5", Buffer.from("\x89HDF\r\n\x1a\n", "latin1"))], "got HDF5"],
    ["JSON cut off", () => [tempFile("a.json", '{"loss": [1, 2')], "expected whole JSON, got"],
    ["JSON without a curve", () => [tempFile("a.json", '{"model": "x", "layers": 3}\n')], "nothing"],
    ["a folder without logs", () => [mkdtempSync(join(tmpdir(), "empty-"))], "expected logs in this folder"],
    [
      "a column that is not there",
      () => [tempFile("a.csv", falling(1)), "--train-loss", "lss"],
      "--train-loss: expected one of its columns, got lss; name one of epoch, loss, val_loss",
    ],
    [
      "predictions of another length",
      () => [
        "--predictions",
        tempFile("p.npy", npyBytes([1, 2], [2])),
        "--targets",
        tempFile("t.npy", npyBytes([1, 2, 3], [3])),
      ],
      "expected a prediction for each of 3 targets, got 2",
    ],
    [
      "evidence with a wrong member",
      () => [tempFile("evidence.json", '{"format": 1, "curves": [{"name": 3}]}')],
      "curves[0].name: expected a text, got 3",
    ],
    [
      "evidence of nothing",
      () => [tempFile("evidence.json", '{"format": 1, "curves": []}')],
      "expected a loss or predictions beside targets",
    ],
    ["a recipe that is not there", () => ["--recipe", "x"], "x, content: expected a folder with recipe.json"],
    ["a proof without recipe", () => ["--prove"], "--prove: expected --recipe beside it, got none"],
    ["a level without recipe", () => ["--level", "run"], "--level: expected --recipe beside it, got none"],
    [
      "a level of another name",
      () => ["--recipe", "x", "--level", "deep"],
      "--level: expected run, probe, trial, got deep",
    ],
    [
      "seconds of no clock",
      () => ["--predictions", tempFile("p.csv", constantPairs()), "--seconds", "x"],
      "--seconds: expected a number between 0.001 and 10, got x",
    ],
  ])("refuses %s in one line, exit 2, and writes nothing", (_, args, message) => {
    const report = join(tempFolder(), "report.html");
    const { code, out, error } = diagnose(...args(), "--html", report);
    expect(code).toBe(2);
    expect(out).toBe("");
    if (message !== "nothing") expect(error).toContain(message);
    expect(error.trim().split("\n")).toHaveLength(1);
    expect(existsSync(report)).toBe(false);
  });

  it("help agents and help evidence are a page each, and name no option that diagnose lacks", () => {
    const say = (...args: readonly string[]): string =>
      spawnSync(process.execPath, [command, ...args], { encoding: "utf8" }).stdout;
    const options = say("diagnose", "--help");
    const [agents, evidence] = [say("help", "agents"), say("help", "evidence")];
    const named = [...agents.matchAll(/--[a-z-]+/g)].map(([option]) => option);
    expect(named.length).toBeGreaterThan(4);
    expect(named.filter((option) => !options.includes(option))).toEqual([]);
    expect(agents).toContain("What not to conclude");
    expect(evidence).toContain("--- evidence.py");
    expect(say("help", "recipe")).toContain("--- FOLDER/recipe.json");
    expect(agents.split("\n").length).toBeLessThan(70);
  });

  it("loads neither tfjs, tslab nor zeromq", () => {
    const script = `
      process.argv.splice(1, process.argv.length);
      require(${JSON.stringify(join(__dirname, "../../lib/dist/cli/main.js"))})
        .main(["diagnose", ${JSON.stringify(join(logs, "yolo-results/yolov5-64-epochs.csv"))}])
        .then(() => console.error(Object.keys(require.cache).filter((f) => /tensorflow|tslab|zeromq|jsdom|plotly/.test(f)).length));`;
    const { stderr, stdout } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
    expect(stdout).toContain("read: ");
    expect(stderr.trim()).toBe("0");
  });
});

import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readOwnRun } from "../../lib/doctor/readers/readOwnRun";
import { splitRng } from "../../lib/math/rng";
import { backboneFile } from "../../lib/model/backbones";
import { runFromJson, type Run } from "../../lib/training/run";
import { miniTown } from "../training/miniTown";

const COMMAND = join(__dirname, "../../lib/bin/seven-fixes.cjs");
/** How often the run below is killed; `SEVEN_FIXES_KILLS=20` for the long form. */
const KILLS = Number(process.env["SEVEN_FIXES_KILLS"] ?? 3);

const scratch = mkdtempSync(join(tmpdir(), "train command "));
let town = "";
beforeAll(() => {
  town = miniTown();
});

function configFile(name: string, text: string): string {
  const path = join(scratch, `${name}.yaml`);
  writeFileSync(path, text);
  return path;
}

/** Epochs between two kills. */
const APART = 6;
const EPOCHS = APART * (KILLS + 1);

const SMALL = "batch_size: 2\nepochs: 2\nnormalisation: standardise\n";

function trainCommand(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, "train", ...args], {
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  return { code: status, out: stdout, error: stderr };
}

/** Arguments of a run on the little town; the checkpoint has the config's name. */
function onTown(config: string, ...more: string[]): string[] {
  return ["--config", config, "--data", town, "--checkpoint", `${config}.safetensors`, ...more];
}

/** Everything of a run but the clock. */
const timeless = (run: Run): Run => ({ ...run, seconds: 0, measuringShare: 0 });

/** Starts the command and sends the signal as soon as it has told `epoch`; resolves when it has ended. */
function signalledAfter(epoch: number, signal: NodeJS.Signals, args: readonly string[]) {
  return new Promise<{ code: number | null; out: string }>((resolve) => {
    const child = spawn(process.execPath, [COMMAND, "train", ...args]);
    let [out, told] = ["", ""];
    let sent = false;
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => {
      told += chunk.toString();
      if (!sent && told.includes(`epoch ${epoch}/`)) sent = child.kill(signal);
    });
    child.on("close", (code) => resolve({ code, out }));
  });
}

describe("seven-fixes train", () => {
  it("writes a log that diagnose reads: losses, rate and gradient by epoch, to six digits", async () => {
    const config = configFile("logged", SMALL);
    const { code, out, error } = trainCommand(onTown(config, "--json", "--log", `${config}.csv`));
    expect(code, error).toBe(0);
    const { epochs, baselines } = runFromJson(out);
    const { curves = [] } = (await readOwnRun({ log: `${config}.csv` })).evidence;
    const six = (value: number): number => Number(value.toPrecision(6));
    const wanted = {
      "train-loss": epochs.map(({ trainLoss }) => six(trainLoss)),
      "validation-loss": epochs.map(({ validationLoss }) => six(validationLoss)),
      "validation-metric": epochs.map(({ validation }) => six(validation.ade)),
      "learning-rate": epochs.map(({ headLearningRate }) => six(headLearningRate)),
      "gradient-norm": epochs.map(({ meanGradientNorm }) => six(meanGradientNorm)),
    };
    for (const [role, values] of Object.entries(wanted)) {
      const curve = curves.find((one) => one.role === role);
      expect(curve, role).toMatchObject({ x: "epoch", at: [1, 2], values });
    }
    const constant = six(baselines.losses.train.whole.bestConstant);
    expect(curves.find(({ name }) => name === "best_constant")).toMatchObject({
      role: "other",
      values: [constant, constant],
    });
  });

  it("trains as config.yaml says, tells every epoch, and leaves the frozen backbone's bytes alone", () => {
    const config = configFile("plain", `${SMALL}fixes:\n  loss: before\nhead_learning_rate: 0.003\n`);
    const sha = (): string => createHash("sha256").update(readFileSync(backboneFile())).digest("hex");
    const before = sha();
    const { code, out, error } = trainCommand(onTown(config, "--json"));
    expect(code, error).toBe(0);
    const run = runFromJson(out);
    expect(run.config).toMatchObject({ loss: "smooth-l1", headLearningRate: 0.003, freezeBackbone: true });
    expect(run.end).toBe("finished");
    expect(run.layers.flatMap(({ layers }) => layers).some(({ name }) => name.startsWith("backbone"))).toBe(
      false,
    );
    expect(error).toMatch(/epoch 1\/2 · train loss .*\n(.*\n)*epoch 2\/2 · /);
    expect(error).toContain("[Debug T=4.5s] GT: [");
    expect(sha()).toBe(before);
  });

  it("FREEZE_BACKBONE=false trains the backbone too; another word is refused", () => {
    const config = configFile("tuned", SMALL.replace("epochs: 2", "epochs: 1"));
    const { code, out, error } = trainCommand(onTown(config, "--json"), { FREEZE_BACKBONE: "false" });
    expect(code, error).toBe(0);
    const run = runFromJson(out);
    const [first] = run.layers;
    expect(first?.layers.find(({ name }) => name === "backbone.patch.weight")?.updateNorm).toBeGreaterThan(0);
    expect(trainCommand(onTown(config), { FREEZE_BACKBONE: "perhaps" }).error).toBe(
      'seven-fixes: FREEZE_BACKBONE: expected true or false, got "perhaps"; correct or unset it\n',
    );
  });

  describe("cut off and resumed, is the run nobody touched, bit for bit:", () => {
    const text = SMALL.replace("epochs: 2", `epochs: ${EPOCHS}`);
    let whole: Run;
    beforeAll(() => {
      whole = timeless(runFromJson(trainCommand(onTown(configFile("whole", text), "--json")).out));
    });
    const resumed = (config: string): Run => {
      const { code, out, error } = trainCommand(onTown(config, "--json", "--resume"));
      expect(code, error).toBe(0);
      return timeless(runFromJson(out));
    };

    it("Ctrl-C ends within the epoch, keeps what was learnt and exits 1", async () => {
      const config = configFile("stopped", text);
      const { code, out } = await signalledAfter(3, "SIGINT", onTown(config, "--json"));
      expect(code).toBe(1);
      const stopped = runFromJson(out);
      expect(stopped.end).toBe("interrupted");
      expect(stopped.epochs.length).toBeGreaterThanOrEqual(3);
      expect(resumed(config)).toEqual(whole);
    });

    it(`kill -9, ${KILLS} times at moments of chance`, async () => {
      const config = configFile("killed", text);
      const rng = splitRng(1, "kills");
      for (let kill = 0; kill < KILLS; kill++) {
        // the signal meets the child somewhere behind this line: in a step, a measurement or a checkpoint's write
        const epoch = APART * kill + 1 + rng.integer(APART - 2);
        const resume = kill === 0 ? [] : ["--resume"];
        const { code } = await signalledAfter(epoch, "SIGKILL", onTown(config, "--json", ...resume));
        expect(code).toBeNull();
      }
      expect(resumed(config)).toEqual(whole);
    });
  });
});

describe("seven-fixes train refuses, on one line and with exit code 2, before any work:", () => {
  const kept = join(scratch, "none.safetensors");

  it.each([
    ["an unknown key", "learning_rate: 0.1\n", "unknown field learning_rate; expected one of speed, fixes"],
    ["a learning rate of 0", "head_learning_rate: 0\n", "head_learning_rate: expected a number > 0, got 0"],
    ["a negative rate", "backbone_learning_rate: -1\n", "expected a number > 0, got -1"],
    ["no samples in a batch", "batch_size: 0\n", "batch_size: expected an integer in 1…4096, got 0"],
    ["a batch larger than the set", "batch_size: 64\n", "training set: expected at least 64 samples, got 8"],
    ["a width the backbone lacks", "hidden: 100\n", "hidden: expected 256 for backbone scene, got 100"],
    [
      "dropout in a backbone that is not frozen",
      "frozen_dropout: true\nfreeze_backbone: false\n",
      "frozen_dropout: expected false",
    ],
    ["a config that is no YAML", "epochs: [\n", "expected YAML, got"],
  ])("%s", (what, text, message) => {
    const config = configFile(what, text);
    const { code, out, error } = trainCommand(["--config", config, "--data", town, "--checkpoint", kept]);
    expect([code, out]).toEqual([2, ""]);
    expect(error).toContain(message);
    expect(error).not.toContain("    at ");
    expect(error).not.toContain("epoch 1");
    expect(readdirSync(scratch)).not.toContain("none.safetensors");
  });

  it("a missing data set, config or checkpoint", () => {
    const config = configFile("good", SMALL);
    const missing = (...args: string[]): string => trainCommand(args).error;
    expect(missing("--config", config, "--data", join(scratch, "nowhere"))).toContain(
      "expected a data set at",
    );
    expect(missing("--config", join(scratch, "no.yaml"))).toContain("config: expected a file at");
    // nor is a data set looked for, or made, when there is nothing to go on from
    const nowhere = join(scratch, "nowhere");
    expect(missing("--config", config, "--data", nowhere, "--checkpoint", kept, "--resume")).toContain(
      "checkpoint: expected a file at",
    );
  });

  it.each([
    ["a word", '"NaN"', 'translation[0][0]: expected a finite number, got "NaN"'],
    ["no JSON", "NaN", "content: expected whole JSON"],
  ])("a pose file with NaN as %s, by its name and field", (_, nan, problem) => {
    const damaged = miniTown();
    const poses = join(damaged, "vehicle-side/calib/novatel_to_world");
    const [name = ""] = readdirSync(poses).sort();
    const text = readFileSync(join(poses, name), "utf8");
    writeFileSync(join(poses, name), text.replace(/-?[\d.]+/, nan));
    const config = configFile("poses", SMALL);
    const { code, out, error } = trainCommand(["--config", config, "--data", damaged, "--checkpoint", kept]);
    expect([code, out]).toEqual([2, ""]);
    expect(error).toContain(join(poses, name));
    expect(error).toContain(problem);
    expect(error).not.toContain("    at ");
    expect(readdirSync(scratch)).not.toContain("none.safetensors");
  });
});

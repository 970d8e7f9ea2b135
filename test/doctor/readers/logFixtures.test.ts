import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Curve } from "../../../lib/doctor/evidence";
import { logEvidence, type ReadRun } from "../../../lib/doctor/readers/logEvidence";
import { readLog } from "../../../lib/doctor/readers/readLog";
import { type SaidRoles } from "../../../lib/doctor/readers/roles";

const folder = join(__dirname, "../../fixtures/logs");

function runOf(path: string, said: SaidRoles = {}): ReadRun {
  const file = join(folder, path);
  const [log] = readLog(file);
  if (log === undefined) throw new Error("no log");
  return logEvidence(file, path, log.table, { said });
}

function curveOf({ evidence }: ReadRun, role: Curve["role"]): Curve {
  const curve = evidence.curves?.find((one) => one.role === role);
  if (curve === undefined) throw new Error(`no ${role}`);
  return curve;
}

describe("real logs", () => {
  it("Keras CSVLogger under the name train.log: an epoch a row, lr beside the losses", () => {
    const run = runOf("keras-csvlogger/dde-flat-lr-tiny.csv");
    expect(run.roles).toEqual({
      ...{ epoch: "x", loss: "train-loss", lr: "learning-rate", mse: "train-metric" },
      ...{ val_loss: "validation-loss", val_mse: "validation-metric" },
    });
    const { x, at, values } = curveOf(run, "train-loss");
    expect([x, at.length, at[0], at[49], values[0]]).toEqual(["epoch", 50, 0, 49, 0.010978329926729202]);
    expect(curveOf(run, "learning-rate").values[0]).toBe(6.25e-6);
  });

  it("Lightning: train and validation stand on different rows, both by step", () => {
    const run = runOf("lightning-csv/ml-aos-healthy.csv");
    expect(run.roles).toMatchObject({ step: "x", epoch: "ignored", train_rmse: "train-metric" });
    const train = curveOf(run, "train-loss");
    const validation = curveOf(run, "validation-loss");
    // 200 epochs of 151 updates, logged every 50: floor(151 · 200 / 50) = 604
    expect([train.name, train.at.length, train.at[0]]).toEqual(["train_loss", 604, 49]);
    expect([validation.name, validation.at.length, validation.at[0]]).toEqual(["val_loss", 200, 150]);
  });

  it("Lightning: of x_step and x_epoch the epoch's mean is the loss, unless there is none", () => {
    const long = runOf("lightning-csv/pendulum-plateau.csv");
    expect(curveOf(long, "train-loss").name).toBe("train_loss_epoch");
    expect(long.roles["train_loss_step"]).toBe("other");
    expect(long.roles["dynamics_loss_epoch"]).toBe("other");
    const short = runOf("lightning-csv/pendulum-one-row.csv");
    expect(curveOf(short, "train-loss")).toMatchObject({ name: "train_loss_step", at: [49] });
  });

  it("YOLO: names and cells padded with blanks; parts of a loss, said to be one, and another by name", () => {
    const run = runOf("yolo-results/yolov5-64-epochs.csv");
    expect(run.roles).toMatchObject({
      ...{
        epoch: "x",
        "train/box_loss": "train-loss",
        "val/box_loss": "validation-loss",
        "x/lr0": "learning-rate",
      },
      ...{ "x/lr1": "other", "metrics/mAP_0.5": "validation-metric" },
    });
    expect(run.notes.join()).toContain("train/box_loss is a part of the loss; --train-loss COLUMN");
    const other = runOf("yolo-results/yolov5-64-epochs.csv", { "train-loss": "train/obj_loss" });
    expect(other.roles).toMatchObject({ "train/box_loss": "other", "train/obj_loss": "train-loss" });
    expect(curveOf(other, "train-loss").values[0]).toBe(0.035322);
  });

  it("JSON lines of several runs: epochs begin again and stay so in the curve", () => {
    const { at, values } = curveOf(runOf("metrics-jsonl/chip-restarts-zero-loss.jsonl"), "train-loss");
    const restarts = at.filter((epoch, i) => i > 0 && epoch <= (at[i - 1] ?? 0));
    expect([at.length, restarts]).toEqual([31, [1, 1]]);
    expect(values.slice(0, 3)).toEqual([0, 0, 0]);
  });

  it("DVCLive: rows written twice stand once", () => {
    const { at } = curveOf(runOf("dvclive-tsv/protein-eval_loss.tsv"), "validation-loss");
    expect(at).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it("a log without a loss says so and names its columns; an event file without a scalar too", () => {
    expect(() => runOf("metrics-jsonl/dreamer-return-flat.jsonl")).toThrow(
      "expected a loss among them, got step, train/return, train/length, episodes; nothing can be judged without one: name it with --train-loss COLUMN",
    );
    const [empty] = readdirSync(join(folder, "tfevents/dreamer-empty-40-bytes"));
    expect(() => runOf(`tfevents/dreamer-empty-40-bytes/${empty ?? ""}`)).toThrow(
      "expected at least one row of numbers, got none (read as TensorBoard event file)",
    );
  });

  it("a column that is not there is refused with those that are", () => {
    expect(() => runOf("dvclive-tsv/protein-loss.tsv", { "train-loss": "lss" })).toThrow(
      "--train-loss: expected one of its columns, got lss; name one of step, loss",
    );
  });
});

import { describe, expect, it } from "vitest";
import { type Curve } from "../../../lib/doctor/evidence";
import { logEvidence, type ReadRun } from "../../../lib/doctor/readers/logEvidence";
import { readLog } from "../../../lib/doctor/readers/readLog";
import { tempFile } from "./tempFile";

function runsOf(name: string, content: string | Uint8Array): ReadRun[] {
  const file = tempFile(name, content);
  return readLog(file).map((log) => logEvidence(file, log.name ?? name, log.table));
}

function runOf(name: string, content: string | Uint8Array): ReadRun {
  const [run, ...others] = runsOf(name, content);
  if (run === undefined || others.length > 0) throw new Error(`expected one run, got ${others.length + 1}`);
  return run;
}

/** Role, places and values of the judged curves. */
function curves({ evidence }: ReadRun): Record<string, readonly (readonly unknown[])[]> {
  const judged = (evidence.curves ?? []).filter(({ role }) => role !== "other");
  return Object.fromEntries(judged.map(({ role, at, values }: Curve) => [role, [at, values]]));
}

describe("tables", () => {
  it.each([
    ["semicolons and decimal commas", "epoch;train loss;val loss\n1;0,5;0,6\n2;0,4;nan\n"],
    [
      "tabs, Windows line ends and a mark",
      "\ufeffepoch\ttrain_loss\tval_loss\r\n1\t0.5\t0.6\r\n2\t0.4\tNaN\r\n",
    ],
    ["old Mac line ends", "epoch,train_loss,val_loss\r1,.5,.6\r2,.4,nan\r"],
    ["an unnamed index beside", ",epoch,trainLoss,valLoss\n0,1,0.5,0.6\n1,2,0.4,nan\n"],
    [
      "quotes and another header inside",
      '"epoch","loss","val_loss"\n1,0.5,0.6\nepoch,loss,val_loss\n2,0.4,nan\n',
    ],
    ["comment lines before (monitor files)", '#{"env": 1}\nepoch,loss,val_loss\n1,0.5,0.6\n2,0.4,nan\n'],
  ])("%s", (_, text) => {
    expect(curves(runOf("log.csv", text))).toEqual({
      "train-loss": [
        [1, 2],
        [0.5, 0.4],
      ],
      "validation-loss": [
        [1, 2],
        [0.6, "NaN"],
      ],
    });
  });

  it("NA and empty cells are missing, nan and inf are values; arrays, times and empty columns are ignored", () => {
    const run = runOf(
      "a.csv",
      'epoch,loss,val_loss,time,grid,none\n0,nan,NA,00:12,"[1, 2]",\n1,inf,0.5,00:13,"[1, 2]",\n2,-inf,0.4,00:12,"[1, 2]",\n',
    );
    expect(curves(run)).toEqual({
      "train-loss": [
        [0, 1, 2],
        ["NaN", "Infinity", "-Infinity"],
      ],
      "validation-loss": [
        [1, 2],
        [0.5, 0.4],
      ],
    });
    expect(run.roles).toMatchObject({ time: "ignored", grid: "ignored", none: "ignored" });
  });

  it("a line cut while it was written is left out and told", () => {
    const run = runOf("a.csv", "epoch,loss,val_loss\n1,0.5,0.6\n2,0.4,0.5\n3,0.");
    expect(curves(run)["train-loss"]).toEqual([
      [1, 2],
      [0.5, 0.4],
    ]);
    expect(run.notes.join()).toContain("1 lines of another width left out, the first is line 4");
  });

  it("a run taken up from a checkpoint: the later session counts, and it is told", () => {
    const run = runOf("a.csv", "step,loss\n0,5\n10,4\n20,3\n30,9\n20,2.5\n30,2\n");
    expect(curves(run)["train-loss"]).toEqual([
      [0, 10, 20, 30],
      [5, 4, 2.5, 2],
    ]);
    expect(run.notes.join()).toContain("taken up again at 20: the later session counts");
  });

  it("steps that begin again in every epoch go on", () => {
    const run = runOf("a.csv", "epoch,batch,loss\n1,10,5\n1,20,4\n2,10,3\n2,20,2\n");
    // place = epoch · 20 + batch
    expect(curves(run)["train-loss"]).toEqual([
      [30, 40, 50, 60],
      [5, 4, 3, 2],
    ]);
  });

  it("batches of an epoch without a step are spread over it", () => {
    const run = runOf("a.csv", "epoch,loss\n0,8\n0,7\n0,6\n0,5\n1,4\n1,3\n1,2\n1,1\n");
    expect(curves(run)["train-loss"]?.[0]).toEqual([0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75]);
  });

  it("errors stand in for a loss where there is none by name, and it is told", () => {
    const run = runOf("a.csv", "epoch,train_mse,val_mse\n0,8,9\n1,7,8\n");
    expect(curves(run)).toMatchObject({
      "train-loss": [
        [0, 1],
        [8, 7],
      ],
      "validation-loss": [
        [0, 1],
        [9, 8],
      ],
    });
    expect(run.notes.join()).toContain("no loss by name: train_mse taken for the train loss");
  });
});

describe("JSON", () => {
  const expected = {
    "train-loss": [
      [0, 1],
      [0.5, 0.4],
    ],
    "validation-loss": [
      [0, 1],
      [0.6, "NaN"],
    ],
  };

  it.each([
    ["a dict of lists", '{"loss": [0.5, 0.4], "val_loss": [0.6, NaN], "epochs_trained": 2}'],
    [
      "the same one level down",
      '{"model": "a", "training_history": {"loss": [0.5, 0.4], "val_loss": [0.6, NaN]}}',
    ],
    [
      "a list of records",
      '[{"epoch": 0, "train_loss": 0.5, "val_loss": 0.6}, {"epoch": 1, "train_loss": 0.4, "val_loss": NaN}]',
    ],
    [
      "records with parts",
      '{"history": [{"epoch": 0, "train": {"loss": 0.5}, "val": {"loss": 0.6}}, {"epoch": 1, "train": {"loss": 0.4}, "val": {"loss": NaN}}]}',
    ],
    ["records by epoch", '{"0": {"loss": 0.5, "val_loss": 0.6}, "1": {"loss": 0.4, "val_loss": "nan"}}'],
    ["parts side by side", '{"train": {"loss": [0.5, 0.4]}, "val": {"loss": [0.6, NaN]}}'],
    [
      "JSON lines with NaN",
      '{"epoch": 0, "loss": 0.5, "val_loss": 0.6}\n{"epoch": 1, "loss": 0.4, "val_loss": NaN}\n',
    ],
  ])("%s", (_, text) => {
    expect(curves(runOf("history.json", text))).toEqual(expected);
  });

  it("a word inside a text is no number", () => {
    const run = runOf(
      "a.json",
      '[{"epoch": 0, "loss": 1, "note": "NaN seen: \\"NaN\\""}, {"epoch": 1, "loss": NaN}]',
    );
    expect(curves(run)["train-loss"]).toEqual([
      [0, 1],
      [1, "NaN"],
    ]);
  });

  it("folds side by side are runs of their own, never merged", () => {
    const runs = runsOf("folds.json", '{"fold_a": {"loss": [3, 2, 1]}, "fold_b": {"loss": [6, 5, 4]}}');
    expect(runs.map(({ name }) => name)).toEqual(["fold_a", "fold_b"]);
    expect(runs.map((run) => curves(run)["train-loss"]?.[1])).toEqual([
      [3, 2, 1],
      [6, 5, 4],
    ]);
  });

  it("trainer_state.json: the closing means are no point, and a nan hidden as 0 stays 0 beside its gradient's NaN", () => {
    const state = {
      log_history: [
        { epoch: 0.5, step: 10, loss: 1.2, grad_norm: 3, learning_rate: 5e-5 },
        { epoch: 1, step: 20, loss: 0, grad_norm: "@", learning_rate: 4e-5 },
        { epoch: 1, step: 20, eval_loss: "@", eval_runtime: 1 },
        { epoch: 1, step: 20, train_loss: 0.6, train_runtime: 9 },
      ],
    };
    const run = runOf("trainer_state.json", JSON.stringify(state, null, 2).replaceAll('"@"', "NaN"));
    expect(curves(run)).toEqual({
      "train-loss": [
        [10, 20],
        [1.2, 0],
      ],
      "gradient-norm": [
        [10, 20],
        [3, "NaN"],
      ],
      "learning-rate": [
        [10, 20],
        [5e-5, 4e-5],
      ],
      "validation-loss": [[20], ["NaN"]],
    });
    expect(run.roles).toMatchObject({ train_loss: "ignored", step: "x" });
  });
});

describe("console text", () => {
  it("UTF-16 of PowerShell, padded epochs, brackets", () => {
    const text =
      "Epoch [001/300] - Train Loss: 145.13, Valid Loss: 70.66, LR: [0.001]\r\nEpoch [002/300] - Train Loss: 140.1, Valid Loss: 69, LR: [0.0005]\r\n";
    for (const bytes of [
      Buffer.from(`\ufeff${text}`, "utf16le"),
      Buffer.from(text, "utf16le"),
      Buffer.from(text),
    ]) {
      expect(curves(runOf("train.log", bytes))).toEqual({
        "train-loss": [
          [1, 2],
          [145.13, 140.1],
        ],
        "validation-loss": [
          [1, 2],
          [70.66, 69],
        ],
        "learning-rate": [
          [1, 2],
          [0.001, 0.0005],
        ],
      });
    }
  });

  it("Keras: the last state of a bar drawn over itself, colours, nan", () => {
    const text =
      "Epoch 1/2\n\r 1/10 [=>....] - ETA: 1s - loss: 2.0\b\b\b\r10/10 [======] - 1s 5ms/step - loss: 1.5000 - val_loss: 1.2\n" +
      "Epoch 2/2\n10/10 \u001b[1m━━━━\u001b[0m \u001b[1m0s\u001b[0m 2ms/step - loss: 1.2 - val_loss: nan - learning_rate: 1.0000e-04\n";
    expect(curves(runOf("out.txt", text))).toEqual({
      "train-loss": [
        [1, 2],
        [1.5, 1.2],
      ],
      "validation-loss": [
        [1, 2],
        [1.2, "NaN"],
      ],
      "learning-rate": [[2], [1e-4]],
    });
  });

  it("dicts with single quotes, numbers also as texts, bars between them, without the closing line", () => {
    const text =
      "{'loss': 0.6931, 'grad_norm': 1.23, 'learning_rate': 5e-05, 'epoch': 0.5}\n  1%|▏   | 10/1000 [00:01<01:39,  9.98it/s]\n" +
      "{'loss': '0.0', 'grad_norm': 'nan', 'learning_rate': '4e-05', 'epoch': '1.0'}\n{'train_runtime': 12.3, 'train_loss': 0.23, 'epoch': 1.0}\n";
    expect(curves(runOf("nohup.out", text))).toEqual({
      "train-loss": [
        [0.5, 1],
        [0.6931, 0],
      ],
      "gradient-norm": [
        [0.5, 1],
        [1.23, "NaN"],
      ],
      "learning-rate": [
        [0.5, 1],
        [5e-5, 4e-5],
      ],
    });
  });

  it("steps within epochs go on; time stamps are no values; a traceback is told", () => {
    const text =
      "2024-01-01 12:00:01,123 INFO root: starting\nEpoch [1/2], Step [100/200], Loss: 0.9\nEpoch [1/2], Step [200/200], Loss: 0.8\n" +
      "Epoch [2/2], Step [100/200], Loss: 0.7\nEpoch [2/2], Step [200/200], Loss: 0.6\n" +
      'Traceback (most recent call last):\n  File "a.py", line 3\nRuntimeError: CUDA out of memory. Tried 2.00 GiB\n';
    const run = runOf("train.log", text);
    // epoch · 200 + step
    expect(curves(run)).toEqual({
      "train-loss": [
        [300, 400, 500, 600],
        [0.9, 0.8, 0.7, 0.6],
      ],
    });
    expect(run.notes.join()).toContain("it ended with RuntimeError: CUDA out of memory. Tried 2.00 GiB");
  });

  it.each([
    "[2026-11-27 05:00:01]",
    "[2026-11-27T05:00:01.5, INFO]",
    "[05:00:01]",
    "[INFO]",
    "[1/2]",
    "[rank0]:",
  ])("a line that begins with %s is console text, not JSON", (start) => {
    const text = `${start} Epoch 1 - loss: 0.5\n${start} Epoch 2 - loss: 0.4\n`;
    expect(curves(runOf("train.log", text))).toEqual({
      "train-loss": [
        [1, 2],
        [0.5, 0.4],
      ],
    });
  });

  it("numbers behind words without a sign (nanoGPT)", () => {
    const text =
      "step 0: train loss 4.28, val loss 4.29\nstep 250: train loss 2.4, val loss 2.5\nstep 500: train loss 2, val loss 2.1\n";
    expect(curves(runOf("log.txt", text))).toEqual({
      "train-loss": [
        [0, 250, 500],
        [4.28, 2.4, 2],
      ],
      "validation-loss": [
        [0, 250, 500],
        [4.29, 2.5, 2.1],
      ],
    });
  });
});

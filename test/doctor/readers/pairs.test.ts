import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { npyBytes } from "../../../lib/files/npy";
import { readPairs } from "../../../lib/doctor/readers/pairs";
import { tempFile } from "./tempFile";

const npy = (name: string, data: readonly number[], shape: readonly number[]): string =>
  tempFile(name, npyBytes(data, shape));

describe("readPairs(…)", () => {
  it.each([
    ["index,target,prediction", "index,target,prediction\n0,1,1.5\n1,2,nan\n"],
    ["other words, semicolons", "id;y_true;y_pred\n7;1;1.5\n8;2;nan\n"],
    ["sides the other way round", "predicted\tactual\n1.5\t1\nNaN\t2\n"],
  ])("reads %s", async (_, text) => {
    const { pairs, notes } = await readPairs({ predictions: tempFile("p.csv", text) });
    expect(pairs).toEqual([{ targets: [[1], [2]], predictions: [[1.5], [NaN]], split: "held-out" }]);
    expect(notes).toEqual(["2 held-out pairs of one output"]);
  });

  it("pairs outputs by number or name, not by place", async () => {
    const byNumber = tempFile("p.csv", "target_0,target_1,prediction_1,prediction_0\n1,2,20,10\n");
    expect((await readPairs({ predictions: byNumber })).pairs[0]).toMatchObject({
      targets: [[1, 2]],
      predictions: [[10, 20]],
    });
    const byName = tempFile("p.csv", "x_true,yaw_true,pred_yaw,pred_x\n1,2,20,10\n");
    expect((await readPairs({ predictions: byName })).pairs[0]).toEqual({
      ...{ targets: [[1, 2]], predictions: [[10, 20]], names: ["x", "yaw"], split: "held-out" },
    });
  });

  it("reads arrays beside each other: [N] is one output, [N, T, 2] is x, y, x, y …", async () => {
    const one = await readPairs({
      predictions: npy("p.npy", [1, 2, 3], [3]),
      targets: npy("t.npy", [4, 5, 6], [3, 1]),
    });
    expect(one.pairs[0]).toEqual({
      targets: [[4], [5], [6]],
      predictions: [[1], [2], [3]],
      split: "held-out",
      shapes: { targets: [3, 1], predictions: [3] },
    });
    expect(one.notes[0]).toBe(
      "predictions of (3) and targets of (3, 1) were laid side by side; a loss would broadcast them",
    );
    const paths = npy("p.npy", [1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2]);
    const two = await readPairs({ predictions: paths, targets: paths, seconds: 0.5 });
    expect(two.pairs[0]?.targets).toEqual([
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ]);
  });

  it("reads what stands beside: inputs, the past (C = 2 with --seconds, else one a output), pairs of training rows", async () => {
    const predictions = tempFile("p.csv", "target_0,target_1,prediction_0,prediction_1\n1,2,3,4\n5,6,7,8\n");
    const past = tempFile("past.csv", "past_0,past_1,past_2,past_3\n1,2,3,4\n5,6,7,8\n");
    const inputs = tempFile("x.csv", "index,a,b,c\n0,1,2,3\n1,4,5,6\n");
    const { pairs } = await readPairs({
      predictions,
      past,
      inputs,
      seconds: 0.1,
      trainPredictions: predictions,
    });
    expect(pairs[0]?.past).toEqual([
      [
        [1, 2],
        [3, 4],
      ],
      [
        [5, 6],
        [7, 8],
      ],
    ]);
    expect(pairs[0]?.inputs).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(pairs.map(({ split }) => split)).toEqual(["held-out", "train"]);
    expect(pairs[1]).not.toHaveProperty("past");
    const single = tempFile("p.csv", "target,prediction\n1,3\n5,7\n");
    expect((await readPairs({ predictions: single, past })).pairs[0]?.past?.[0]).toEqual([
      [1],
      [2],
      [3],
      [4],
    ]);
  });

  it("keeps every finite number of a table to the bit", async () => {
    const value = fc.double({ noNaN: true, noDefaultInfinity: true });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(value, value), { minLength: 1 }), async (rows) => {
        const text = `target,prediction\n${rows.map((row) => row.join(",")).join("\n")}\n`;
        const { pairs } = await readPairs({ predictions: tempFile("p.csv", text) });
        // -0 is written as 0
        expect(pairs[0]?.targets.map(([x]) => x)).toEqual(rows.map(([x]) => x + 0));
        expect(pairs[0]?.predictions.map(([x]) => x)).toEqual(rows.map(([, x]) => x + 0));
      }),
      { numRuns: 30 },
    );
  });

  it.each<readonly [string, () => Parameters<typeof readPairs>[0], string]>([
    [
      "predictions of another length",
      () => ({ predictions: npy("p.npy", [1, 2], [2]), targets: npy("t.npy", [1, 2, 3], [3]) }),
      "expected a prediction for each of 3 targets, got 2; write both in the same order, one row a sample",
    ],
    [
      "predictions alone",
      () => ({ predictions: npy("p.npy", [1, 2], [2]) }),
      "expected targets beside the predictions, got predictions alone (2); add --targets FILE, or write index,target,prediction",
    ],
    [
      "an output on one side only",
      () => ({ predictions: tempFile("p.csv", "target_0,target_1,prediction_0\n1,2,3\n") }),
      "expected a target and a prediction of each output, got target_0, target_1, prediction_0 (1 stands alone)",
    ],
    [
      "no header",
      () => ({ predictions: tempFile("p.csv", "1,2\n3,4\n") }),
      "first line: expected names of columns, got 1, 2; write index,target,prediction",
    ],
    [
      "a header alone",
      () => ({ predictions: tempFile("p.csv", "target,prediction\n") }),
      "expected at least one row of numbers, got only names",
    ],
    [
      "a line cut off",
      () => ({ predictions: tempFile("p.csv", "target,prediction\n1,2\n3\n") }),
      "line 3: expected 2 cells as in the header, got 1; write every line whole",
    ],
    [
      "a word among the numbers",
      () => ({ predictions: tempFile("p.csv", "target,prediction\n1,2\n3,high\n") }),
      "column prediction: expected numbers, got line 3: high; leave such rows out of both sides",
    ],
    [
      "all NaN",
      () => ({ predictions: tempFile("p.csv", "target,prediction\n1,nan\n3,nan\n") }),
      "predictions: expected numbers, got NaN in all of 2 rows",
    ],
    [
      "odd outputs of a trajectory",
      () => ({ predictions: tempFile("p.csv", "target,prediction\n1,2\n"), seconds: 0.1 }),
      "--seconds: expected x, y, x, y … at equal steps, got 1 outputs; leave --seconds out",
    ],
    [
      "inputs of other rows",
      () => ({
        predictions: tempFile("p.csv", "target,prediction\n1,2\n"),
        inputs: npy("x.npy", [1, 2, 3], [3]),
      }),
      "rows: expected inputs of each of 1 pairs, got 3",
    ],
    [
      "a past of another shape",
      () => ({
        predictions: tempFile("p.csv", "target,prediction\n1,2\n"),
        past: npy("x.npy", [1, 2, 3, 4], [1, 2, 2]),
      }),
      "shape: expected (1, P, 1), got (1, 2, 2)",
    ],
    [
      "a pickle",
      () => ({ predictions: tempFile("p.pkl", Buffer.from("\x80\x04\x95", "latin1")) }),
      "got a Python pickle (.pkl, old .pt); export it in Python: np.savez(",
    ],
    [
      "an empty file",
      () => ({ predictions: tempFile("empty.csv", "") }),
      "expected a log, got an empty file",
    ],
  ])("refuses %s", async (_, sources, message) => {
    await expect(readPairs(sources())).rejects.toThrow(message);
  });
});

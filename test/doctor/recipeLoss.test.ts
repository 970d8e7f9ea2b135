import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { recipeLoss } from "../../lib/doctor/fit/recipeLoss";
import { lossOfBestConstant } from "../../lib/doctor/fit/lossOfBestConstant";
import { type Recipe } from "../../lib/doctor/recipe";
import { startTestBackend } from "../backend/startTestBackend";

beforeAll(startTestBackend);

type Table = number[][];

function lossOf(recipe: Pick<Recipe, "loss" | "delta">, targets: Table, predictions: Table): number {
  return tf.tidy(
    () => recipeLoss(recipe)(tf.tensor2d(targets), tf.tensor2d(predictions)).dataSync()[0] ?? NaN,
  );
}

const block = (rows: Table) => ({
  data: Float32Array.from(rows.flat()),
  shape: [rows.length, rows[0]?.length ?? 0],
});

describe("recipeLoss(recipe)", () => {
  // residuals 3 and −.5
  const targets = [[1], [1]];
  const predictions = [[4], [0.5]];

  it("is the mean over all numbers", () => {
    expect(lossOf({ loss: "mse" }, targets, predictions)).toBeCloseTo((9 + 0.25) / 2, 5);
    expect(lossOf({ loss: "mae" }, targets, predictions)).toBeCloseTo((3 + 0.5) / 2, 5);
    // delta 2: 2 (3 − 1) = 4 and .125
    expect(lossOf({ loss: "huber", delta: 2 }, targets, predictions)).toBeCloseTo((4 + 0.125) / 2, 5);
    expect(lossOf({ loss: "smooth-l1", delta: 2 }, targets, predictions)).toBeCloseTo((4 + 0.125) / 2 / 2, 5);
  });

  it("takes probabilities: bce of 1 at .8 and of 0 at .3 is −(ln .8 + ln .7) / 2", () => {
    expect(lossOf({ loss: "bce" }, [[1], [0]], [[0.8], [0.3]])).toBeCloseTo(
      -(Math.log(0.8) + Math.log(0.7)) / 2,
      5,
    );
  });

  it("clips probabilities by 1e-7: a sure mistake costs ln 1e7, not infinity", () => {
    expect(lossOf({ loss: "cross-entropy" }, [[1, 0]], [[0, 1]])).toBeCloseTo(Math.log(1e7), 3);
  });

  it("reads class numbers [N, 1] as one-hot rows", () => {
    const probabilities = [
      [0.2, 0.5, 0.3],
      [0.1, 0.1, 0.8],
    ];
    const expected = -(Math.log(0.5) + Math.log(0.8)) / 2;
    expect(lossOf({ loss: "cross-entropy" }, [[1], [2]], probabilities)).toBeCloseTo(expected, 5);
    expect(
      lossOf(
        { loss: "cross-entropy" },
        [
          [0, 1, 0],
          [0, 0, 1],
        ],
        probabilities,
      ),
    ).toBeCloseTo(expected, 5);
  });

  it("never broadcasts: targets [2, 1] against predictions [2, 2] are refused with both shapes", () => {
    expect(() =>
      lossOf({ loss: "mse" }, targets, [
        [1, 2],
        [3, 4],
      ]),
    ).toThrow(/expected targets of the prediction's shape \[2, 2\], got \[2, 1\]/);
  });
});

describe("lossOfBestConstant(recipe, targets)", () => {
  it("is the variance for mse, the mean distance from the median for mae", () => {
    const targets = block([[0], [1], [5]]); // mean 2: (4 + 1 + 9) / 3; median 1: (1 + 0 + 4) / 3
    expect(lossOfBestConstant({ loss: "mse" }, targets)).toBeCloseTo(14 / 3, 6);
    expect(lossOfBestConstant({ loss: "mae" }, targets)).toBeCloseTo(5 / 3, 6);
  });

  it("is the entropy of the shares of classes, one-hot or as numbers", () => {
    const entropy = -(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25));
    expect(
      lossOfBestConstant(
        { loss: "cross-entropy" },
        block([
          [1, 0],
          [1, 0],
          [0, 1],
          [1, 0],
        ]),
      ),
    ).toBeCloseTo(entropy, 6);
    expect(lossOfBestConstant({ loss: "cross-entropy" }, block([[0], [0], [1], [0]]))).toBeCloseTo(
      entropy,
      6,
    );
    expect(lossOfBestConstant({ loss: "bce" }, block([[0], [0], [1], [0]]))).toBeCloseTo(entropy, 6);
  });

  it("is not known of a loss given as a function", () => {
    expect(lossOfBestConstant({ loss: () => tf.scalar(0) }, block([[1]]))).toBeUndefined();
  });
});

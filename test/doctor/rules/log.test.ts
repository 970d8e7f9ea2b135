import { describe, expect, it } from "vitest";
import { divergence } from "../../../lib/doctor/rules/divergence";
import { generalizationGap } from "../../../lib/doctor/rules/generalizationGap";
import { gradientGrows } from "../../../lib/doctor/rules/gradientGrows";
import { heldOutStandsStill } from "../../../lib/doctor/rules/heldOutStandsStill";
import { hiddenNan } from "../../../lib/doctor/rules/hiddenNan";
import { learningRateTooHigh } from "../../../lib/doctor/rules/learningRateTooHigh";
import { learningRateTooLow } from "../../../lib/doctor/rules/learningRateTooLow";
import { lossAgainstError } from "../../../lib/doctor/rules/lossAgainstError";
import { lossAtBestConstant } from "../../../lib/doctor/rules/lossAtBestConstant";
import { lossChangesMeaning } from "../../../lib/doctor/rules/lossChangesMeaning";
import { lossSize } from "../../../lib/doctor/rules/lossSize";
import { lossNotDecreasing } from "../../../lib/doctor/rules/lossNotDecreasing";
import { neverFilledIn } from "../../../lib/doctor/rules/neverFilledIn";
import { penaltyIsTheLoss } from "../../../lib/doctor/rules/penaltyIsTheLoss";
import { severalRuns } from "../../../lib/doctor/rules/severalRuns";
import { spikes } from "../../../lib/doctor/rules/spikes";
import { stillFalling } from "../../../lib/doctor/rules/stillFalling";
import { validationConstant } from "../../../lib/doctor/rules/validationConstant";
import { validationWithoutLabels } from "../../../lib/doctor/rules/validationWithoutLabels";
import { type Evidence } from "../../../lib/doctor/evidence";
import { curve, kindOf, losses, onePair, settling, severityOf } from "../evidenceOf";

/** Held-out pairs of a run that ends well (R² 1), and of one that does not (−3). */
const [WELL, BADLY] = [onePair([1, 2, 3, 4], [1, 2, 3, 4]), onePair([1, 2, 3, 4], [4, 3, 2, 1])];

describe("loss-not-decreasing (limit: a fifth of the first loss)", () => {
  it("finds a loss that falls by 19 %", () =>
    expect(kindOf(lossNotDecreasing, losses([1, 0.83, 0.81, 0.81, 0.81]))).toBe("finding"));
  it("is clear at 21 %", () =>
    expect(kindOf(lossNotDecreasing, losses([1, 0.81, 0.79, 0.79, 0.79]))).toBe("clear"));
  it("takes a fall within the noise for none", () =>
    // noise of one point about .5: the last point alone says nothing
    expect(kindOf(lossNotDecreasing, losses([1, 1.6, 0.7, 1.5, 0.8]))).toBe("finding"));
  it("says so where the fall alone would do", () => {
    // a fall of .55 is as large as the noise of one point, and within two standard errors of first and end
    const said = lossNotDecreasing.judge({ format: 1, ...losses([1, 1.3, 0.8, 1, 0.4, 0.5]) });
    expect(said).toMatchObject({
      kind: "finding",
      message: expect.stringMatching(
        /^the loss falls no further than its points leave open \(1\.33\): 1 at first, 0\.45 at the end$/,
      ) as string,
    });
  });
  it("counts from the loss before the first update where that is known", () =>
    expect(
      kindOf(lossNotDecreasing, {
        ...losses([0.3, 0.299, 0.298, 0.298, 0.298]),
        start: { outputMean: [0], outputStd: [1], loss: 1 },
      }),
    ).toBe("clear"));
  it("is skipped with two points", () => expect(kindOf(lossNotDecreasing, losses([1, 0.9]))).toBe("skipped"));
});

describe("loss-at-best-constant", () => {
  const data = {
    trainRows: 9,
    heldOutRows: 9,
    targetMean: [0],
    targetStd: [1],
    targetRange: [[0, 1]] as const,
  };
  it("finds a loss at nine tenths of a known constant's", () =>
    expect(
      kindOf(lossAtBestConstant, { ...losses([3, 1.8, 1.8, 1.8]), data: { ...data, lossOfBestConstant: 2 } }),
    ).toBe("finding"));
  it("is clear below it", () =>
    expect(
      kindOf(lossAtBestConstant, { ...losses([3, 1.7, 1.7, 1.7]), data: { ...data, lossOfBestConstant: 2 } }),
    ).toBe("clear"));
  it("does not guess where a loss comes down from far above: any level may be met there", () =>
    expect(kindOf(lossAtBestConstant, losses([1.5, Math.LN2, Math.LN2, Math.LN2, Math.LN2, Math.LN2]))).toBe(
      "clear",
    ));
  it("knows ln 2 where a loss stands still there", () =>
    expect(kindOf(lossAtBestConstant, losses([0.9, 0.7, 0.694, 0.693, 0.693, 0.693]))).toBe("finding"));
  it("is clear where a loss only passes ln 2", () =>
    expect(kindOf(lossAtBestConstant, losses([1.4, 1.2, 1.1, 0.95, 0.85, 0.78, 0.73, 0.693]))).toBe("clear"));
  it("is skipped for a loss without a name", () =>
    expect(kindOf(lossAtBestConstant, { ...losses([1, 1, 1, 1, 1]), settings: { loss: "custom" } })).toBe(
      "skipped",
    ));
});

describe("hidden-nan", () => {
  it("finds one loss of exactly 0 where the gradient is no number", () => {
    const { curves = [] } = losses([1, 0.5, 0]);
    expect(severityOf(hiddenNan, { curves: [...curves, curve("gradient-norm", [1, 1, "NaN"])] })).toBe(
      "high",
    );
  });
  it("finds two zeros at the end without a gradient, at medium", () =>
    expect(severityOf(hiddenNan, losses([1, 0.5, 0, 0]))).toBe("medium"));
  it("is clear with one zero at the end", () =>
    expect(kindOf(hiddenNan, losses([1, 0.5, 0.2, 0]))).toBe("clear"));
  it("is clear where the loss had been next to nothing", () =>
    expect(kindOf(hiddenNan, losses([1, 0.01, 0.0009, 0, 0]))).toBe("clear"));
  it("is skipped without a training loss", () => expect(kindOf(hiddenNan, {})).toBe("skipped"));
});

describe("divergence (limit: three times the lowest loss, and a quarter of the way back)", () => {
  it("finds a NaN", () => expect(kindOf(divergence, losses([1, 0.5, "NaN"]))).toBe("finding"));
  it("finds a loss that is never a number", () =>
    expect(kindOf(divergence, losses(["NaN", "NaN"]))).toBe("finding"));
  it("finds an end above three times the lowest", () =>
    expect(kindOf(divergence, losses([1, 0.5, 0.2, 0.2, 0.2, 0.7, 0.7, 0.7]))).toBe("finding"));
  it("is clear at twice the lowest", () =>
    expect(kindOf(divergence, losses([1, 0.5, 0.2, 0.2, 0.2, 0.4, 0.4, 0.4]))).toBe("clear"));
  it("is clear where next to nothing triples", () =>
    expect(kindOf(divergence, losses([1, 0.1, 0.001, 0.001, 0.001, 0.004, 0.004]))).toBe("clear"));
  it("is skipped without a loss", () => expect(kindOf(divergence, {})).toBe("skipped"));
});

describe("spikes (limit: three times the neighbours)", () => {
  const calm = [2, 1.5, 1, 1, 1, 1, 1, 1, 1, 1];
  it("finds a point at four times its neighbours", () =>
    expect(kindOf(spikes, losses(calm.with(6, 4)))).toBe("finding"));
  it("is clear at three times", () => expect(kindOf(spikes, losses(calm.with(6, 3)))).toBe("clear"));
  it("is low where the run ends well all the same: one of seven leaps is more than a share of them", () =>
    expect(
      [WELL, BADLY].map((pairs) => severityOf(spikes, { ...losses(calm.with(6, 4)), ...pairs })),
    ).toEqual(["low", "medium"]));
  it("never takes the first points for a spike", () =>
    expect(kindOf(spikes, losses([90, 5, 1, 1, 1, 1, 1, 1, 1]))).toBe("clear"));
  it("is skipped with seven points", () => expect(kindOf(spikes, losses(calm.slice(0, 7)))).toBe("skipped"));
});

describe("several-runs-in-one-file", () => {
  const at = (places: readonly number[]) => ({
    curves: [
      curve(
        "train-loss",
        places.map(() => 1),
        { at: places },
      ),
    ],
  });
  it("finds one step back", () => expect(kindOf(severalRuns, at([1, 2, 3, 1, 2]))).toBe("finding"));
  it("finds the same step twice", () => expect(kindOf(severalRuns, at([1, 2, 2, 3]))).toBe("finding"));
  it("is clear with steps left out", () => expect(kindOf(severalRuns, at([1, 2, 7]))).toBe("clear"));
  it("is skipped without a loss", () =>
    expect(kindOf(severalRuns, { curves: [curve("other", [1, 2])] })).toBe("skipped"));
});

describe("loss-changes-meaning (limit: fivefold alone, twofold with validation)", () => {
  const stepped = (ratio: number): number[] => [
    ...settling(1, 0.5, 8),
    ...settling(0.5, 0.49, 8).map((value) => ratio * value),
  ];
  it("finds a sixfold step of one curve", () =>
    expect(severityOf(lossChangesMeaning, losses(stepped(6)))).toBe("medium"));
  it("is clear at fourfold", () => expect(kindOf(lossChangesMeaning, losses(stepped(4)))).toBe("clear"));
  it("finds fourfold where validation does the same", () =>
    expect(severityOf(lossChangesMeaning, losses(stepped(4), stepped(4)))).toBe("high"));
  it("is clear of a spike", () =>
    expect(kindOf(lossChangesMeaning, losses(settling(1, 0.5, 16).with(9, 50)))).toBe("clear"));
  it("is clear of a loss next to 0 that leaps twofold at every point: a step there has to be 8 times as long", () => {
    // In logarithms the step is ln 6 = 1.8, and a leap from point to point ln 2 = .69 against ln 1.1 = .095.
    const leaping = (by: number) => stepped(6).map((value, i) => value * by ** (i % 2));
    expect([1.1, 2].map((by) => kindOf(lossChangesMeaning, losses(leaping(by))))).toEqual([
      "finding",
      "clear",
    ]);
  });
  it("is skipped with two points", () => expect(kindOf(lossChangesMeaning, losses([1, 1]))).toBe("skipped"));
});

describe("penalty-is-the-loss (limit: half of it)", () => {
  const beside = (mse: readonly number[]) => ({
    curves: [curve("train-loss", [2, 1, 1, 1]), curve("train-metric", mse, { name: "mse" })],
  });
  it("finds 60 % of penalty, low where the data term falls", () =>
    expect(severityOf(penaltyIsTheLoss, beside([1.4, 0.4, 0.4, 0.4]))).toBe("low"));
  it("finds it at medium where the data term stands still", () =>
    expect(severityOf(penaltyIsTheLoss, beside([0.4, 0.4, 0.4, 0.4]))).toBe("medium"));
  it("is clear at half", () => expect(kindOf(penaltyIsTheLoss, beside([1.4, 0.5, 0.5, 0.5]))).toBe("clear"));
  it("is skipped without the data term", () =>
    expect(kindOf(penaltyIsTheLoss, losses([2, 1, 1]))).toBe("skipped"));
});

describe("validation-constant (limit: the seventh digit)", () => {
  it("finds the same number at every point", () =>
    expect(kindOf(validationConstant, losses([4, 3, 2, 1], [2, 2, 2, 2]))).toBe("finding"));
  it("is clear where the fourth digit moves", () =>
    expect(kindOf(validationConstant, losses([4, 3, 2, 1], [2, 2, 2, 2.0005]))).toBe("clear"));
  it("is clear where training stands still as well", () =>
    expect(kindOf(validationConstant, losses([4, 4, 4, 4], [2, 2, 2, 2]))).toBe("clear"));
  it("is skipped without validation", () =>
    expect(kindOf(validationConstant, losses([4, 3, 2, 1]))).toBe("skipped"));
});

describe("generalization-gap (limit: .3 of what knowing nothing costs)", () => {
  const train = settling(1, 0.1);
  it("finds a gap of .4", () =>
    expect(kindOf(generalizationGap, losses(train, settling(1, 0.5)))).toBe("finding"));
  it("is clear at .2", () =>
    expect(kindOf(generalizationGap, losses(train, settling(1, 0.3)))).toBe("clear"));
  it("is high only where held-out rows never gained", () =>
    expect([0.5, 0.95].map((end) => severityOf(generalizationGap, losses(train, settling(1, end))))).toEqual([
      "low",
      "high",
    ]));
  it("takes no fall to the best constant for something learnt (limit: .9 of it)", () => {
    const run = (lossOfBestConstant: number) => ({
      ...losses(settling(100, 1), settling(100, 2)),
      data: {
        ...{ trainRows: 9, heldOutRows: 9, targetMean: [0], targetStd: [1] },
        targetRange: [[-2, 2]] as const,
        lossOfBestConstant,
      },
    });
    expect([1, 1.2].map((constant) => kindOf(generalizationGap, run(constant)))).toEqual([
      "clear",
      "finding",
    ]);
  });
  it("is skipped without validation", () =>
    expect(kindOf(generalizationGap, losses([1, 0.5, 0.1]))).toBe("skipped"));
});

describe("still-falling (limit: .08 of the way in the last fifth)", () => {
  it("finds a straight line, which has a quarter there", () =>
    expect(kindOf(stillFalling, losses([1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55]))).toBe(
      "finding",
    ));
  it("is clear of a loss that has settled", () =>
    expect(kindOf(stillFalling, losses(settling(1, 0.3)))).toBe("clear"));
  it("is clear where held-out rows have settled", () =>
    expect(
      kindOf(
        stillFalling,
        losses([1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55], settling(1, 0.7, 10)),
      ),
    ).toBe("clear"));
  it("is high where half of the way is left, and no more than medium where the run ends well", () =>
    expect(
      [WELL, BADLY].map((pairs) =>
        severityOf(stillFalling, {
          ...losses([1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55]),
          ...pairs,
        }),
      ),
    ).toEqual(["medium", "high"]));
  it("is skipped with two points", () => expect(kindOf(stillFalling, losses([4, 3]))).toBe("skipped"));
});

describe("learning-rate-too-low (limits: four points in five lower, less than half in all)", () => {
  const line = Array.from({ length: 10 }, (_, i) => 1 - 0.03 * i);
  it("finds an even creep", () => expect(kindOf(learningRateTooLow, losses(line))).toBe("finding"));
  it("is clear of one that has halved", () =>
    expect(kindOf(learningRateTooLow, losses(line.map((value) => 3 * value - 2)))).toBe("clear"));
  it("finds a rate of 0", () =>
    expect(
      kindOf(learningRateTooLow, {
        curves: [curve("train-loss", [1, 1, 1, 1, 1]), curve("learning-rate", [0, 0, 0, 0, 0])],
      }),
    ).toBe("finding"));
  it("is skipped with two points", () => expect(kindOf(learningRateTooLow, losses([4, 3]))).toBe("skipped"));
});

describe("learning-rate-too-high (limit: .3 of the loss from epoch to epoch)", () => {
  const rattling = (by: number) =>
    Array.from({ length: 20 }, (_, i) => 1 + (i % 2 === 0 ? by : -by) * (1 + (i % 3) / 4));
  it("finds a loss that rattles by a half", () =>
    expect(kindOf(learningRateTooHigh, losses(rattling(0.5)))).toBe("finding"));
  it("is low where the run ends well all the same", () =>
    expect(
      [WELL, BADLY].map((pairs) => severityOf(learningRateTooHigh, { ...losses(rattling(0.5)), ...pairs })),
    ).toEqual(["low", "medium"]));
  it("is clear of one that rattles by a hundredth", () =>
    expect(kindOf(learningRateTooHigh, losses(rattling(0.01)))).toBe("clear"));
  it("finds a rate of .4 of Adam that does not end well, and 1.1 of nobody knows what; not of plain gradient steps", () => {
    const bad = onePair([1, 2, 3, 4], [4, 3, 2, 1]);
    const at = (rate: number, settings: Evidence["settings"]) =>
      kindOf(learningRateTooHigh, {
        curves: [curve("train-loss", settling(1, 0.5)), curve("learning-rate", settling(rate, rate))],
        ...bad,
        ...(settings === undefined ? {} : { settings }),
      });
    const by = (name: "adam" | "sgd") => ({ optimizer: { name, learningRate: 0.1 } });
    expect([
      at(0.4, by("adam")),
      at(0.3, by("adam")),
      at(1.1, undefined),
      at(1, undefined),
      at(5, by("sgd")),
    ]).toEqual([...["finding", "clear", "finding", "clear", "clear"]]);
  });
  it("is skipped with seven points", () =>
    expect(kindOf(learningRateTooHigh, losses([1, 2, 1, 2, 1, 2, 1]))).toBe("skipped"));
});

describe("gradient-grows (limit: tenfold)", () => {
  const norms = (last: number) => ({ curves: [curve("gradient-norm", [1, 2, 4, 8, last])] });
  it("finds elevenfold", () => expect(kindOf(gradientGrows, norms(11))).toBe("finding"));
  it("is clear at tenfold", () => expect(kindOf(gradientGrows, norms(10))).toBe("clear"));
  it("finds a norm that is no number", () =>
    expect(kindOf(gradientGrows, { curves: [curve("gradient-norm", [1, 1, 1, 1, 1, "Infinity"])] })).toBe(
      "finding",
    ));
  it("is skipped without norms", () =>
    expect(kindOf(gradientGrows, losses([1, 1, 1, 1, 1]))).toBe("skipped"));
});

describe("never-filled-in", () => {
  it("finds zeros in every row, low where validation moves", () =>
    expect(
      [losses([0, 0, 0]), losses([0, 0, 0], [3, 2, 1])].map((one) => severityOf(neverFilledIn, one)),
    ).toEqual(["high", "low"]));
  it("is clear with one number", () => expect(kindOf(neverFilledIn, losses([1, 0, 0]))).toBe("clear"));
  it("is skipped with one row", () => expect(kindOf(neverFilledIn, losses([0]))).toBe("skipped"));
});

describe("validation-without-labels", () => {
  it("finds a validation loss of 0 throughout", () =>
    expect(kindOf(validationWithoutLabels, losses([3, 2, 1], [0, 0, 0]))).toBe("finding"));
  it("finds one that is never a number", () =>
    expect(kindOf(validationWithoutLabels, losses([3, 2, 1], ["Infinity", "Infinity", "Infinity"]))).toBe(
      "finding",
    ));
  it("is clear where one point is measured", () =>
    expect(kindOf(validationWithoutLabels, losses([3, 2, 1], [0, 0, 1]))).toBe("clear"));
  it("is skipped where training is not filled in either", () =>
    expect(kindOf(validationWithoutLabels, losses([0, 0, 0], [0, 0, 0]))).toBe("skipped"));
});

describe("loss-against-error (limit: the error rises by a tenth)", () => {
  const beside = (error: readonly number[]) => ({
    curves: [
      curve("train-loss", [4, 3, 2, 1]),
      curve("validation-metric", error, { name: "validation mae" }),
    ],
  });
  it("finds an error that rises by a half while the loss falls", () =>
    expect(kindOf(lossAgainstError, beside([1, 1.2, 1.4, 1.5]))).toBe("finding"));
  it("is clear where held-out rows lose in loss and error alike: single rows are learnt by heart", () => {
    const rising = [1, 1.2, 1.4, 1.5];
    const run = (validation: readonly number[]) => ({
      curves: [
        ...(losses(settling(1, 0.1, 4), validation).curves ?? []),
        curve("validation-metric", rising, { name: "validation mean error" }),
      ],
    });
    expect([rising, [1, 0.8, 0.6, 0.5]].map((loss) => kindOf(lossAgainstError, run(loss)))).toEqual([
      "clear",
      "finding",
    ]);
  });
  it("finds a training loss of squares below 0, whatever the held-out loss and error do", () =>
    expect(
      lossAgainstError.judge({
        format: 1,
        settings: { loss: "mse" },
        curves: [
          ...(losses([1, 0, -1, -2], [1, 0.9, 0.8, 0.7]).curves ?? []),
          curve("validation-metric", [1, 0.9, 0.8, 0.7], { name: "validation mae" }),
        ],
      }),
    ).toMatchObject({ kind: "finding", evidence: { lossFirst: 1, lossEnd: -2 } }));
  it("is clear where loss and error are those of two models: evaluation mode costs another", () =>
    expect(
      kindOf(lossAgainstError, {
        ...beside([1, 1.2, 1.4, 1.5]),
        modes: { trainLoss: 0.5, evaluationLoss: 2 },
      }),
    ).toBe("clear"));
  it("is clear where it rises by a twentieth", () =>
    expect(kindOf(lossAgainstError, beside([1, 1, 1.05, 1.05]))).toBe("clear"));
  it("finds a squared error below 0", () =>
    expect(kindOf(lossAgainstError, { ...losses([1, -1, -2]), settings: { loss: "mse" } })).toBe("finding"));
  it("is skipped without a loss", () => expect(kindOf(lossAgainstError, {})).toBe("skipped"));
});

describe("held-out-loss-stands-still (limit: a fiftieth of the first validation loss)", () => {
  const train = settling(1, 0.5);
  it("finds a validation loss that never gains", () =>
    expect(kindOf(heldOutStandsStill, losses(train, settling(1, 1.01)))).toBe("finding"));
  it("is low where held-out rows are predicted all the same", () =>
    expect(
      [WELL, BADLY].map((pairs) =>
        severityOf(heldOutStandsStill, { ...losses(train, settling(1, 1.01)), ...pairs }),
      ),
    ).toEqual(["low", "medium"]));
  it("is clear of one that gains a tenth", () =>
    expect(kindOf(heldOutStandsStill, losses(train, settling(1, 0.9)))).toBe("clear"));
  it("is clear where the first epoch was enough: .39 of the first training loss is left, not .41", () =>
    expect(
      [0.39, 0.41].map((level) => kindOf(heldOutStandsStill, losses(train, settling(level, 1.01 * level)))),
    ).toEqual(["clear", "finding"]));
  it("leaves one that is the same number throughout to another rule", () =>
    expect(
      kindOf(
        heldOutStandsStill,
        losses(
          train,
          train.map(() => 1),
        ),
      ),
    ).toBe("clear"));
  it("is skipped without validation", () =>
    expect(kindOf(heldOutStandsStill, losses(train))).toBe("skipped"));
});

describe("loss-size (limits: 30 and .01 at the first point)", () => {
  it("finds 31 and .009, low where they are learnt", () =>
    expect(
      [losses([31, 30, 30]), losses([0.009, 0.009, 0.009]), losses(settling(31, 0.1))].map((one) =>
        severityOf(lossSize, one),
      ),
    ).toEqual(["medium", "medium", "low"]));
  it("is clear at 30 and .01", () =>
    expect([losses([30, 30, 30]), losses([0.01, 0.01, 0.01])].map((one) => kindOf(lossSize, one))).toEqual([
      "clear",
      "clear",
    ]));
  it("is skipped with two points", () => expect(kindOf(lossSize, losses([99, 99]))).toBe("skipped"));
});

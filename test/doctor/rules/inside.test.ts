import { describe, expect, it } from "vitest";
import { type DataFacts, type Evidence, type Settings } from "../../../lib/doctor/evidence";
import { bottleneck } from "../../../lib/doctor/rules/bottleneck";
import { clipAlwaysOn } from "../../../lib/doctor/rules/clipAlwaysOn";
import { deadUnits } from "../../../lib/doctor/rules/deadUnits";
import { dropoutTooHigh } from "../../../lib/doctor/rules/dropoutTooHigh";
import { explodingGradient } from "../../../lib/doctor/rules/explodingGradient";
import { featureCollapse } from "../../../lib/doctor/rules/featureCollapse";
import { featureScale } from "../../../lib/doctor/rules/featureScale";
import { inputScale } from "../../../lib/doctor/rules/inputScale";
import { layernormErasesMagnitude } from "../../../lib/doctor/rules/layernormErasesMagnitude";
import { outputScaleAtInit } from "../../../lib/doctor/rules/outputScaleAtInit";
import { overfit8 } from "../../../lib/doctor/rules/overfit8";
import { overRegularised } from "../../../lib/doctor/rules/overRegularised";
import { saturatedActivation } from "../../../lib/doctor/rules/saturatedActivation";
import { saturatedLossGradient } from "../../../lib/doctor/rules/saturatedLossGradient";
import { seedFragility } from "../../../lib/doctor/rules/seedFragility";
import { shuffledLabels } from "../../../lib/doctor/rules/shuffledLabels";
import { stepChangesNothing } from "../../../lib/doctor/rules/stepChangesNothing";
import { symmetricInit } from "../../../lib/doctor/rules/symmetricInit";
import { targetScale } from "../../../lib/doctor/rules/targetScale";
import { targetsOutsideLoss } from "../../../lib/doctor/rules/targetsOutsideLoss";
import { timeToRange } from "../../../lib/doctor/rules/timeToRange";
import { trainEvalMismatch } from "../../../lib/doctor/rules/trainEvalMismatch";
import { updateToDataRatio } from "../../../lib/doctor/rules/updateToDataRatio";
import { vanishingGradient } from "../../../lib/doctor/rules/vanishingGradient";
import { weightInit } from "../../../lib/doctor/rules/weightInit";
import { curve, kindOf, layer, losses, normals, onePair, severityOf, stage } from "../evidenceOf";

/** Facts of data whose targets spread over `std` around 0. */
function spreading(std: number, odd: Partial<DataFacts> = {}): DataFacts {
  return {
    ...{
      trainRows: 100,
      heldOutRows: 50,
      targetMean: [0],
      targetStd: [std],
      targetRange: [[-3 * std, 3 * std]],
    },
    ...odd,
  } as const;
}

/** Ten epochs of ten updates. */
const SETTINGS: Settings = {
  loss: "mse",
  optimizer: { name: "adam", learningRate: 1e-3 },
  batchSize: 10,
  epochs: 10,
};

describe("target-scale (limits: 10 and .01, as training sees them)", () => {
  it("finds a spread of 11 that nothing scales", () =>
    expect(kindOf(targetScale, { settings: SETTINGS, data: spreading(11) })).toBe("finding"));
  it("is clear at 10", () =>
    expect(kindOf(targetScale, { settings: SETTINGS, data: spreading(10) })).toBe("clear"));
  it("finds .009", () =>
    expect(kindOf(targetScale, { settings: SETTINGS, data: spreading(0.009) })).toBe("finding"));
  it("is clear of scaled targets", () =>
    expect(
      kindOf(targetScale, {
        settings: { ...SETTINGS, scaling: { targets: "standardise" } },
        data: spreading(1000),
      }),
    ).toBe("clear"));
  it("is low where the run ends well", () => {
    const target = normals("target", 50).map((value) => 100 * value);
    expect(
      severityOf(targetScale, { settings: SETTINGS, data: spreading(100), ...onePair(target, target) }),
    ).toBe("low");
  });
  it("is skipped without settings", () =>
    expect(kindOf(targetScale, { data: spreading(100) })).toBe("skipped"));
});

describe("output-scale-at-init (limit: ten times the loss of the best constant)", () => {
  const starting = (loss: number) => ({
    start: { outputMean: [0], outputStd: [1], loss },
    data: spreading(1, { lossOfBestConstant: 1 }),
  });
  it("finds elevenfold", () => expect(kindOf(outputScaleAtInit, starting(11))).toBe("finding"));
  it("is clear at tenfold", () => expect(kindOf(outputScaleAtInit, starting(10))).toBe("clear"));
  it("is skipped without a start", () =>
    expect(kindOf(outputScaleAtInit, { data: spreading(1) })).toBe("skipped"));
});

describe("time-to-range (limit: half of the way)", () => {
  // 100 updates at 1e-3 move a weight by .1, the output by 32 times that: 3.2; targets lie within 2 spreads
  const to = (std: number) => ({ settings: SETTINGS, data: spreading(std) });
  it("finds targets of a spread of 3.3, half of whose 6.6 is not reached", () =>
    expect(kindOf(timeToRange, to(3.3))).toBe("finding"));
  it("is clear at 3.1", () => expect(kindOf(timeToRange, to(3.1))).toBe("clear"));
  it("takes the measured features where there are some", () =>
    // 1 + 4 · 24 = 97 in place of 32: 9.7
    expect(kindOf(timeToRange, { ...to(3.3), stages: [stage("hidden", { meanNorm: 24 })] })).toBe("clear"));
  it("says the scale only where rate and length would do for scaled targets: their sum of rates is 1 or more", () => {
    // targets of 400 and 100 updates: at 1e-3 weights move by .1 in all, at 1e-2 by 1
    const at = (learningRate: number) =>
      timeToRange.judge({
        format: 1,
        ...to(400),
        settings: { ...SETTINGS, optimizer: { name: "adam", learningRate } },
      });
    expect([at(1e-3), at(1e-2)].map((said) => (said.kind === "finding" ? said.cause : said.kind))).toEqual([
      "optimiser",
      "output-scale",
    ]);
  });
  it("is skipped for plain gradient steps, which grow with the error", () =>
    expect(
      kindOf(timeToRange, {
        ...to(100),
        settings: { ...SETTINGS, optimizer: { name: "sgd", learningRate: 1 } },
      }),
    ).toBe("skipped"));
});

describe("saturated-loss-gradient (limit: .8 of the residuals beyond delta)", () => {
  const residuals = (far: number): Partial<Evidence> => ({
    ...onePair(
      Array.from({ length: 100 }, (_, i) => (i < far ? 5 : 0.1)),
      Array.from({ length: 100 }, () => 0),
    ),
    settings: { ...SETTINGS, loss: "smooth-l1" },
    data: spreading(1),
  });
  it("finds 81 of 100", () => expect(kindOf(saturatedLossGradient, residuals(81))).toBe("finding"));
  it("is clear at 80", () => expect(kindOf(saturatedLossGradient, residuals(80))).toBe("clear"));
  it("says that under Adam another loss would change little", () => {
    const said = saturatedLossGradient.judge({ format: 1, ...residuals(90) });
    expect(said.kind === "finding" && said.message).toContain("under Adam");
  });
  it("is skipped for a squared error", () =>
    expect(kindOf(saturatedLossGradient, { settings: SETTINGS, data: spreading(1) })).toBe("skipped"));
});

describe("vanishing-gradient and exploding-gradient (limits: a thousandth, a thousandfold)", () => {
  const deep = (first: number) => ({ layers: [layer("a", { gradientNorm: first }), layer("b"), layer("c")] });
  it("find .9e-3 and 1.1e3 of the last layer's", () =>
    expect([kindOf(vanishingGradient, deep(0.9e-4)), kindOf(explodingGradient, deep(110))]).toEqual([
      "finding",
      "finding",
    ]));
  it("are clear at 1.1e-3 and .9e3", () =>
    expect([kindOf(vanishingGradient, deep(1.1e-4)), kindOf(explodingGradient, deep(90))]).toEqual([
      "clear",
      "clear",
    ]));
  it("are skipped with two layers, and for biases that are 0", () => {
    const biases = { layers: [layer("a", { weightNorm: 0 }), layer("b"), layer("c")] };
    expect([vanishingGradient, explodingGradient].map((rule) => kindOf(rule, biases))).toEqual([
      "skipped",
      "skipped",
    ]);
  });
});

describe("dead-units (limits: half, and nine in ten)", () => {
  const dead = (deadShare: number) => ({ stages: [stage("hidden", { deadShare })] });
  it("finds .51 at medium and .91 at high", () =>
    expect([0.51, 0.91].map((share) => severityOf(deadUnits, dead(share)))).toEqual(["medium", "high"]));
  it("is clear at a half", () => expect(kindOf(deadUnits, dead(0.5))).toBe("clear"));
  it("leaves the inputs out: a constant column is no unit", () =>
    expect(kindOf(deadUnits, { stages: [stage("inputs", { deadShare: 0.95 }), ...dead(0.1).stages] })).toBe(
      "clear",
    ));
  it("is skipped where no share is known", () => expect(kindOf(deadUnits, dead(NaN))).toBe("skipped"));
});

describe("saturated-activation (limit: .7)", () => {
  const saturated = (saturatedShare: number) => ({ stages: [stage("hidden", { saturatedShare })] });
  it("finds .71", () => expect(kindOf(saturatedActivation, saturated(0.71))).toBe("finding"));
  it("is clear at .7", () => expect(kindOf(saturatedActivation, saturated(0.7))).toBe("clear"));
  it("leaves the inputs out", () =>
    expect(kindOf(saturatedActivation, { stages: [stage("inputs", { saturatedShare: 1 })] })).toBe(
      "skipped",
    ));
  it("is skipped without stages", () => expect(kindOf(saturatedActivation, {})).toBe("skipped"));
});

describe("symmetric-init (limit: 1.05 directions)", () => {
  const start = (effectiveRank: number, first = 5) => ({
    stages: [stage("a", { effectiveRank: first }), stage("b", { effectiveRank })],
  });
  it("finds one direction behind five", () => expect(kindOf(symmetricInit, start(1.04))).toBe("finding"));
  it("is clear at 1.05", () => expect(kindOf(symmetricInit, start(1.05))).toBe("clear"));
  it("leaves a stage of one unit out: it has no other to be like", () => {
    const [first, ...narrow] = start(1).stages.map((facts) => ({ ...facts, width: 1 }));
    const stages = [first, ...narrow, stage("c", { effectiveRank: 3 })].flatMap((facts) => facts ?? []);
    expect(kindOf(symmetricInit, { stages })).toBe("clear");
  });
  it("is clear where there is one direction to begin with", () =>
    expect(kindOf(symmetricInit, start(1, 1))).toBe("clear"));
  it("finds outputs that do not differ before the first update", () => {
    const starting = (spread: number) => ({
      start: { outputMean: [0], outputStd: [spread], loss: 1 },
      data: spreading(1),
    });
    expect([0.0009, 0.0011].map((spread) => kindOf(symmetricInit, starting(spread)))).toEqual([
      "finding",
      "clear",
    ]);
  });
  it("is clear of outputs as narrow as their inputs: a thousandth behind a thousandth", () => {
    const run = (inputs: number) => ({
      start: { outputMean: [0], outputStd: [0.0009], loss: 1 },
      data: { ...spreading(1), inputStd: [inputs] },
    });
    expect([1e-3, 1].map((inputs) => kindOf(symmetricInit, run(inputs)))).toEqual(["clear", "finding"]);
  });
  it("is skipped with one stage", () =>
    expect(kindOf(symmetricInit, { stages: [stage("a")] })).toBe("skipped"));
});

describe("bottleneck (limit: one number)", () => {
  const through = (width: number, inputs = 5) => ({
    stages: [stage("inputs", { width: inputs }), stage("a", { width: 16 }), stage("b", { width })],
  });
  it("names the layer that one number of a row comes through", () => {
    const said = bottleneck.judge({ format: 1, ...through(1) });
    expect(said.kind === "finding" && said.message).toContain("passes through b as one number");
  });
  it("is medium where the run ends well", () =>
    expect(severityOf(bottleneck, { ...through(1), ...onePair([1, 2, 3], [1, 2, 3]) })).toBe("medium"));
  it("is clear of two numbers, and where there is one input", () =>
    expect([through(2), through(1, 1)].map((run) => kindOf(bottleneck, run))).toEqual(["clear", "clear"]));
  it("is skipped where no width is known", () =>
    expect(kindOf(bottleneck, { stages: [stage("inputs"), stage("a")] })).toBe("skipped"));
});

describe("weight-init (limit: a hundredfold either way)", () => {
  const growing = (std: number) => ({ stages: [stage("a"), stage("b", { std })] });
  it("finds 101 and 1/101", () =>
    expect([101, 1 / 101].map((std) => kindOf(weightInit, growing(std)))).toEqual(["finding", "finding"]));
  it("is clear at 100 and 1/100", () =>
    expect([100, 0.01].map((std) => kindOf(weightInit, growing(std)))).toEqual(["clear", "clear"]));
  it("is skipped with one stage", () => expect(kindOf(weightInit, { stages: [stage("a")] })).toBe("skipped"));
});

describe("feature-scale (limit: thirtyfold off 1)", () => {
  const last = (std: number) => ({ stages: [stage("a", { std })] });
  it("finds 31", () => expect(kindOf(featureScale, last(31))).toBe("finding"));
  it("is clear at 30", () => expect(kindOf(featureScale, last(30))).toBe("clear"));
  it("is skipped without stages", () => expect(kindOf(featureScale, {})).toBe("skipped"));
});

describe("feature-collapse (limit: .3 of R² lost between stages)", () => {
  const readouts = (...values: readonly number[]) => ({
    stages: values.map((probeR2, i) => stage(`s${i}`, { when: "end", probeR2 })),
  });
  it("names the first stage where the readout drops", () => {
    const said = featureCollapse.judge({ format: 1, ...readouts(0.8, 0.7, 0.3, 0.2) });
    expect(said.kind === "finding" && said.message).toContain("gone in s2");
  });
  it("is clear of a drop of .3", () => expect(kindOf(featureCollapse, readouts(0.75, 0.5))).toBe("clear"));
  it("is clear of a low rank whose readout stays", () =>
    expect(
      kindOf(featureCollapse, {
        stages: [
          stage("a", { when: "end", probeR2: 0.8 }),
          stage("b", { when: "end", probeR2: 0.8, effectiveRank: 1.1 }),
        ],
      }),
    ).toBe("clear"));
  it("speaks of labels where no stage knows anything", () => {
    const said = featureCollapse.judge({ format: 1, ...readouts(0.01, 0.02) });
    expect(said.kind === "finding" && "cause" in said && said.cause).toBe("label-or-information");
  });
  it("is skipped without readouts", () =>
    expect(kindOf(featureCollapse, { stages: [stage("a"), stage("b")] })).toBe("skipped"));
});

describe("layernorm-erases-magnitude (limit: .2 of R²)", () => {
  const around = (after: number, name = "layer_norm") => ({
    stages: [stage("hidden", { when: "end", probeR2: 0.8 }), stage(name, { when: "end", probeR2: after })],
  });
  it("finds .8 that becomes .5", () => expect(kindOf(layernormErasesMagnitude, around(0.5))).toBe("finding"));
  it("is clear at .7", () => expect(kindOf(layernormErasesMagnitude, around(0.7))).toBe("clear"));
  it("is skipped where no stage normalises rows", () =>
    expect(kindOf(layernormErasesMagnitude, around(0.1, "batch_norm"))).toBe("skipped"));
});

describe("step-changes-nothing", () => {
  it("finds a trainable layer that never moves", () =>
    expect(kindOf(stepChangesNothing, { layers: [layer("a"), layer("b", { updateNorm: 0 })] })).toBe(
      "finding",
    ));
  it("finds a frozen layer that does", () =>
    expect(kindOf(stepChangesNothing, { layers: [layer("a", { frozen: true })] })).toBe("finding"));
  it("is clear where one of two updates moves it", () =>
    expect(
      kindOf(stepChangesNothing, { layers: [layer("a", { updateNorm: 0 }), layer("a", { update: 1 })] }),
    ).toBe("clear"));
  it("is skipped without layers", () => expect(kindOf(stepChangesNothing, {})).toBe("skipped"));
});

describe("update-to-data-ratio (limits: 1e-4 and .3)", () => {
  const moving = (updateNorm: number) => ({ layers: [layer("a", { updateNorm })] });
  it("finds .9e-4 and .31", () =>
    expect([0.9e-4, 0.31].map((norm) => kindOf(updateToDataRatio, moving(norm)))).toEqual([
      "finding",
      "finding",
    ]));
  it("is clear at 1.1e-4 and .3", () =>
    expect([1.1e-4, 0.3].map((norm) => kindOf(updateToDataRatio, moving(norm)))).toEqual(["clear", "clear"]));
  it("is skipped without layers", () => expect(kindOf(updateToDataRatio, {})).toBe("skipped"));
});

describe("clip-always-on (limits: .95 of the points, tenfold)", () => {
  const clipped = (norm: number, name: "sgd" | "adam"): Partial<Evidence> => ({
    curves: [
      curve(
        "gradient-norm",
        Array.from({ length: 20 }, () => norm),
      ),
    ],
    settings: { ...SETTINGS, optimizer: { name, learningRate: 0.1, clipNorm: 1 } },
  });
  it("finds elevenfold, high where the step feels it", () =>
    expect([
      severityOf(clipAlwaysOn, clipped(11, "sgd")),
      severityOf(clipAlwaysOn, clipped(11, "adam")),
    ]).toEqual(["high", "low"]));
  it("is clear at tenfold", () => expect(kindOf(clipAlwaysOn, clipped(10, "sgd"))).toBe("clear"));
  it("is skipped without a clip", () => expect(kindOf(clipAlwaysOn, { settings: SETTINGS })).toBe("skipped"));
});

describe("input-scale (limits: a spread of 30, a hundredfold between two)", () => {
  const inputs = (...inputStd: number[]) => ({ data: spreading(1, { inputStd }) });
  it("finds 31, 1/31, and 1 beside 101", () =>
    expect([[31], [1 / 31], [0.2, 20.2]].map((spreads) => kindOf(inputScale, inputs(...spreads)))).toEqual([
      "finding",
      "finding",
      "finding",
    ]));
  it("is clear at 30, and with a constant column", () =>
    expect([[30], [1, 0]].map((spreads) => kindOf(inputScale, inputs(...spreads)))).toEqual([
      "clear",
      "clear",
    ]));
  it("is clear of scaled inputs", () =>
    expect(kindOf(inputScale, { ...inputs(1e6), settings: { scaling: { inputs: "standardise" } } })).toBe(
      "clear",
    ));
  it("is skipped without inputs", () => expect(kindOf(inputScale, {})).toBe("skipped"));
});

describe("train-eval-mismatch and dropout-too-high (limit: twice, either way)", () => {
  const modes = (trainLoss: number, evaluationLoss: number) => ({ modes: { trainLoss, evaluationLoss } });
  it("find 2.1 times", () =>
    expect([kindOf(trainEvalMismatch, modes(1, 2.1)), kindOf(dropoutTooHigh, modes(2.1, 1))]).toEqual([
      "finding",
      "finding",
    ]));
  it("are clear at twice", () =>
    expect([kindOf(trainEvalMismatch, modes(1, 2)), kindOf(dropoutTooHigh, modes(2, 1))]).toEqual([
      "clear",
      "clear",
    ]));
  it("finds an evaluation loss that is no number", () =>
    expect(kindOf(trainEvalMismatch, modes(1, NaN))).toBe("finding"));
  it("are skipped without both", () =>
    expect([trainEvalMismatch, dropoutTooHigh].map((rule) => kindOf(rule, {}))).toEqual([
      "skipped",
      "skipped",
    ]));
});

describe("over-regularised (limits: decay · rate · updates .3, weights kept .3)", () => {
  const pulled = (weightDecay: number): Partial<Evidence> => ({
    settings: { ...SETTINGS, optimizer: { name: "adamw", learningRate: 1e-3, weightDecay } },
    data: spreading(1),
  });
  // 100 updates of 1e-3: decay · .1
  it("finds a decay of 3.1", () => expect(kindOf(overRegularised, pulled(3.1))).toBe("finding"));
  it("is clear at 2.9", () => expect(kindOf(overRegularised, pulled(2.9))).toBe("clear"));
  it("finds weights that shrink to a quarter", () =>
    expect(
      kindOf(overRegularised, { layers: [layer("a"), layer("a", { update: 9, weightNorm: 0.25 })] }),
    ).toBe("finding"));
  it("is skipped without either", () => expect(kindOf(overRegularised, {})).toBe("skipped"));
});

describe("targets-outside-loss", () => {
  const asked = (loss: "bce" | "mse" | "cross-entropy", from: number, to: number): Partial<Evidence> => ({
    settings: { ...SETTINGS, loss },
    data: spreading(1, { targetRange: [[from, to]] }),
  });
  it("finds targets of −1 and 1 under bce", () =>
    expect(kindOf(targetsOutsideLoss, asked("bce", -1, 1))).toBe("finding"));
  it("is clear of 0 and 1", () => expect(kindOf(targetsOutsideLoss, asked("bce", 0, 1))).toBe("clear"));
  it("is clear of class numbers under cross-entropy", () =>
    expect(kindOf(targetsOutsideLoss, asked("cross-entropy", 0, 4))).toBe("clear"));
  it("never fires on a regressor", () =>
    expect(kindOf(targetsOutsideLoss, asked("mse", -100, 100))).toBe("clear"));
  it("is skipped without a loss", () => expect(kindOf(targetsOutsideLoss, {})).toBe("skipped"));
});

describe("trials: overfit-8 (.1), shuffled-labels (.9), seed-fragility (.3)", () => {
  it("overfit-8 finds .11, is clear at .1 and skipped without", () =>
    expect(
      [0.11, 0.1]
        .map((value) => kindOf(overfit8, { trials: { overfit8: value } }))
        .concat(kindOf(overfit8, {})),
    ).toEqual(["finding", "clear", "skipped"]));
  it("shuffled-labels finds .91 of the loss, is clear at .9 and skipped without", () => {
    const trained = (shuffledLabelsLoss: number) => ({
      ...losses([2, 1, 1, 1]),
      trials: { shuffledLabelsLoss },
    });
    expect([
      kindOf(shuffledLabels, trained(1 / 0.91)),
      kindOf(shuffledLabels, trained(1 / 0.89)),
      kindOf(shuffledLabels, {}),
    ]).toEqual(["finding", "clear", "skipped"]);
  });
  it("seed-fragility finds errors of 1, 1 and 3, is clear at 1, 1 and 1.2 and skipped with two", () =>
    expect(
      [
        [1, 1, 3],
        [1, 1, 1.2],
        [1, 3],
      ].map((seeds) => kindOf(seedFragility, { trials: { seeds } })),
    ).toEqual(["finding", "clear", "skipped"]));
});

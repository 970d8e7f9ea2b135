import { describe, expect, it } from "vitest";
import { type DataFacts, type Evidence, type Settings } from "../../../lib/doctor/evidence";
import { frozenLayers } from "../../../lib/doctor/rules/frozenLayers";
import { judgedOtherwise } from "../../../lib/doctor/rules/judgedOtherwise";
import { learningRateRange } from "../../../lib/doctor/rules/learningRateRange";
import { lossAgainstError } from "../../../lib/doctor/rules/lossAgainstError";
import { lossBroadcasts } from "../../../lib/doctor/rules/lossBroadcasts";
import { lossSums } from "../../../lib/doctor/rules/lossSums";
import { outputOutsideLoss } from "../../../lib/doctor/rules/outputOutsideLoss";
import { scaledTargets } from "../../../lib/doctor/rules/scaledTargets";
import { seedFragility } from "../../../lib/doctor/rules/seedFragility";
import { shuffledLabels } from "../../../lib/doctor/rules/shuffledLabels";
import { stepChangesNothing } from "../../../lib/doctor/rules/stepChangesNothing";
import { trainEvalMismatch } from "../../../lib/doctor/rules/trainEvalMismatch";
import { unfrozenBackboneShock } from "../../../lib/doctor/rules/unfrozenBackboneShock";
import { weightInit } from "../../../lib/doctor/rules/weightInit";
import { type Rule } from "../../../lib/doctor/rule";
import { curve, kindOf, layer, losses, normals, onePair, severityOf, stage } from "../evidenceOf";

const data: DataFacts = {
  ...{ trainRows: 100, heldOutRows: 50, targetMean: [0], targetStd: [1], targetRange: [[-3, 3]] },
  lossOfBestConstant: 1,
};
const settings: Settings = {
  ...{ loss: "mse", batchSize: 10, epochs: 20 },
  optimizer: { name: "sgd", learningRate: 1e-3 },
};
const adam: Settings = { ...settings, optimizer: { name: "adam", learningRate: 1e-3 } };

/** Targets of a spread of 1, and predictions that know the sign at best. */
const wanted = normals("wanted", 60);
const poor = onePair(wanted, normals("other", 60));
const good = onePair(
  wanted,
  wanted.map((value, i) => value + 0.1 * (normals("noise", 60)[i] ?? 0)),
);

const causeOf = (rule: Rule, evidence: Partial<Evidence>): string => {
  const said = rule.judge({ format: 1, ...evidence });
  return said.kind === "finding" ? (said.cause ?? rule.cause) : said.kind;
};

describe("rules of a loss given as a function", () => {
  const mean = { own: 1.1, permuted: 1.3, doubled: 1.1, perfect: 0, constant: 1 };
  it.each([
    ["a mean over rows", mean, ["clear", "clear"]],
    // Σ over every row with every other: dealing out changes nothing, and the right answer costs twice the variance
    ["[N] against [N, 1]", { ...mean, permuted: 1.1, perfect: 2 }, ["evaluation", "clear"]],
    ["the batch's mean alone", { ...mean, permuted: 1.1, constant: 0 }, ["optimiser", "clear"]],
    ["a sum over rows", { ...mean, doubled: 2.2 }, ["clear", "optimiser"]],
    ["just outside", { ...mean, permuted: 1.1 * 1.0002, doubled: 2.2 * 1.05 }, ["clear", "clear"]],
  ])("%s", (_, lossFunction, causes) => {
    const evidence = { lossFunction, settings };
    expect([causeOf(lossBroadcasts, evidence), causeOf(lossSums, evidence)]).toEqual(causes);
  });

  it("a sum is high under plain steps and low under Adam, which divides by the size, and where all is well", () => {
    const lossFunction = { ...mean, doubled: 2.2 };
    expect(severityOf(lossSums, { lossFunction, settings, ...poor })).toBe("high");
    expect(severityOf(lossSums, { lossFunction, settings: adam, ...poor })).toBe("low");
    expect(severityOf(lossSums, { lossFunction, settings, ...good })).toBe("low");
  });

  it("a negated loss asks more for the right answers than for their mean", () => {
    const lossFunction = { own: -1.1, permuted: -1.3, doubled: -1.1, perfect: 0, constant: -1 };
    expect(kindOf(lossAgainstError, { lossFunction })).toBe("finding");
    expect(kindOf(lossAgainstError, { lossFunction: mean, ...losses([1, 0.5, 0.2]) })).toBe("clear");
    // every row with every other is another fault: lossBroadcasts names it
    const broadcast = { ...mean, permuted: 1.1, perfect: 2 };
    expect(kindOf(lossAgainstError, { lossFunction: broadcast, ...losses([1, 0.5, 0.2]) })).toBe("clear");
  });

  it("says what they need where there is no such loss", () => {
    expect([kindOf(lossBroadcasts, {}), kindOf(lossSums, {})]).toEqual(["skipped", "skipped"]);
  });
});

describe("learning-rate-range", () => {
  const rates = [1e-7, 1e-5, 1e-3, 1e-1].map((rate, i) => ({ rate, loss: [1, 0.99, 0.8, 0.2][i] ?? NaN }));
  // the best goes .8 of the way down; 1e-3 goes .2 of that .8 = a quarter, three tenths are the limit
  it("a quarter of the best rate's way is a finding, a third is clear", () => {
    expect(kindOf(learningRateRange, { settings, trials: { rates } })).toBe("finding");
    const nearer = rates.map((one) => (one.rate === 1e-3 ? { ...one, loss: 0.73 } : one));
    expect(kindOf(learningRateRange, { settings, trials: { rates: nearer } })).toBe("clear");
  });

  it("is low where the run ends well, and belongs to the scale where targets are far from 1", () => {
    expect(severityOf(learningRateRange, { settings, trials: { rates }, ...good })).toBe("low");
    const large = { ...data, targetStd: [500] };
    expect(causeOf(learningRateRange, { settings, trials: { rates }, data: large })).toBe("output-scale");
  });

  it("is clear where no rate learns, and skipped without rates", () => {
    const flat = rates.map(({ rate }) => ({ rate, loss: 1 }));
    expect(kindOf(learningRateRange, { settings, trials: { rates: flat } })).toBe("clear");
    expect(kindOf(learningRateRange, { settings })).toBe("skipped");
    expect(kindOf(learningRateRange, { trials: { rates } })).toBe("skipped");
  });

  it("takes the rate as too large beyond the last that was tried", () => {
    const steep = [...rates, { rate: 1, loss: 9 }];
    const fast = { ...settings, optimizer: { name: "sgd", learningRate: 10 } } as const;
    expect(kindOf(learningRateRange, { settings: fast, trials: { rates: steep } })).toBe("finding");
  });
});

describe("scaled-targets", () => {
  const trials = { seeds: [10], scaledTargets: 5.9 };
  it("is a finding below .6 of the run's own error, of the scale where targets are far from 1", () => {
    const far = { ...data, targetStd: [40] };
    expect(causeOf(scaledTargets, { trials, settings, data: far, ...poor })).toBe("output-scale");
    expect(causeOf(scaledTargets, { trials, settings, data, ...poor })).toBe("optimiser");
    expect(kindOf(scaledTargets, { trials: { ...trials, scaledTargets: 6.1 }, settings, ...poor })).toBe(
      "clear",
    );
    expect(kindOf(scaledTargets, { settings, ...poor })).toBe("skipped");
  });
});

describe("shuffled-labels", () => {
  const same = { ...losses([1, 0.95, 0.9]), trials: { shuffledLabelsLoss: 0.9 }, data };
  it("is a finding where shuffled labels were learnt as far, in part by heart", () => {
    expect(kindOf(shuffledLabels, same)).toBe("finding");
    expect(kindOf(shuffledLabels, { ...same, trials: { shuffledLabelsLoss: 1.2 } })).toBe("clear");
  });

  it("is clear where nothing is learnt from any labels, or the inputs are known to tell", () => {
    expect(kindOf(shuffledLabels, { ...losses([1, 1, 1]), trials: { shuffledLabelsLoss: 1 }, data })).toBe(
      "clear",
    );
    const told = { shuffledLabelsLoss: 0.9, noiseCeilingR2: 0.6 };
    expect(kindOf(shuffledLabels, { ...same, trials: told })).toBe("clear");
    expect(kindOf(shuffledLabels, { ...same, trials: { ...told, noiseCeilingR2: 0 } })).toBe("finding");
    expect(kindOf(shuffledLabels, losses([1, 0.9, 0.8]))).toBe("skipped");
  });
});

describe("seed-fragility", () => {
  const seeds = (...errors: number[]): Partial<Evidence> => ({ trials: { seeds: errors }, data });
  it("is a finding where seeds differ by a third of the error and a twentieth of the targets' spread", () => {
    // std of .2, .2, .8 is .28, their mean .4
    expect(kindOf(seedFragility, seeds(0.2, 0.2, 0.8))).toBe("finding");
    expect(kindOf(seedFragility, seeds(0.5, 0.5, 0.6))).toBe("clear");
    expect(kindOf(seedFragility, seeds(0.2, 0.8))).toBe("skipped");
  });

  it("is clear where all errors are small, of regressors and of classes", () => {
    expect(kindOf(seedFragility, seeds(0.01, 0.02, 0.05))).toBe("clear");
    const classes: Settings = { ...settings, loss: "cross-entropy" };
    expect(kindOf(seedFragility, { ...seeds(0, 0.02, 0.05), settings: classes })).toBe("clear");
    expect(kindOf(seedFragility, { ...seeds(0.05, 0.05, 0.5), settings: classes })).toBe("finding");
  });
});

describe("output-outside-loss", () => {
  const pairs = (...predictions: number[]): Partial<Evidence> =>
    onePair(
      predictions.map((_, i) => i % 2),
      predictions,
    );
  it.each<[string, Settings["loss"], Partial<Evidence>, string]>([
    ["a linear output under cross-entropy", "cross-entropy", pairs(0.2, 1.7), "finding"],
    ["a softmax over one unit", "bce", pairs(1, 1, 1), "finding"],
    ["probabilities", "bce", pairs(0, 0.4, 1), "clear"],
    ["a regressor's outputs of any size", "mse", pairs(-40, 1, 300), "clear"],
    ["a regressor that says 1", "mse", pairs(1, 1, 1), "clear"],
    ["no predictions", "bce", {}, "skipped"],
  ])("%s", (_, loss, evidence, kind) => {
    expect(kindOf(outputOutsideLoss, { ...evidence, settings: { ...settings, loss: loss ?? "mse" } })).toBe(
      kind,
    );
  });
});

describe("unfrozen-backbone-shock", () => {
  const stages = (before: number, after: number) => [
    stage("backbone", { probeR2: before }),
    stage("backbone", { when: "end", probeR2: after }),
  ];
  const layers = (step: number) => [
    layer("backbone", { updateNorm: step }),
    layer("head", { updateNorm: 0.5 }),
  ];
  const shrunk = (to: number) => [...layers(0.2), layer("backbone", { update: 9, weightNorm: to })];
  it("is a finding where a stage forgets what it knew, unless a penalty ate its weights", () => {
    expect(kindOf(unfrozenBackboneShock, { stages: stages(0.8, 0.49), layers: shrunk(0.31) })).toBe(
      "finding",
    );
    expect(kindOf(unfrozenBackboneShock, { stages: stages(0.8, 0.51), layers: shrunk(1) })).toBe("clear");
    expect(kindOf(unfrozenBackboneShock, { stages: stages(0.8, 0.4), layers: shrunk(0.29) })).toBe("clear");
    expect(kindOf(unfrozenBackboneShock, { stages: stages(0.25, -5), layers: layers(0.2) })).toBe("clear");
  });

  it("is low where the run ends well, and skipped without readouts", () => {
    const evidence = { stages: stages(0.8, 0.4), layers: layers(0.2), ...good };
    expect(severityOf(unfrozenBackboneShock, evidence)).toBe("low");
    expect(kindOf(unfrozenBackboneShock, { stages: [stage("a")], layers: layers(1) })).toBe("skipped");
  });
});

describe("judged-otherwise", () => {
  const scaled: Settings = { ...settings, scaling: { targets: "standardise" } };
  const table = (values: readonly number[], by = 1) => values.map((value) => [by * value]);
  /** Good on training rows; held-out targets are `unit` times what was trained on, `off` away at random. */
  const judgedIn = (unit: number, off = 0.3): Partial<Evidence> => {
    const predictions = table(wanted.map((value, i) => value + off * (normals("off", 60)[i] ?? 0)));
    return {
      ...{ data, settings: scaled },
      curves: [curve("train-loss", [1, 0.5, 0.1]), curve("validation-loss", [1, 0.5, 0.12])],
      pairs: [
        { targets: table(wanted, unit), predictions, split: "held-out" },
        { targets: table(wanted), predictions: table(wanted), split: "train" },
      ],
    };
  };
  it("is a finding where the judged rows are in other units than the ones that went well", () => {
    expect(kindOf(judgedOtherwise, judgedIn(3.6))).toBe("finding");
    expect(kindOf(judgedOtherwise, judgedIn(1e-3))).toBe("finding"); // targets next to 0, predictions as wide as ever
    expect(kindOf(judgedOtherwise, judgedIn(1))).toBe("clear");
  });

  it("is clear where validation rows went as badly, and skipped where the owner turns predictions back", () => {
    const bad = { ...judgedIn(3.6), curves: [curve("validation-loss", [1, 1.2, 1.5])] };
    expect(kindOf(judgedOtherwise, bad)).toBe("clear");
    const turned = { ...scaled, outputs: { scale: 2, offset: 0 } };
    expect(kindOf(judgedOtherwise, { ...judgedIn(3.6), settings: turned })).toBe("skipped");
  });
});

describe("frozen-layers", () => {
  const layers = [layer("a", { frozen: true, updateNorm: 0 }), layer("b")];
  it("is a finding where half and more is frozen and the run does not end well", () => {
    expect(kindOf(frozenLayers, { layers, ...poor })).toBe("finding");
    expect(kindOf(frozenLayers, { layers, ...good })).toBe("clear");
    expect(kindOf(frozenLayers, { layers: [...layers, layer("c")], ...poor })).toBe("clear");
    expect(kindOf(frozenLayers, {})).toBe("skipped");
  });
});

describe("rules that had to learn what a probe measures", () => {
  it("step-changes-nothing blames the network where no gradient comes through, else the optimiser", () => {
    const still = { updateNorm: 0 };
    expect(
      causeOf(stepChangesNothing, { layers: [layer("a", { ...still, gradientNorm: 0 }), layer("b")] }),
    ).toBe("architecture");
    expect(causeOf(stepChangesNothing, { layers: [layer("a", still), layer("b")] })).toBe("optimiser");
  });

  it("train-eval-mismatch leaves two losses next to 0 alone", () => {
    expect(kindOf(trainEvalMismatch, { modes: { trainLoss: 0.002, evaluationLoss: 0.01 }, data })).toBe(
      "clear",
    );
    expect(kindOf(trainEvalMismatch, { modes: { trainLoss: 0.02, evaluationLoss: 0.1 }, data })).toBe(
      "finding",
    );
  });

  it("weight-init compares layers, not the inputs' own scale", () => {
    const stages = [stage("inputs", { std: 5000 }), stage("a", { std: 1 }), stage("b", { std: 0.9 })];
    expect(kindOf(weightInit, { stages })).toBe("clear");
    expect(kindOf(weightInit, { stages: [...stages, stage("c", { std: 1e-3 })] })).toBe("finding");
  });
});

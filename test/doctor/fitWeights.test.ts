import { describe, expect, it } from "vitest";
import { fitWeights, judgeCases, weightsSource, type KnownCase } from "../../lib/doctor/fitWeights";
import {
  outcomeByContract,
  outcomeOf,
  practiceTable,
  referenceIn,
  seenIn,
  shares,
  viewOf,
  VIEWS,
} from "../../lib/doctor/practiceTable";
import { PRIOR_WEIGHTS } from "../../lib/doctor/priorWeights";
import { RULES } from "../../lib/doctor/rules";
import { weightKey } from "../../lib/doctor/scores";
import { curve, losses, normals, onePair, pairsOf, settling } from "./evidenceOf";

const target = normals("target", 100);
/** A healthy run that leaves so much of its loss, and of each target. */
const soundRun = (left: number): KnownCase => ({
  cause: "none",
  evidence: {
    format: 1,
    ...losses(settling(1, left)),
    ...onePair(
      target,
      target.map((value) => (1 - left) * value),
    ),
  },
});
const sound = soundRun(0.05);
const healthy = [0.03, 0.04, 0.05, 0.06, 0.07].map(soundRun);
const broken: KnownCase = { cause: "optimiser", evidence: { format: 1, ...losses([1, 0.5, "NaN", "NaN"]) } };

describe("weights of findings", () => {
  it("are log(hit rate / false-alarm rate), half a run of each kind added, drawn to the belief by four runs", () => {
    const cases = [
      ...Array.from({ length: 6 }, (_, i) => ({ ...broken, run: `b${i}` })),
      ...Array.from({ length: 6 }, (_, i) => ({ ...sound, run: `s${i}` })),
    ];
    // found in 6 of 6 with the cause, in 0 of 6 without: log((6.5/7) / (0.5/7)) = log 13; belief 2.5, 6 runs against 4
    const wanted = (6 * Math.log(13) + 4 * 2.5) / 10;
    expect(fitWeights(judgeCases(cases))["divergence → optimiser"]?.optimiser).toBeCloseTo(wanted, 2);
  });

  it("are fitted to rules that looked and found nothing as well, drawn to 0", () => {
    const cases = [
      ...Array.from({ length: 6 }, (_, i) => ({ ...broken, run: `b${i}` })),
      ...Array.from({ length: 6 }, (_, i) => ({ ...sound, run: `s${i}` })),
    ];
    // clear in 0 of 6 with the cause, in 6 of 6 without: log((0.5/7) / (6.5/7)) = −log 13; belief 0, 6 runs against 4
    expect(fitWeights(judgeCases(cases))["divergence → clear"]?.optimiser).toBeCloseTo(
      (6 * -Math.log(13)) / 10,
      2,
    );
  });

  it("are the belief alone where nothing was seen", () =>
    expect(fitWeights(judgeCases([sound]))["unit-mismatch → evaluation"]).toMatchObject({
      evaluation: PRIOR_WEIGHTS["unit-mismatch → evaluation"]?.evaluation,
      optimiser: -0.5,
    }));

  it("have a belief for every rule, under names that rules have", () => {
    const named = new Set(Object.keys(PRIOR_WEIGHTS).map((key) => key.split(" → ")[0]));
    expect([...named].sort()).toEqual(RULES.map(({ id }) => id).sort());
    expect(
      RULES.filter((rule) => !(weightKey({ rule: rule.id, cause: rule.cause }) in PRIOR_WEIGHTS)).map(
        ({ id }) => id,
      ),
    ).toEqual([]);
  });

  it("are written as a module", () =>
    expect(weightsSource({ "divergence → optimiser": { optimiser: 2.5, "output-scale": 0 } }, 7)).toContain(
      '"divergence → optimiser": { optimiser: 2.5, "output-scale": 0 },',
    ));
});

describe("the practice table", () => {
  it("counts a healthy run that is called so as right, and a broken one with its cause", () => {
    expect([sound, broken].map((one) => outcomeOf(one).outcome)).toEqual(["right", "right"]);
  });

  it("counts a healthy run with a cause as a false alarm, a broken one called healthy as missed", () => {
    expect(outcomeOf({ ...broken, cause: "none" }).outcome).toBe("falseAlarms");
    expect(outcomeOf({ ...sound, cause: "optimiser" }).outcome).toBe("missed");
  });

  it("counts an open verdict only where the level may leave it open, with the true cause among the candidates", () => {
    const flat: KnownCase = {
      cause: "architecture",
      evidence: { format: 1, ...losses([1, 1, 1, 1, 1.001, 1]) },
    };
    expect(outcomeOf(flat).said).toBe("undecided");
    expect(outcomeOf({ ...flat, cause: "evaluation" }).outcome).toBe("unanswered");
  });

  it("lets a verdict be open between causes that its level cannot tell apart, whichever comes first", () => {
    const open = { cause: "undecided", candidates: ["optimiser", "architecture"], sentence: "" } as const;
    const said = (truth: KnownCase["cause"], may: readonly KnownCase["cause"][]) =>
      outcomeByContract(truth, open, may);
    expect(said("architecture", ["architecture", "label-or-information"])).toBe("undecided");
    expect(said("architecture", ["optimiser"])).toBe("unanswered"); // its level can tell
    expect(said("evaluation", ["evaluation"])).toBe("unanswered"); // not among the candidates
    expect(said("none", ["optimiser"])).toBe("falseAlarms");
    expect(outcomeByContract("evaluation", { ...open, cause: "optimiser" }, [])).toBe("wrong");
  });

  it("sees of a run what each level has", () => {
    const evidence = {
      ...sound.evidence,
      curves: [curve("train-loss", [3, 2, 1])],
      settings: { loss: "mse" as const },
    };
    expect(VIEWS.map((view) => Object.keys(viewOf(evidence, view)).sort().join())).toEqual([
      "curves,format,level",
      "format,level,pairs",
      "curves,format,level,pairs",
      "curves,format,pairs,settings",
    ]);
  });

  it("has one row a level", () => {
    const both = { ...broken, evidence: { ...broken.evidence, ...onePair(target, target) } };
    expect(practiceTable([both], healthy).map(({ view }) => view)).toEqual(VIEWS);
  });

  it("does not count a fault that the view cannot show: its healthy twin's numbers, or numbers of healthy runs", () => {
    const hidden = { ...sound, cause: "evaluation" as const };
    const log = referenceIn(healthy, "log");
    expect(outcomeOf(seenIn({ ...hidden, twin: sound.evidence }, "log"), log).outcome).toBe("traceless");
    expect(outcomeOf(seenIn(hidden, "log"), log).outcome).toBe("traceless");
    expect(outcomeOf(seenIn(hidden, "log")).outcome).toBe("missed");
    expect(outcomeOf(seenIn(broken, "log"), log).outcome).toBe("right");
  });

  it("lets a verdict be open beyond the contract only where another cause has led to the same findings", () => {
    const other = normals("other", 100);
    const blur = normals("blur", 100);
    const narrow = (column: readonly number[], share: number) =>
      column.map((value, i) => share * value + 0.15 * (blur[i] ?? NaN));
    const seen = pairsOf([target, other], [narrow(target, 0.4), narrow(other, 0.3)]);
    const run = (cause: KnownCase["cause"]): KnownCase => ({ cause, evidence: { format: 1, ...seen } });
    const said = (causes: readonly KnownCase["cause"][]) =>
      outcomeOf(seenIn(run("architecture"), "pairs"), referenceIn([...healthy, ...causes.map(run)], "pairs"));
    expect(said(["architecture"])).toEqual({ outcome: "unanswered", said: "undecided" });
    expect(said(["architecture", "optimiser"])).toEqual({ outcome: "shared", said: "undecided" });
  });

  it("has shares of what the view can decide: open verdicts that must not be count against the right ones", () => {
    const none = { view: "log" as const, undecided: 5, shared: 2, traceless: 7, refused: 2 };
    // 6 + 1 + 1 + 1 + 1 = 10 runs can be decided: 6 of them right, 3 of them misled; by the contract alone 12 could be
    expect(shares({ ...none, right: 6, wrong: 1, falseAlarms: 1, missed: 1, unanswered: 1 })).toEqual({
      ...{ decidable: 10, right: 0.6, decidedWrong: 0.3, rightByContract: 0.5 },
    });
  });
});

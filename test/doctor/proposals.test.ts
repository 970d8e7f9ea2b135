import { describe, expect, it } from "vitest";
import { type Change } from "../../lib/doctor/change";
import { diagnose } from "../../lib/doctor/diagnose";
import { type Evidence } from "../../lib/doctor/evidence";
import { readPractice } from "../../lib/doctor/practice/practiceFile";
import { proposalsFor } from "../../lib/doctor/proposals";
import { candidate, worthOf } from "../../lib/doctor/proposals/candidate";
import { mendedOutputs } from "../../lib/doctor/proposals/evidenceSays";
import { usualTraining } from "../../lib/doctor/proposals/usualTraining";
import { curve, normals, pairsOf, settling } from "./evidenceOf";

const isData = ({ kind }: Change): boolean => kind === "data";

describe("proposals of a diagnosis", () => {
  it("are one to five different sets, none empty; none for a sound run, data alone where labels are the cause", () => {
    for (const { id, evidence } of readPractice()?.cases ?? []) {
      const { verdict, proposals } = diagnose(evidence);
      const sets = proposals.map((set) => JSON.stringify(set));
      expect([id, new Set(sets).size]).toEqual([id, sets.length]);
      expect([id, sets.length > 0 && sets.length <= 5]).toEqual([id, verdict.cause !== "none"]);
      expect(proposals.every((set) => set.length > 0)).toBe(true);
      if (verdict.cause === "label-or-information") {
        expect([id, proposals.flat().every(isData)]).toEqual([id, true]);
      }
    }
  });

  it("hold no training-side change on wrong labels, also where another cause is nearly as likely", () => {
    const verdict = {
      cause: "label-or-information",
      candidates: ["label-or-information", "optimiser"],
      sentence: "",
    } as const;
    const finding = {
      rule: "divergence",
      cause: "optimiser",
      severity: "high",
      message: "",
      evidence: {},
    } as const;
    expect(proposalsFor({ format: 1 }, verdict, [finding]).flat().every(isData)).toBe(true);
  });

  it("name the rows to mend: the three whose targets lie far out", () => {
    const target = normals("target", 100);
    const far = target.map((value, i) => (i === 7 || i === 40 || i === 99 ? 500 : value));
    const evidence: Evidence = {
      format: 1,
      curves: [curve("train-loss", settling(4, 1))],
      ...pairsOf([far], [target.map((value) => 0.9 * value)]),
    };
    const rows = diagnose(evidence)
      .proposals.flat()
      .flatMap((change) => (change.kind === "data" && change.repair === "outliers" ? [change.rows] : []));
    expect(rows[0]).toEqual([7, 40, 99]);
  });

  it("scale inputs whose columns lie more than a decade apart, whatever the cause; not what is scaled already", () => {
    const verdict = { cause: "architecture", candidates: ["architecture"], sentence: "" } as const;
    const run = (inputStd: number[], inputs: "none" | "standardise"): Evidence => ({
      format: 1,
      settings: { scaling: { inputs } },
      data: {
        trainRows: 9,
        heldOutRows: 9,
        targetMean: [0],
        targetStd: [1],
        targetRange: [[0, 1]],
        inputStd,
      },
    });
    const scales = (evidence: Evidence): boolean =>
      proposalsFor(evidence, verdict, [])
        .flat()
        .some(({ kind }) => kind === "scale-inputs");
    expect([scales(run([1, 11], "none")), scales(run([1, 9], "none"))]).toEqual([true, false]);
    expect(scales(run([1, 11], "standardise"))).toBe(false);
  });

  it("mend a unit upon what the owner does already: 3.6 · (2 p + 1) is 7.2 p + 3.6", () => {
    const target = normals("target", 60);
    const evidence: Evidence = {
      format: 1,
      settings: { outputs: { scale: 2, offset: 1 } },
      ...pairsOf([target], [target.map((value) => value / 3.6)]),
    };
    expect(mendedOutputs(evidence)).toEqual({ kind: "outputs", to: { scale: 7.2, offset: 3.6 } });
  });

  it("take Adam where there is another optimizer, and its rate alone where it is there: 2.5 over 500 updates", () => {
    const run = (optimizer: NonNullable<Evidence["settings"]>["optimizer"]): Evidence => ({
      format: 1,
      settings: { ...(optimizer === undefined ? {} : { optimizer }), epochs: 50, batchSize: 10 },
      data: { trainRows: 100, heldOutRows: 10, targetMean: [0], targetStd: [1], targetRange: [[-1, 1]] },
    });
    expect(usualTraining(run({ name: "sgd", learningRate: 1e-5 }))).toEqual([
      { kind: "optimizer", to: { name: "adam", learningRate: 0.005 } },
    ]);
    expect(usualTraining(run({ name: "adam", learningRate: 1e-5 }))).toEqual([
      { kind: "learning-rate", to: 0.005 },
    ]);
    expect(usualTraining(run({ name: "adam", learningRate: 0.004 }))).toEqual([]);
  });
});

describe("worthOf(candidate)", () => {
  const one: Change = { kind: "learning-rate", to: 1 };

  it("prefers fewer changes and shorter trainings of what brings the same", () => {
    const plain = worthOf(candidate(0.5, [one]));
    expect(worthOf(candidate(0.5, [one, { kind: "clip-norm", to: 1 }]))).toBeLessThan(plain);
    expect(worthOf(candidate(0.5, [one], 4))).toBeLessThan(plain);
    expect(worthOf(candidate(0.5, [{ kind: "width", factor: 8 }]))).toBeLessThan(plain);
    expect(worthOf(candidate(0.8, [one, one], 4))).toBeGreaterThan(plain);
  });

  it("leaves out what the run has already", () => {
    expect(candidate(0.5, [undefined, one]).changes).toEqual([one]);
  });
});

import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { type Change } from "../../../lib/doctor/change";
import { proofLines } from "../../../lib/doctor/prove/proofLines";
import { proofFigures } from "../../../lib/doctor/prove/proofFigures";
import { prove } from "../../../lib/doctor/prove/prove";
import { type Proof, type ProofArm } from "../../../lib/doctor/prove/proof";
import { type Recipe } from "../../../lib/doctor/recipe";
import { dense, sequential } from "../../../lib/doctor/topology/layers";
import { splitRng } from "../../../lib/math/rng";
import { mean } from "../../../lib/math/statistics";
import { startTestBackend } from "../../backend/startTestBackend";

beforeAll(startTestBackend);

function rows(count: number, label: string): Recipe["train"] {
  const rng = splitRng(1, label);
  const inputs = Array.from({ length: count }, () => [rng.normal(), rng.normal()]);
  return { inputs, targets: inputs.map(([a = 0, b = 0]) => [3 + 2 * a - b]) };
}

/** A straight line at a rate a thousand times too low. */
const slow: Recipe = {
  model: sequential([2], [dense("hidden", 4, { activation: "tanh" }), dense("output", 1)]),
  train: rows(24, "train"),
  validation: rows(20, "validation"),
  loss: "mse",
  optimizer: { name: "sgd", learningRate: 1e-4 },
  ...{ batchSize: 4, epochs: 8, seed: 11 },
};

const faster: Change = { kind: "learning-rate", to: 0.1 };
const tooFast: Change = { kind: "learning-rate", to: 1e5 };
const data: Change = { kind: "data", repair: "labels", rows: [3] };
const layer: Change = { kind: "activation", layers: ["nobody"], to: "elu" };

const arm = ({ arms }: Proof, kind: ProofArm["kind"], place = 0): ProofArm => {
  const found = arms.filter((one) => one.kind === kind)[place];
  if (found === undefined) throw new Error(`no ${kind}`);
  return found;
};

describe("prove(recipe, proposals)", () => {
  it("ranks on the first half of the seeds, judges on the second, and rejects what does not help", async () => {
    const told: string[] = [];
    const proof = await prove(slow, [[tooFast], [data], [faster]], {
      ...{ seeds: 6, randomChanges: 2 },
      onProgress: (_, __, note) => void told.push(note),
    });
    expect(proof).toMatchObject({ metric: "mean error", higherIsBetter: false, margin: 0.05 });
    expect(proof.seeds).toEqual([11, 12, 13, 14, 15, 16]);
    expect(proof.skipped).toEqual([data]);
    expect(proof.arms.map(({ kind }) => kind)).toEqual(["base", "proposal", "proposal", "random", "random"]);
    const [base, best, worst] = [arm(proof, "base"), arm(proof, "proposal"), arm(proof, "proposal", 1)];
    expect(best).toMatchObject({ changes: [faster], verdict: "helps", name: "set the learning rate to 0.1" });
    expect(worst).toMatchObject({ changes: [tooFast], verdict: "not decided", dead: Array(6).fill(true) });
    expect(base.verdict).toBe("base");
    for (const { errors, dead, updates } of proof.arms) {
      expect([errors.length, dead.length, updates]).toEqual([6, 6, 48]); // 24 rows in batches of 4, 8 epochs
    }
    const later = best.errors.slice(3).map((error, i) => error - (base.errors[i + 3] ?? NaN));
    expect(best.difference?.mean).toBeCloseTo(mean(later), 10);
    expect(told[0]).toMatch(/^30 trainings, 1440 updates, about (\d+ min )?[\d.]+ s$/); // 5 arms of 6 seeds, 48 updates each
    expect(told).toHaveLength(31);
    expect(told.at(-1)).toMatch(/seed 16/);
  });

  it("pairs seeds: an arm that changes nothing has the base's errors, bit for bit, and the same proof comes twice", async () => {
    const options = { seeds: 3, randomChanges: 1 };
    const first = await prove(slow, [[{ kind: "learning-rate", to: 1e-4 }]], options);
    expect(arm(first, "proposal").errors).toEqual(arm(first, "base").errors);
    expect(await prove(slow, [[{ kind: "learning-rate", to: 1e-4 }]], options)).toEqual(first);
  });

  it("gives random arms as many changes and updates as the first set", async () => {
    const longer: Change = { kind: "epochs", to: 12 };
    const proof = await prove(slow, [[longer, { kind: "clip-norm", to: 1 }]], { seeds: 1, randomChanges: 3 });
    for (let i = 0; i < 3; i++) {
      const { changes, updates } = arm(proof, "random", i);
      expect(changes).toHaveLength(2);
      expect(Math.abs(updates - 72)).toBeLessThanOrEqual(24); // 12 epochs of 6; as near as whole epochs of a drawn batch come
      expect(changes.some(({ kind }) => kind === "data")).toBe(false);
    }
    expect(arm(proof, "base").updates).toBe(48);
  });

  it("of one seed gives no verdict, and says why", async () => {
    const told: string[] = [];
    const proof = await prove(slow, [[faster]], {
      ...{ seeds: 1, randomChanges: 1 },
      onProgress: (_, __, note) => void told.push(note),
    });
    expect(proof.arms.slice(1).map(({ verdict }) => verdict)).toEqual(["not decided", "not decided"]);
    expect(told[0]).toMatch(/1 seed proves nothing: no verdict without 3, take 10/);
    expect(proofLines(proof).join("\n")).toMatch(/1 seed proves nothing/);
  });

  it("decides nothing where all arms are dead, and keeps errors that are no numbers", async () => {
    const still: Recipe = { ...slow, optimizer: { name: "sgd", learningRate: 1e6 } };
    const proof = await prove(still, [[tooFast]], { seeds: 4, randomChanges: 0 });
    expect(proof.arms.map(({ verdict }) => verdict)).toEqual(["base", "not decided"]);
    expect(arm(proof, "base").errors.every(Number.isNaN)).toBe(true);
    expect(arm(proof, "proposal").difference).toBeUndefined();
    expect(proofLines(proof).join("\n")).toMatch(/4 of 4 dead/);
  });

  it("counts right classes of a classifier", async () => {
    const sorted = (count: number, label: string): Recipe["train"] => {
      const { inputs } = rows(count, label);
      return { inputs, targets: (inputs as number[][]).map(([a = 0]) => [a > 0 ? 1 : 0]) };
    };
    const classes: Recipe = {
      ...slow,
      model: sequential([2], [dense("output", 1, { activation: "sigmoid" })]),
      ...{ train: sorted(24, "train"), validation: sorted(40, "validation"), loss: "bce" },
    };
    const proof = await prove(classes, [[{ kind: "learning-rate", to: 1 }]], { seeds: 4, randomChanges: 1 });
    expect(proof).toMatchObject({ metric: "accuracy", higherIsBetter: true });
    expect(mean(arm(proof, "proposal").errors)).toBeGreaterThan(0.9);
  });

  it("reports a set that the recipe cannot take, and goes on with the others", async () => {
    let first = "";
    const proof = await prove(slow, [[layer], [faster]], {
      ...{ seeds: 1, randomChanges: 0 },
      onProgress: (_, __, note) => void (first ||= note),
    });
    const why = /proposal 1 .*: change activation: expected layers of hidden, output, got nobody/;
    expect(first).toMatch(why);
    expect(arm(proof, "proposal", 1)).toMatchObject({ changes: [layer], errors: [], verdict: "not decided" });
    expect(proofLines(proof).join("\n")).toMatch(new RegExp(`cannot be taken: ${why.source}`));
  });

  it("trains nothing where all changes are about data", async () => {
    const told: string[] = [];
    const proof = await prove(slow, [[data]], { onProgress: (_, __, note) => void told.push(note) });
    expect(proof).toMatchObject({ arms: [], skipped: [data] });
    expect(told).toEqual([]);
    expect(proofLines(proof).join("\n")).toMatch(/nothing to train.*mend the labels/s);
  });

  it("keeps what it has when it is stopped, or past its time", async () => {
    const stop = new AbortController();
    const stopped = await prove(slow, [[faster]], {
      ...{ seeds: 4, randomChanges: 2, signal: stop.signal },
      onProgress: (done) => {
        if (done === 6) stop.abort();
      },
    });
    // Base on all four seeds, then the set on the half it is ranked by.
    expect(stopped.arms.map(({ errors }) => errors.length)).toEqual([4, 2]);
    expect(arm(stopped, "proposal").verdict).toBe("not decided");
    const late = await prove(slow, [[faster]], { seeds: 4, randomChanges: 2, budgetSeconds: 0 });
    expect(late.arms.map(({ errors }) => errors.length)).toEqual([0, 0]);
    expect(proofLines(late).join("\n")).toMatch(/not tried/);
  });

  it("says beforehand that a recipe runs for hours, with the number", async () => {
    const stop = new AbortController();
    let first = "";
    await prove({ ...slow, epochs: 1e8 }, [[faster]], {
      signal: stop.signal,
      onProgress: (_, __, note) => {
        first ||= note;
        stop.abort();
      },
    });
    expect(first).toMatch(/70 trainings, 42000000000 updates, about [\d.]+ hours/); // 7 arms of 10 seeds, 6e8 updates each
  });

  it("leaves no tensor behind, whole, stopped or refused", async () => {
    await prove(slow, [[faster]], { seeds: 1, randomChanges: 1 });
    const before = tf.memory().numTensors;
    await prove(slow, [[faster], [{ kind: "width", factor: 2 }]], { seeds: 2, randomChanges: 2 });
    const stop = new AbortController();
    await prove(slow, [[faster]], { seeds: 2, signal: stop.signal, onProgress: () => stop.abort() });
    await expect(prove(slow, [[layer]])).rejects.toThrow();
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each([
    [
      "an empty list",
      [],
      {},
      /prove: expected at least one set of changes, got none; diagnose the recipe first/,
    ],
    [
      "a layer that does not exist",
      [[layer]],
      {},
      /proposal 1 .*: change activation: expected layers of hidden, output, got nobody/,
    ],
    ["no seed", [[faster]], { seeds: 0 }, /prove seeds: expected a whole number, at least 1, got 0; take 10/],
    [
      "half a random arm",
      [[faster]],
      { randomChanges: 0.5 },
      /prove randomChanges: expected a whole number, got 0.5/,
    ],
  ] as const)("refuses %s before any training", async (_, proposals, options, message) => {
    const told: number[] = [];
    await expect(
      prove(slow, proposals, { ...options, onProgress: (done) => void told.push(done) }),
    ).rejects.toThrow(message);
    expect(told).toEqual([]);
  });
});

describe("a proof in words and as a figure", () => {
  it("lists every arm with its verdict, deaths, difference and the rule behind them", async () => {
    const proof = await prove(slow, [[faster]], { seeds: 6, randomChanges: 2 });
    const text = proofLines(proof).join("\n");
    expect(text).toMatch(/helps: set the learning rate to 0\.1/);
    expect(text).toMatch(/random 1: /);
    expect(text).toMatch(/ranked on seeds 11–13, judged on 14–16/);
    const [figure] = proofFigures(proof);
    expect(figure?.svg).toMatch(/^<svg/);
    const marks = figure?.svg.match(/<circle|l8,8m0,-8l-8,8/g); // a dot for what lives, a cross for what is dead
    expect(marks).toHaveLength(proof.arms.flatMap(({ errors }) => errors).filter(Number.isFinite).length);
    if (process.env["SHOW"] !== undefined) console.log(text);
  });
});

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diagnose } from "../../lib/doctor/diagnose";
import { type Evidence, type Pairs } from "../../lib/doctor/evidence";
import { FAULTS } from "../../lib/doctor/causes";
import { judge } from "../../lib/doctor/judge";
import { RULES } from "../../lib/doctor/rules";
import { permutation, splitRng } from "../../lib/math/rng";

/** Any table of pairs: outputs follow their targets by a share, a factor, an offset and noise of their own. */
const anyPairs = fc
  .record({
    seed: fc.integer({ min: 0, max: 1e6 }),
    rows: fc.integer({ min: 5, max: 120 }),
    outputs: fc.array(
      fc.record({
        scale: fc.double({ min: 0.1, max: 50, noNaN: true }),
        share: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      {
        minLength: 1,
        maxLength: 4,
      },
    ),
  })
  .map(({ seed, rows, outputs }): Pairs => {
    const rng = splitRng(seed, "pairs");
    const targets = Array.from({ length: rows }, () => outputs.map(({ scale }) => scale * rng.normal()));
    const predictions = targets.map((row) =>
      row.map((value, k) => (outputs[k]?.share ?? 0) * value + 0.2 * (outputs[k]?.scale ?? 1) * rng.normal()),
    );
    return { targets, predictions, split: "held-out" };
  });

const anyCurve = fc.array(
  fc.oneof(
    fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
    fc.constantFrom("NaN" as const, "Infinity" as const),
  ),
  { minLength: 3, maxLength: 30 },
);

const verdictOf = (evidence: Evidence) => diagnose(evidence).verdict;

describe("the doctor", () => {
  it("gives the same verdict whatever the order of the rows", () => {
    fc.assert(
      fc.property(anyPairs, fc.integer(), (pairs, seed) => {
        const order = permutation(splitRng(seed, "order"), pairs.targets.length);
        const pick = (rows: Pairs["targets"]) => order.map((row) => rows[row] ?? []);
        const moved: Pairs = { ...pairs, targets: pick(pairs.targets), predictions: pick(pairs.predictions) };
        const [a, b] = [pairs, moved].map((one) =>
          judge({ format: 1, pairs: [one] })
            .findings.map(({ rule, cause }) => `${rule} ${cause}`)
            .sort(),
        );
        expect(a).toEqual(b);
      }),
      { numRuns: 40 },
    );
  });

  it("judges a table with every output twice as it judges the table, but for what needs one output or several", () => {
    const several = new Set(["unequal-output-scale", "broadcast-shape", "unit-mismatch", "memorised-rows"]);
    fc.assert(
      fc.property(anyPairs, (pairs) => {
        const twice = (rows: Pairs["targets"]) => rows.map((row) => [...row, ...row]);
        const doubled: Pairs = {
          ...pairs,
          targets: twice(pairs.targets),
          predictions: twice(pairs.predictions),
        };
        const [a, b] = [pairs, doubled].map((one) =>
          judge({ format: 1, pairs: [one] })
            .findings.map(({ rule }) => rule)
            .filter((rule) => !several.has(rule))
            .sort(),
        );
        expect(a).toEqual(b);
      }),
      { numRuns: 40 },
    );
  });

  it("names every rule exactly once, as finding, clear or skipped, and only finite causes", () => {
    fc.assert(
      fc.property(anyPairs, anyCurve, (pairs, values) => {
        const curve = {
          name: "loss",
          role: "train-loss" as const,
          x: "epoch" as const,
          at: values.map((_, i) => i),
          values,
        };
        const { findings, clear, skipped, verdict } = diagnose({
          format: 1,
          pairs: [pairs],
          curves: [curve],
        });
        const named = [...findings, ...clear, ...skipped].map(({ rule }) => rule).sort();
        expect(named).toEqual(RULES.map(({ id }) => id).sort());
        expect([...FAULTS, "none", "undecided"]).toContain(verdict.cause);
        expect(verdict.sentence).not.toMatch(/undefined|\bNaN of|\[object/);
      }),
      { numRuns: 60 },
    );
  });

  it("names two or three candidates when open, and the cause first when not", () => {
    fc.assert(
      fc.property(anyCurve, (values) => {
        const curve = {
          name: "loss",
          role: "train-loss" as const,
          x: "epoch" as const,
          at: values.map((_, i) => i),
          values,
        };
        const { cause, candidates } = verdictOf({ format: 1, curves: [curve] });
        if (cause === "undecided") {
          expect([2, 3]).toContain(candidates.length);
          expect(candidates).not.toContain("evaluation"); // a log may leave open only the other four
        } else expect(candidates[0]).toBe(cause);
      }),
      { numRuns: 100 },
    );
  });
});

it("judges a million rows within ten seconds of computing", () => {
  const rng = splitRng(1, "million");
  const targets = Array.from({ length: 1e6 }, () => [rng.uniform()]);
  const predictions = targets.map(([value = 0]) => [value + 0.1 * rng.uniform()]);
  const from = process.cpuUsage().user;
  diagnose({ format: 1, pairs: [{ targets, predictions, split: "held-out" }] });
  expect((process.cpuUsage().user - from) / 1e6).toBeLessThan(10);
}, 120_000);

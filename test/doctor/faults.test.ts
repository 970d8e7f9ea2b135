import { beforeAll, describe, expect, it } from "vitest";
import { blockOf, tableOf } from "../../lib/doctor/fit/block";
import { FAULTS, faultNamed } from "../../lib/doctor/faults/faults";
import { drawOf } from "../../lib/doctor/practice/draw";
import { healthyRecipe, type HealthyRecipe } from "../../lib/doctor/practice/healthy";
import { practiceCases } from "../../lib/doctor/practice/practiceCase";
import { readPractice } from "../../lib/doctor/practice/practiceFile";
import { type Recipe } from "../../lib/doctor/recipe";
import { startTestBackend } from "../backend/startTestBackend";

beforeAll(startTestBackend);

const healthy: HealthyRecipe[] = Array.from({ length: 40 }, (_, i) => healthyRecipe(i + 1));

const targetsOf = ({ train }: Recipe): number[][] => tableOf(blockOf(train.targets, "train"));

/** The first of the healthy recipes that takes the fault, and the same with it. */
function applied(name: string): { before: Recipe; after: Recipe } {
  const fault = faultNamed(name);
  const before = healthy.map(({ recipe }) => recipe).find(fault.fits);
  if (before === undefined) throw new Error(`no healthy recipe takes ${name}`);
  return { before, after: fault.apply(before, drawOf(before.seed)) };
}

describe("the library of faults", () => {
  it("has at least 20 in at least 20 families, each with a name of its own and one cause", () => {
    expect(new Set(FAULTS.map(({ name }) => name)).size).toBe(FAULTS.length);
    expect(FAULTS.length).toBeGreaterThanOrEqual(20);
    expect(new Set(FAULTS.map(({ family }) => family)).size).toBeGreaterThanOrEqual(20);
    expect(new Set(FAULTS.map(({ cause }) => cause)).size).toBe(5);
  });

  it.each(FAULTS.map(({ name }) => name))(
    "puts %s in, the same for the same seed, and leaves the healthy recipe as it is",
    (name) => {
      const fault = faultNamed(name);
      const base = healthy.map(({ recipe }) => recipe).find(fault.fits);
      const before = JSON.stringify(base);
      const { after } = applied(name);
      expect(JSON.stringify(applied(name).after)).toBe(JSON.stringify(after));
      expect(JSON.stringify(base)).toBe(before);
      const isBookKeeping = fault.record !== undefined || fault.joins === true;
      const isFunction = typeof after.loss === "function";
      expect(JSON.stringify(after) !== before || isFunction || isBookKeeping).toBe(true);
    },
  );

  it("permuted-labels gives every target to another row and loses none", () => {
    const { before, after } = applied("permuted-labels");
    const sorted = (recipe: Recipe) => targetsOf(recipe).map(String).sort();
    expect(sorted(after)).toEqual(sorted(before));
    const kept = targetsOf(after).filter((row, i) => String(row) === String(targetsOf(before)[i])).length;
    expect(kept).toBeLessThan(0.1 * targetsOf(before).length);
  });

  it("another-frame turns each window as a whole: distances between its points stay", () => {
    const { before, after } = applied("another-frame");
    const step = ([x0 = NaN, y0 = NaN, x1 = NaN, y1 = NaN]: number[]) => Math.hypot(x1 - x0, y1 - y0);
    targetsOf(before).forEach((row, i) => expect(step(targetsOf(after)[i] ?? [])).toBeCloseTo(step(row), 3));
    expect(targetsOf(after)[0]?.[0]).not.toBeCloseTo(targetsOf(before)[0]?.[0] ?? NaN, 3);
  });

  it("refuses a name it does not know and lists those it does", () => {
    expect(() => faultNamed("gremlin")).toThrow(/unknown fault: gremlin; choose one of label-noise, /);
  });
});

describe("practiceCases(seed, faults)", () => {
  it("gives a healthy run and a clearly worse one, from real trainings", async () => {
    const [twin, faulty] = await practiceCases(1, ["rate-too-low"]);
    if (twin === undefined || faulty === undefined || "dropped" in twin || "dropped" in faulty)
      throw new Error("dropped");
    expect(twin.truth).toEqual({ kind: "healthy", cause: "none" });
    expect(faulty.truth).toMatchObject({ fault: "rate-too-low", cause: "optimiser" });
    expect(faulty.error).toBeGreaterThan(1.25 * twin.error);
    expect(faulty.healthyError).toBe(twin.error);
    expect(faulty.half).toBe("fitting"); // an odd seed
  });
});

describe("data/practice/cases.json.gz", () => {
  const practice = readPractice();

  it("holds at least 300 cases, four in ten healthy or more, both halves with every cause", () => {
    const cases = practice?.cases ?? [];
    expect(cases.length).toBeGreaterThanOrEqual(300);
    expect(
      cases.filter(({ truth }) => truth.kind === "healthy").length / cases.length,
    ).toBeGreaterThanOrEqual(0.4);
    for (const half of ["fitting", "apart"]) {
      expect(new Set(cases.filter((one) => one.half === half).map(({ truth }) => truth.cause)).size).toBe(6);
    }
  });

  it("is what this code makes: the first seed again has its curves, to the digits that are kept", async () => {
    const kept = practice?.cases.find(({ id }) => id === "1 healthy");
    const [made] = await practiceCases(1, []);
    if (kept === undefined || made === undefined || "dropped" in made) throw new Error("dropped");
    const losses = ({ evidence: { curves = [] } }: typeof kept) => curves[0]?.values.map(Number) ?? [];
    losses(made).forEach((value, i) =>
      expect(Math.abs(value / (losses(kept)[i] ?? NaN) - 1)).toBeLessThan(1e-3),
    );
  });
});

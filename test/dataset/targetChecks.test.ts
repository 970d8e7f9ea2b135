import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { audit, auditRecordings } from "../../lib/dataset/audit/audit";
import { type AuditInput, type CheckResult } from "../../lib/dataset/audit/check";
import { type Point, type Trajectory } from "../../lib/geometry/trajectory";
import { cityDrive } from "./cityDrive";

/** `count` targets of a file, one a number 0, 1, 2, … */
function file(count: number, target: (i: number) => Trajectory, stepSeconds = 0.1): AuditInput {
  const samples = Array.from({ length: count }, (_, i) => ({ id: `row ${i}`, target: target(i) }));
  return { name: "file", stepSeconds, samples };
}
const rows = (count: number, at: (j: number) => Point): Trajectory =>
  Array.from({ length: count }, (_, j) => at(j + 1));
/** A car at 5, 5.2, 5.4 … m/s that brakes or speeds up a little and bends to the left. */
const car = (i: number, t: number): Point => [(5 + 0.2 * i) * t + 0.02 * (i - 10) * t * t, 0.05 * t * t];
const healthy = (step = 0.1, count = 45): AuditInput =>
  file(20, (i) => rows(count, (j) => car(i, step * j)), step);

const named = (input: AuditInput): string[] =>
  audit(input).flatMap(({ kind, check }) => (kind === "finding" ? [check] : []));
function result(input: AuditInput, check: string): CheckResult {
  const found = audit(input).find((one) => one.check === check);
  if (found === undefined) throw new Error(`no check ${check}`);
  return found;
}
const kind = (input: AuditInput, check: string): string => result(input, check).kind;
const shown = (input: AuditInput, check: string): string => {
  const one = result(input, check);
  return one.kind === "skipped" ? one.needs : one.message;
};
const mapped = (input: AuditInput, edit: (target: Trajectory, i: number) => Trajectory): AuditInput => ({
  ...input,
  samples: input.samples.map((sample, i) => ({ ...sample, target: edit(sample.target, i) })),
});

describe("the audit at any rate", () => {
  it("is silent on one drive whatever the step and the number of rows, when it is told the step", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0.05, 0.1, 0.2, 0.25, 0.4, 0.5, 1),
        fc.integer({ min: 5, max: 80 }),
        (step, count) => {
          const seconds = step * count;
          fc.pre(seconds >= 1 && seconds <= 8);
          expect(named(healthy(step, count))).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("step-length is clear at 35 m/s and a finding above, at 0.5 s a row too, and says m/s", () => {
    const leap = (meters: number): AuditInput =>
      mapped(healthy(0.5, 9), (target, i) =>
        i > 0 ? target : rows(9, (j) => [10 * j + (j > 4 ? meters - 10 : 0), 0]),
      );
    expect(kind(leap(17.5), "step-length")).toBe("clear"); // 17.5 m in 0.5 s
    expect(kind(leap(17.6), "step-length")).toBe("finding");
    expect(shown(leap(17.6), "step-length")).toContain("largest 35.2 m/s");
    expect(shown(leap(30), "identity-switch")).toContain(
      "1 places where the labelled car becomes another one",
    );
  });

  it("a U-turn is no fault: 5 m/s on a circle of 6 m ends 3.4 m behind its start; reversing is one", () => {
    // after 4.5 s 3.75 rad of it: x = 6 sin 3.75 = −3.43 m, v²/r = 4.2 m/s²; two more at 7 and 8 m
    const turn = mapped(healthy(), (target, i) =>
      i > 2
        ? target
        : rows(45, (j) => [(6 + i) * Math.sin((0.5 * j) / 6), (6 + i) * (1 - Math.cos((0.5 * j) / 6))]),
    );
    expect(named(turn)).toEqual([]);
    const back = mapped(healthy(), (target, i) => (i > 2 ? target : rows(45, (j) => [-0.1 * j, 0])));
    expect(kind(back, "behind-start")).toBe("finding");
  });
});

describe("increments", () => {
  /** Four rows from 1 m to `last`: the exponent is ln last / ln 4. */
  const growing = (last: number): AuditInput =>
    file(20, (i) => [1, 1.3, 1.6, last].map((x) => [x * (1 + i / 64), 0]));

  it("is clear from T^0.5 on (2 m after 1 m in four rows) and a finding below", () => {
    expect([1.99, 2, 2.01].map((last) => kind(growing(last), "increments"))).toEqual([
      "finding",
      "clear",
      "clear",
    ]);
  });

  it("is the one finding on the steps of a healthy set, and on none of noise around standing cars", () => {
    const steps = mapped(healthy(), (target) =>
      target.map(([x, y], j) => [x - (target[j - 1]?.[0] ?? 0), y - (target[j - 1]?.[1] ?? 0)] as const),
    );
    expect(named(steps)).toEqual(["increments"]);
    const noise = mapped(healthy(), (_, i) =>
      rows(45, (j) => [0.05 * Math.sin(7 * j * (i + 1)), 0.05 * Math.cos(5 * j)]),
    );
    expect(kind(noise, "increments")).toBe("clear");
  });
});

describe("same-targets", () => {
  it("is a finding above 95 % of exactly equal targets: 20 of 20, not 19 of 20", () => {
    const equal = (count: number): AuditInput =>
      file(20, (i) => rows(45, (j) => [(i < count ? 1 : 1 + i) * 0.5 * j, 0]));
    expect([18, 19, 20].map((count) => kind(equal(count), "same-targets"))).toEqual([
      "clear",
      "clear",
      "finding",
    ]);
    const ends = file(20, (i) => rows(45, (j) => [j === 45 || j === 1 ? 0.5 * j : 0.5 * j + 0.001 * i, 0]));
    expect(kind(ends, "same-targets")).toBe("clear"); // first and last rows alike only
  });
});

describe("unit", () => {
  it("is a finding when no sample averages 1 m/s, clear at 1 m/s", () => {
    const slow = (speed: number): AuditInput =>
      file(20, (i) => rows(45, (j) => [(speed * j * (i + 1)) / 200, 0]));
    expect([0.99, 1, 1.01].map((speed) => kind(slow(speed), "unit"))).toEqual(["finding", "clear", "clear"]);
  });

  it.each([
    ["kilometres", 0.001, "short of"],
    ["metres divided by 100", 0.01, "short of"],
    ["centimetres", 100, "beyond"],
  ])("names %s once and blames no other car", (_, factor, words) => {
    const scaled = mapped(healthy(), (target) => target.map(([x, y]) => [factor * x, factor * y] as const));
    expect(shown(scaled, "unit")).toContain(`${words} anything a car does`);
    expect(named(scaled).filter((check) => check !== "statistics")).toEqual(["unit"]);
  });

  it("names standardised targets", () => {
    const standard = mapped(healthy(), (target) =>
      target.map(([x, y]) => [(x - 14) / 9, (y - 0.4) / 0.4] as const),
    );
    expect(named(standard)).toContain("unit");
    expect(named(standard)).not.toContain("increments");
  });
});

describe("first-row", () => {
  /** Straight at 10 m/s, the first row `first` steps of 1 m ahead. */
  const from = (first: number): AuditInput => file(20, () => rows(45, (j) => [first + j - 1, 0]));

  it("is clear from 0.5 to 1.5 steps, a finding outside", () => {
    const kinds = [0.49, 0.5, 1, 1.5, 1.51].map((first) => kind(from(first), "first-row"));
    expect(kinds).toEqual(["finding", "clear", "clear", "clear", "finding"]);
  });

  it("tells t = 0 from rows that begin late, and says how late", () => {
    expect(shown(from(0), "first-row")).toContain("(0, 0) in 20 of 20 samples: t = 0 is among the 45 rows");
    expect(shown(from(2), "first-row")).toContain(
      "lies 2.0 steps from the start, about 0.2 s ahead and not 0.1 s",
    );
    expect(
      shown(
        file(9, () => rows(45, (j) => [j + 5, 0])),
        "first-row",
      ),
    ).toBe("positions of 10 samples that move");
  });
});

describe("padding", () => {
  /** Sample 3 drives at `speed` for 2.5 s, rows 0.5 s apart, then holds its position. */
  const held = (speed: number): AuditInput =>
    mapped(healthy(0.5, 9), (target, i) =>
      i !== 3 ? target : rows(9, (j) => [0.5 * speed * Math.min(j, 5), 0]),
    );

  it("is a finding when a car stops dead harder than 12 m/s²: from more than 6 m/s in 0.5 s", () => {
    expect([5.99, 6, 6.01].map((speed) => kind(held(speed), "padding"))).toEqual([
      "clear",
      "clear",
      "finding",
    ]);
    expect(result(held(8), "padding")).toMatchObject({ look: ["row 3 from 3.0 s"] });
  });

  it.each([
    ["(0, 0)", [0, 0]],
    ["(-1, -1)", [-1, -1]],
    ["(999, 999)", [999, 999]],
  ] as const)("with %s names rows and value, and no other car", (shownValue, value) => {
    const padded = mapped(healthy(), (target, i) =>
      i < 3 ? [...target.slice(0, 30), ...rows(15, () => value)] : target,
    );
    expect(named(padded)).toContain("padding");
    expect(shown(padded, "padding")).toContain(`3 samples (15.0 %) are filled up with ${shownValue}`);
    expect(named(padded)).not.toContain("identity-switch");
    expect(named(padded)).not.toContain("glued-recordings");
    expect(named(padded)).not.toContain("step-length");
  });

  it("is not what leaps to a parked car are", () => {
    const parked = mapped(healthy(), (target, i) =>
      i < 3 ? [...target.slice(0, 30), ...rows(15, () => [40 + i, 7 * i] as const)] : target,
    );
    expect(named(parked)).not.toContain("padding");
    expect(named(parked)).toContain("identity-switch");
  });

  it("and every other check of a file leave the rows of the incident's labels to identity and gluing", () => {
    const { samples } = auditRecordings("city", cityDrive(2), "first-car");
    const bare = {
      name: "targets.npy",
      samples: samples.map(({ target }, i) => ({ id: `row ${i}`, target })),
    };
    const findings = named(bare);
    expect(findings).toEqual(expect.arrayContaining(["glued-recordings", "identity-switch", "step-length"]));
    for (const check of ["padding", "increments", "unit", "same-targets"])
      expect(findings).not.toContain(check);
  });
});

import { describe, expect, it } from "vitest";
import { audit } from "../../lib/dataset/audit/audit";
import { type AuditInput, type CheckResult } from "../../lib/dataset/audit/check";
import { toEgoFrame } from "../../lib/geometry/egoFrame";

/** 200 moments of a car at 8 m/s on a circle of 40 m, 0.1 s apart: every target is the same but for noise. */
const origins = Array.from({ length: 200 }, (_, i) => at(i));
function at(i: number): { x: number; y: number; yaw: number } {
  const yaw = 0.02 * i; // 8 m/s ÷ 40 m × 0.1 s
  return { x: 40 * Math.sin(yaw), y: -40 * Math.cos(yaw), yaw };
}
const steps = (i: number, rows: readonly number[]) =>
  rows.map((j) => toEgoFrame(at(i), [at(i + j).x, at(i + j).y]));
const ahead = Array.from({ length: 45 }, (_, j) => j + 1);

function circle(side: 1 | -1, recordings = 1): AuditInput {
  const samples = Array.from({ length: recordings }, (_, r) =>
    origins.map((origin, i) => ({
      id: `${r} ${i}`,
      recording: String(r),
      seconds: i / 10,
      origin,
      past: steps(i, [-1, -2]),
      // up to 2 cm of noise, as of a smoothed pose: all that varies from one sample to the next
      target: steps(i, ahead).map(([x, y]) => [x, side * y + 0.02 * Math.sin(7 * i)] as const),
    })),
  );
  return { name: "circle", samples: samples.flat() };
}

const result = (input: AuditInput, check: string): CheckResult | undefined =>
  audit(input).find((one) => one.check === check);

describe("checks of a car that always drives alike", () => {
  it("mirrored-axis is clear on one long bend, and names mirrored labels there", () => {
    expect(result(circle(1), "mirrored-axis")?.kind).toBe("clear");
    const mirrored = result(circle(-1), "mirrored-axis");
    expect(mirrored?.kind === "finding" && mirrored.message).toContain("-1.00 × as driven: y is mirrored");
  });

  it("noise-ceiling says that targets which are all equal have no variance to explain", () => {
    const { samples, name } = circle(1, 4);
    const target = Array.from({ length: 45 }, () => [0.1, 0.1] as const);
    const equal = samples.map((sample) => ({ ...sample, target }));
    expect(result({ name, samples: equal }, "noise-ceiling")).toEqual({
      kind: "skipped",
      check: "noise-ceiling",
      needs: "targets that differ",
    });
  });
});

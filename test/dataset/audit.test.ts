import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { audit, auditRecordings, CHECKS } from "../../lib/dataset/audit/audit";
import { auditPath } from "../../lib/dataset/audit/auditPath";
import { type AuditInput, type CheckResult } from "../../lib/dataset/audit/check";
import { THRESHOLDS } from "../../lib/dataset/audit/thresholds";
import { type Frame, type Recording } from "../../lib/dataset/recording";
import { type Sample } from "../../lib/dataset/sample";
import { fromYaw } from "../../lib/geometry/rotation";
import { at } from "../../lib/math/at";
import { permutation, splitRng } from "../../lib/math/rng";
import { cityDrive } from "./cityDrive";

const drive = cityDrive(1);
const right = auditRecordings("city", drive, "ego");
const samples = right.samples as readonly Sample[];

function named(results: readonly CheckResult[]): string[] {
  return results.filter(({ kind }) => kind === "finding").map(({ check }) => check);
}

function finding(input: AuditInput, check: string): Extract<CheckResult, { kind: "finding" }> {
  const result = audit(input).find((one) => one.check === check);
  if (result?.kind !== "finding")
    throw new Error(`${check}: expected a finding, got ${JSON.stringify(result)}`);
  return result;
}

/** The recordings with some frames replaced. */
function withFrames(edit: (frame: Frame, index: number, recording: number) => Frame): Recording[] {
  return drive.map((recording, r) => ({
    ...recording,
    frames: recording.frames.map((frame, i) => edit(frame, i, r)),
  }));
}

describe("audit of right labels", () => {
  it("is silent on the real drive and says what it could not check", () => {
    const results = audit(auditPath(resolve(__dirname, "../../data/comma2k19"), "ego"));
    expect(named(results)).toEqual([]);
    const skipped = results.flatMap((result) => (result.kind === "skipped" ? [result.check] : []));
    expect(skipped).toEqual([
      "padding",
      "stationary-heading",
      "pair-time",
      "pair-sides",
      "missing-roadside",
      "split-overlap",
    ]);
  });

  it.each([1, 2, 3, 4, 5])("is silent on a simulated city, seed %i", (seed) => {
    expect(named(audit(auditRecordings("city", cityDrive(seed), "ego")))).toEqual([]);
  });

  it("tells how far labelling and checking are, each up to its end", () => {
    const told: string[] = [];
    const tell = (done: number, total: number, stage: string): void =>
      void told.push(`${stage} ${done}/${total}`);
    audit(auditRecordings("city", drive.slice(0, 2), "ego", tell), tell);
    // two recordings of 160 frames each
    const checks = CHECKS.map((_, i) => `checks ${i + 1}/${CHECKS.length}`);
    expect(told).toEqual(["frames labelled 160/320", "frames labelled 320/320", ...checks]);
  });

  it("runs every check once, with a name of its own", () => {
    const names = audit(right).map(({ check }) => check);
    expect(new Set(names).size).toBe(CHECKS.length);
  });
});

describe("audit of the incident's labels", () => {
  const results = audit(auditRecordings("city", drive, "first-car"));

  it("names identity switches and glued recordings with frames to look at", () => {
    expect(named(results)).toEqual(
      expect.arrayContaining(["identity-switch", "glued-recordings", "step-length"]),
    );
    const glued = finding(auditRecordings("city", drive, "first-car"), "glued-recordings");
    expect(glued.look).toContain("000159 → 001000"); // the last frame of one recording, the first of the next
  });
});

describe("audit of mutated right labels", () => {
  it("names mirrored y", () => {
    const mirrored = samples.map((sample) => ({
      ...sample,
      target: sample.target.map(([x, y]) => [x, -y] as const),
    }));
    const { message, remedy, evidence } = finding({ ...right, samples: mirrored }, "mirrored-axis");
    expect(message).toContain("y is mirrored");
    expect(remedy).toBe("Turn y to the left: negate it.");
    expect(evidence.slope).toBeCloseTo(-1, 1);
  });

  it("names targets shifted by one row, either way", () => {
    for (const shift of [1, -1]) {
      const shifted = samples.flatMap((sample, i) => {
        const other = samples[i + shift];
        return other?.recording === sample.recording ? [{ ...sample, target: other.target }] : [];
      });
      const { message, evidence } = finding({ ...right, samples: shifted }, "pairing-shift");
      expect(evidence.bestShift).toBe(-shift);
      expect(message).toContain(`they fit when shifted by ${-shift}`);
    }
  });

  it("names pairs of views shifted by one frame", () => {
    const recordings = withFrames((frame, i, r) => {
      const next = drive[r]?.frames[i + 1]?.infrastructure;
      return next === undefined ? frame : { ...frame, infrastructure: next };
    });
    expect(finding(auditRecordings("city", recordings, "ego"), "pair-time").evidence.bestShift).toBe(-1);
  });

  it("names two recordings glued into one, at the frames where they meet", () => {
    const [a, b, ...rest] = drive;
    if (a === undefined || b === undefined) throw new Error("two recordings");
    const end = at(a.frames, a.frames.length - 1).seconds + 0.1 - at(b.frames, 0).seconds;
    const moved = b.frames.map((frame) => ({ ...frame, seconds: frame.seconds + end }));
    const glued = auditRecordings("city", [{ id: a.id, frames: [...a.frames, ...moved] }, ...rest], "ego");
    expect(finding(glued, "glued-recordings").look).toEqual(["000159 → 001000"]);
  });

  it("names the frames in which another car was taken for the ego", () => {
    const recordings = withFrames((frame, i, r) => {
      const other = frame.objects?.()[0];
      if (r !== 2 || i < 60 || i >= 65 || other === undefined) return frame;
      return { ...frame, egoPose: () => ({ ...frame.egoPose(), position: other.centre }) };
    });
    const { look } = finding(auditRecordings("city", recordings, "ego"), "identity-switch");
    expect(look).toEqual(expect.arrayContaining(["002059 → 002060", "002064 → 002065"]));
  });

  it("names copies, a leaking second recording, world coordinates and random headings", () => {
    expect(named(audit({ ...right, samples: [...samples, ...samples.slice(0, 40)] }))).toContain(
      "duplicates",
    );
    const [first] = drive;
    if (first === undefined) throw new Error("a recording");
    const twin = { id: "twin", frames: first.frames.map((frame) => ({ ...frame, id: `twin-${frame.id}` })) };
    expect(named(audit(auditRecordings("city", [...drive, twin], "ego")))).toContain("split-overlap");
    const world = samples.map((sample) => ({
      ...sample,
      target: sample.target.map(([x, y]) => [x + sample.origin.x, y + sample.origin.y] as const),
    }));
    expect(named(audit({ ...right, samples: world }))).toEqual(
      expect.arrayContaining(["first-row", "statistics"]),
    );
    const stopping = auditRecordings("city", cityDrive(3), "ego"); // this seed stops and starts
    const turned = stopping.samples.map((sample, i) => ({
      ...sample,
      target: sample.target.map(
        ([x, y]) => [x * Math.cos(i) - y * Math.sin(i), x * Math.sin(i) + y * Math.cos(i)] as const,
      ),
    }));
    expect(named(audit({ ...stopping, samples: turned }))).toEqual(
      expect.arrayContaining(["behind-start", "lateral-slip", "stationary-heading", "mirrored-axis"]),
    );
  });
});

describe("noise-ceiling", () => {
  const ceiling = (input: AuditInput): CheckResult | undefined =>
    audit(input).find(({ check }) => check === "noise-ceiling");

  it("of targets dealt out at random is a finding, R² near 1 − (1 + 1/8) / (1 + 1/n) = −0.12", () => {
    const dealt = permutation(splitRng(1, "deal"), samples.length);
    const random = samples.map((sample, i) => ({ ...sample, target: at(samples, at(dealt, i)).target }));
    const { evidence } = finding({ ...right, samples: random }, "noise-ceiling");
    expect(evidence.rSquared).toBeGreaterThan(-0.2);
    expect(evidence.rSquared).toBeLessThan(-0.05);
  });

  it("says nothing about fewer than 10 stretches of 6 s: two a recording of 16 s here", () => {
    const of = (count: number): CheckResult | undefined =>
      ceiling(auditRecordings("city", drive.slice(0, count), "ego"));
    expect(of(4)).toEqual({
      kind: "skipped",
      check: "noise-ceiling",
      needs: "10 stretches of 6 s of driving (8 here)",
    });
    expect(of(5)?.kind).toBe("clear");
  });
});

it("audit of one recording of a car that waits and leaves at its end is silent: too little to compare", () => {
  const [{ id, frames } = { id: "", frames: [] }] = drive;
  const along = (i: number): number => (i < 100 ? 1e-7 * Math.sin(i) : 0.01 * (i - 100) ** 2); // m, 2 m/s²
  const waiting = frames.map((frame, i) => ({
    ...frame,
    egoPose: () => ({ position: [along(i), 0, 0] as const, rotation: fromYaw(0) }),
  }));
  const results = audit(auditRecordings("waiting", [{ id, frames: waiting }], "ego"));
  expect(named(results)).toEqual([]);
  expect(results).toContainEqual({
    kind: "skipped",
    check: "outliers",
    needs: "10 stretches of 6 s of driving (2 here)",
  });
});

describe("audit of a plain file's rows", () => {
  const rows = samples.slice(0, 100).map(({ target }, i) => ({ id: `row ${i}`, target }));

  it("judges what motion alone shows and says what the rest needs", () => {
    const results = audit({ name: "rows.npy", samples: rows });
    expect(named(results)).toEqual([]);
    const needs = results.flatMap((result) =>
      result.kind === "skipped" ? [`${result.check}: needs ${result.needs}`] : [],
    );
    expect(needs).toContain("pairing-shift: needs 30 samples with a past that move");
    expect(needs).toContain("time-steps: needs time stamps of a recording");
  });

  it("step-length is clear at the limit and a finding just above it", () => {
    const limit = THRESHOLDS.topSpeed.value * 0.1; // m in a step of 0.1 s
    const straight = (step: number): AuditInput => ({
      name: "steps",
      samples: [
        {
          id: "row 0",
          target: Array.from({ length: 45 }, (_, j) => [Math.min(step, limit) * j + step, 0] as const),
        },
      ],
    });
    const kindOf = (input: AuditInput): string | undefined =>
      audit(input).find(({ check }) => check === "step-length")?.kind;
    expect(kindOf(straight(limit))).toBe("clear");
    expect(kindOf(straight(limit + 0.001))).toBe("finding");
  });

  it("refuses to say anything about nothing", () => {
    expect(() => audit({ name: "empty", samples: [] })).toThrow(
      "empty: expected at least one trajectory of 45 steps, got none",
    );
  });
});

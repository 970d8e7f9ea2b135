import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readNpy, writeNpy } from "../../lib/files/npy";
import { constantVelocity, meanTrajectory, zeros } from "../../lib/geometry/baselines";
import { meanAde } from "../../lib/geometry/displacementError";
import { fromQuaternion, rotate, transpose } from "../../lib/geometry/rotation";
import { type Point, type Trajectory } from "../../lib/geometry/trajectory";
import { range } from "../../lib/math/statistics";
import { readCommaDrive, readCommaSpeeds } from "../../lib/dataset/commaDrive";
import { egoPoseLabels } from "../../lib/dataset/egoPoseLabels";
import { forwardAxisAngle, mountOffset } from "../../lib/dataset/forwardAxis";
import { posedFrames } from "../../lib/dataset/egoPoseLabels";

const folder = resolve(__dirname, "../../data/comma2k19");
const drive = readCommaDrive(folder);
const samples = egoPoseLabels([drive]);
const targets = samples.map(({ target }) => target);
const degrees = (radians: number): number => (radians * 180) / Math.PI;
const coordinates = (rows: readonly Trajectory[], k: 0 | 1): number[] => rows.flat().map((point) => point[k]);

/** The same windows by frame index in the raw device frame: no levelling, no resampling. */
function deviceFrameTargets(): Trajectory[] {
  const positions = readNpy(join(folder, "frame_positions.npy")).data;
  const q = readNpy(join(folder, "frame_orientations.npy")).data;
  const p = (i: number, k: number): number => positions[3 * i + k] ?? NaN;
  return Array.from({ length: 1110 }, (_, i) => {
    const device = transpose(
      fromQuaternion(q[4 * i] ?? NaN, q[4 * i + 1] ?? NaN, q[4 * i + 2] ?? NaN, q[4 * i + 3] ?? NaN),
    );
    return Array.from({ length: 45 }, (_, j): Point => {
      const k = i + 2 * (j + 1);
      const [x, y] = rotate(device, [p(k, 0) - p(i, 0), p(k, 1) - p(i, 1), p(k, 2) - p(i, 2)]);
      return [x, -y];
    });
  });
}

describe("readCommaDrive", () => {
  it("gives 1 200 frames at 20 Hz and 1 110 windows, 1 108 with a past step", () => {
    expect(drive.frames).toHaveLength(1200);
    expect(samples).toHaveLength(1110);
    expect(samples.filter(({ past }) => past.length > 0)).toHaveLength(1108);
    expect(samples.every(({ target }) => target.length === 45)).toBe(true);
  });

  it("drives forward and drifts right: x in [0.8, 89.3], y in [−2.6, 0]", () => {
    const [xLow, xHigh] = range(coordinates(targets, 0));
    const [yLow, yHigh] = range(coordinates(targets, 1));
    expect([xLow, xHigh]).toEqual([expect.closeTo(0.8, 1), expect.closeTo(89.3, 1)]);
    expect([yLow, yHigh]).toEqual([expect.closeTo(-2.56, 1), expect.closeTo(0, 1)]);
  });

  it("has the drive's baselines: zeros 39.5 m, mean trajectory 3.6 m, constant velocity 1.5 m", () => {
    const mean = meanTrajectory(targets);
    expect(
      meanAde(
        targets.map(() => zeros()),
        targets,
      ),
    ).toBeCloseTo(39.52, 1);
    expect(
      meanAde(
        targets.map(() => mean),
        targets,
      ),
    ).toBeCloseTo(3.57, 1);
    const moving = samples.flatMap(({ past: [last], target }) =>
      last === undefined ? [] : [{ last, target }],
    );
    const error = meanAde(
      moving.map(({ last }) => constantVelocity(last)),
      moving.map(({ target }) => target),
    );
    expect(error).toBeCloseTo(1.48, 1);
  });

  it("differs from the raw device frame (zeros 39.4, mean 3.5, y to −2.4) only by levelling", () => {
    const device = deviceFrameTargets();
    const mean = meanTrajectory(device);
    expect(
      meanAde(
        device.map(() => zeros()),
        device,
      ),
    ).toBeCloseTo(39.45, 1);
    expect(
      meanAde(
        device.map(() => mean),
        device,
      ),
    ).toBeCloseTo(3.54, 1);
    expect(range(coordinates(device, 1))[0]).toBeCloseTo(-2.42, 1);
    // levelling keeps horizontal distance and drops height: never more than the pitch's and roll's share apart
    expect(meanAde(device, targets)).toBeLessThan(0.3);
  });

  it("agrees with the recorded velocities: speed 8–20 m/s, first step 0.1 s · speed", () => {
    const speeds = readCommaSpeeds(folder);
    expect(range(speeds)).toEqual([expect.closeTo(7.9, 1), expect.closeTo(20, 1)]);
    samples.forEach(({ target: [first = [NaN, NaN]] }, i) => {
      expect(Math.hypot(first[0], first[1])).toBeCloseTo(0.1 * (speeds[i + 1] ?? NaN), 1);
    });
  });

  it("states the mount offset: 0.9° to the left and 4° below the motion", () => {
    const { yaw, pitch } = mountOffset(drive);
    expect(degrees(yaw)).toBeCloseTo(0.9, 1);
    expect(degrees(forwardAxisAngle(posedFrames(drive)) ?? NaN)).toBeCloseTo(degrees(yaw), 6);
    expect(degrees(pitch)).toBeLessThan(-3);
    expect(degrees(pitch)).toBeGreaterThan(-5);
  });
});

describe("readCommaDrive of a damaged folder", () => {
  let copy = "";
  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), "comma-"));
    cpSync(folder, copy, { recursive: true });
  });
  afterEach(() => rmSync(copy, { recursive: true }));

  it("names the missing file", () => {
    rmSync(join(copy, "frame_positions.npy"));
    expect(() => readCommaDrive(copy)).toThrow(/frame_positions\.npy, content: ENOENT/);
  });

  it("names the array whose shape is wrong and the row that is not finite", () => {
    writeNpy(join(copy, "frame_times.npy"), [0, 1], [2]);
    expect(() => readCommaDrive(copy)).toThrow("frame_positions.npy, shape: expected (2, 3), got (1200, 3)");
    writeNpy(join(copy, "frame_times.npy"), [0, NaN], [2]);
    expect(() => readCommaDrive(copy)).toThrow("frame_times.npy, row 1: expected a finite number, got NaN");
    writeNpy(
      join(copy, "frame_times.npy"),
      Float64Array.from({ length: 1200 }, (_, i) => Math.min(i, 7)),
      [1200],
    );
    expect(() => readCommaDrive(copy)).toThrow("frame_times.npy, row 8: expected a time after 7, got 7");
  });
});

import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { audit, auditRecordings } from "../../lib/dataset/audit/audit";
import { type CheckResult } from "../../lib/dataset/audit/check";
import { readCommaDrive } from "../../lib/dataset/commaDrive";
import { type Frame, type Recording } from "../../lib/dataset/recording";
import { readNpy, writeNpy } from "../../lib/files/npy";
import { fromYaw, multiply, transpose } from "../../lib/geometry/rotation";
import { at } from "../../lib/math/at";
import { cityDrive } from "./cityDrive";

const city = cityDrive(1);

/** The city with the frames of some recordings replaced. */
function edited(edit: (frame: Frame, i: number, recording: Recording) => Frame, only?: number): Recording[] {
  return city.map((recording, r) =>
    only !== undefined && r !== only
      ? recording
      : { ...recording, frames: recording.frames.map((frame, i) => edit(frame, i, recording)) },
  );
}

/** The frame with its body turned left by so many degrees. */
function turned(frame: Frame, degrees: number): Frame {
  const { position, rotation } = frame.egoPose();
  return {
    ...frame,
    egoPose: () => ({ position, rotation: multiply(fromYaw((degrees * Math.PI) / 180), rotation) }),
  };
}

function resultOf(recordings: readonly Recording[], check: string): CheckResult {
  const found = audit(auditRecordings("city", recordings, "ego")).find((one) => one.check === check);
  if (found === undefined) throw new Error(`expected the check ${check}, got none`);
  return found;
}

function lookOf(recordings: readonly Recording[], check: string): readonly string[] {
  const result = resultOf(recordings, check);
  return result.kind === "finding" ? result.look : [];
}

/** Of the recordings, the index of the one that goes furthest between frames 70 and 80. */
const fastest = ((): number => {
  const way = ({ frames }: Recording): number => {
    const [a, b] = [at(frames, 70).egoPose().position, at(frames, 80).egoPose().position];
    return Math.hypot(b[0] - a[0], b[1] - a[1]);
  };
  const ways = city.map(way);
  return ways.indexOf(Math.max(...ways));
})();

describe("heading-jump", () => {
  it("names the one frame whose heading is off, and is clear just below the limit of 15°", () => {
    const off = (degrees: number): Recording[] =>
      edited((frame, i) => (i === 50 ? turned(frame, degrees) : frame), 2);
    expect(lookOf(off(17), "heading-jump")).toEqual(["002050"]);
    expect(resultOf(off(13), "heading-jump").kind).toBe("clear");
  });
});

describe("heading", () => {
  it("says that a heading drifts, and does not call the recording unreadable", () => {
    const drifting = edited((frame, i) => turned(frame, 0.3 * i), fastest); // 48° over its 160 frames
    const result = resultOf(drifting, "heading");
    expect(result.kind === "finding" ? result.message : "").toMatch(
      /drifts (against the motion in 1 recordings: .* )?from/,
    );
    expect(resultOf(drifting, "readable").kind).toBe("clear");
  });

  it("counts recordings that are left out, with the axis that would fit", () => {
    const sideways = edited((frame) => turned(frame, -90), fastest);
    const result = resultOf(sideways, "heading");
    expect(result.kind === "finding" ? result.message : "").toMatch(
      /^1 recordings are left out.*got -?\d+\.\d° off; its \+y axis would fit/,
    );
  });
});

describe("frozen-pose", () => {
  it("names the recording whose pose is the same to the last digit; a millimetre of noise is none", () => {
    const frozen = edited((frame, _, { frames }) => ({ ...frame, egoPose: at(frames, 0).egoPose }), 3);
    expect(lookOf(frozen, "frozen-pose")).toEqual(["recording recording 3"]);
    const noisy = edited((frame, i, { frames }) => {
      const { position, rotation } = at(frames, 0).egoPose();
      return {
        ...frame,
        egoPose: () => ({ position: [position[0] + 0.001 * Math.sin(i), position[1], 0], rotation }),
      };
    }, 3);
    expect(resultOf(noisy, "frozen-pose").kind).toBe("clear");
  });
});

describe("exchanged-stamps", () => {
  it.each([
    ["neighbours", 75, 76],
    ["frames a second apart", 70, 80],
  ])("names two %s whose poses stand at each other's time", (_, a, b) => {
    const exchanged = edited((frame, i, { frames }) => {
      const other = i === a ? b : i === b ? a : i;
      return { ...frame, egoPose: at(frames, other).egoPose };
    }, fastest);
    const id = (i: number): string => String(1000 * fastest + i).padStart(6, "0");
    expect(lookOf(exchanged, "exchanged-stamps")).toEqual([`${id(a)} ↔ ${id(b)}`]);
  });

  it("is clear where a pose is merely off", () => {
    const off = edited((frame, i) => {
      const { position, rotation } = frame.egoPose();
      return i === 75
        ? { ...frame, egoPose: () => ({ position: [position[0] + 1, position[1], 0], rotation }) }
        : frame;
    }, fastest);
    expect(resultOf(off, "exchanged-stamps").kind).toBe("clear");
  });
});

describe("pair-sides and missing-roadside", () => {
  const withPictures = (vehicle: string, roadside: (i: number) => string): Recording[] =>
    edited((frame, i) => ({
      ...frame,
      vehicleImage: `/data/set/vehicle-side/image/${vehicle}${frame.id}.jpg`,
      ...(frame.infrastructure && { infrastructure: { ...frame.infrastructure, image: roadside(i) } }),
    }));

  it("pair-sides names pairs that take both pictures from the vehicle", () => {
    const right = withPictures("", (i) => `/data/set/infrastructure-side/image/${i}.jpg`);
    expect(resultOf(right, "pair-sides").kind).toBe("clear");
    const wrong = withPictures(
      "",
      (i) => `/data/set/${i === 7 ? "vehicle" : "infrastructure"}-side/image/${i}.jpg`,
    );
    expect(lookOf(wrong, "pair-sides")).toEqual(city.map((_, r) => String(1000 * r + 7).padStart(6, "0")));
  });

  it("missing-roadside counts below a quarter and complains above", () => {
    const missing = (every: number): Recording[] =>
      edited(({ infrastructure, ...frame }, i) =>
        i % every === 0
          ? { ...frame, missingInfrastructure: "000123" }
          : { ...frame, ...(infrastructure && { infrastructure }) },
      );
    const few = resultOf(missing(5), "missing-roadside");
    expect(few.kind === "clear" ? few.message : "").toContain("192 of 960 pairs (20.0 %)"); // 32 of 160, six times
    expect(resultOf(missing(3), "missing-roadside").kind).toBe("finding");
  });
});

describe("audit without a sample", () => {
  const message = (recordings: readonly Recording[]): string => {
    try {
      audit(auditRecordings("city", recordings, "ego"));
    } catch (error) {
      return (error as Error).message;
    }
    return "samples";
  };

  it("gives the reader's own reason, the most common one", () => {
    const sideways = edited((frame) => turned(frame, -90));
    expect(message(sideways)).toMatch(
      /^city: expected at least one trajectory of 45 steps, got none; recording recording \d, heading: .* its \+y axis would fit.* \(and \d more like it\)$/,
    );
    const mirrored = edited((frame) => {
      const { position, rotation } = frame.egoPose();
      return { ...frame, egoPose: () => ({ position, rotation: transpose(rotation) }) };
    });
    expect(message(mirrored)).toContain("the rotations are transposed");
  });

  it("names frames at 2 Hz", () => {
    const sparse = city.map((recording) => ({
      ...recording,
      frames: recording.frames.filter((_, i) => i % 5 === 0),
    }));
    expect(message(sparse)).toContain(
      "frames come every 0.50 s (2.0 Hz) and gaps over 0.35 s are not bridged",
    );
  });

  it("asks for longer recordings only where they are short", () => {
    const short = city.map((recording) => ({ ...recording, frames: recording.frames.slice(0, 30) }));
    expect(message(short)).toMatch(/the longest of 6 recordings lasts 2\.9 s; record longer than 4\.6 s/);
  });
});

describe("readCommaDrive of arrays in another form", () => {
  it("names x, y, z, w, zeros, and times in milliseconds", () => {
    const copy = mkdtempSync(join(tmpdir(), "comma-"));
    cpSync(resolve(__dirname, "../../data/comma2k19"), copy, { recursive: true });
    const { data, shape } = readNpy(join(copy, "frame_orientations.npy"));
    const moved = Float64Array.from(data, (_, k) => at(data, 4 * Math.floor(k / 4) + (((k % 4) + 1) % 4)));
    writeNpy(join(copy, "frame_orientations.npy"), moved, [...shape]);
    expect(() => readCommaDrive(copy)).toThrow(
      /frame_orientations\.npy, columns: expected quaternions w, x, y, z, got .* x, y, z, w only; move the last column/,
    );
    writeNpy(join(copy, "frame_orientations.npy"), new Float64Array(data.length), [...shape]);
    expect(() => readCommaDrive(copy)).toThrow("row 0: expected a quaternion with a length, got zeros");
    const times = readNpy(join(copy, "frame_times.npy"));
    writeNpy(
      join(copy, "frame_times.npy"),
      times.data.map((t) => 1000 * t),
      [...times.shape],
    );
    expect(() => readCommaDrive(copy)).toThrow(
      /frame_times\.npy, time stamps: expected seconds, got steps of 50 between frames \(median\), which reads as milliseconds; divide by 1 000/,
    );
    rmSync(copy, { recursive: true });
  });
});

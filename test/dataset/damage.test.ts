import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCommaDrive } from "../../lib/dataset/commaDrive";
import { readDairV2x } from "../../lib/dataset/dairV2x";
import { DatasetError } from "../../lib/dataset/datasetError";
import { egoPoseLabels } from "../../lib/dataset/egoPoseLabels";
import { firstCarLabels } from "../../lib/dataset/firstCarLabels";
import { type Recording } from "../../lib/dataset/recording";
import { type Sample } from "../../lib/dataset/sample";
import { readSeqSpd } from "../../lib/dataset/seqSpd";
import { readPlainFile } from "../../lib/dataset/plainFile/plainFile";
import { readTrajectoryFile } from "../../lib/dataset/trajectoryFile";
import { readNpy, writeNpy } from "../../lib/files/npy";
import { miniTree, writeTree } from "./miniTree";

/**
 * Random damage: whatever is done to one file, a reader answers with a DatasetError that names file and field, or
 * with samples that are all true. Damage never writes another valid number: that is for the audit to find.
 */
type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const JUNK: readonly Json[] = [null, true, "", "abc", "NaN", "Infinity", "1e999", [], {}, [[]], "__proto__"];

/** Does one of five things to a random place inside a JSON value. */
function damaged(value: Json, draw: () => number): Json {
  const keys = typeof value === "object" && value !== null ? Object.keys(value) : [];
  const key = keys[Math.floor(draw() * keys.length)];
  if (key === undefined || draw() < 0.15) return JUNK[Math.floor(draw() * JUNK.length)] ?? null;
  const copy = structuredClone(value) as Record<string, Json>;
  const deeper = draw() < 0.75;
  if (deeper) copy[key] = damaged(copy[key] ?? null, draw);
  else if (!Array.isArray(copy)) Reflect.deleteProperty(copy, key);
  else if (draw() < 0.5) copy.splice(Number(key), 1);
  else copy.splice(Number(key), 0, copy[Number(key)]);
  return copy;
}

/** The text of a file after random damage: cut, junk inserted, or a value replaced, removed or repeated. */
function damagedText(text: string, draw: () => number): string {
  const where = Math.floor(draw() * text.length);
  const kind = draw();
  if (kind < 0.15) return text.slice(0, where);
  if (kind < 0.3) return text.slice(0, where) + 'x"}{\0'.charAt(Math.floor(draw() * 5)) + text.slice(where);
  return JSON.stringify(damaged(JSON.parse(text) as Json, draw));
}

/** Damages done so far in this file. */
let cases = 0;

/** Draws in [0, 1) from a list fast-check can shrink. */
function drawer(numbers: readonly number[]): () => number {
  cases++; // each damage draws its numbers once
  let i = 0;
  return () => numbers[i++ % numbers.length] ?? 0;
}
const draws = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), {
  minLength: 40,
  maxLength: 40,
});

/** Every returned sample must be the undamaged one of the same moment. */
function expectTrue(samples: readonly Sample[], truth: readonly Sample[]): void {
  for (const { seconds, target } of samples) {
    const twin = truth.find((sample) => sample.seconds === seconds);
    expect(twin, `a sample at ${seconds} s that is not in the data`).toBeDefined();
    target.forEach(([x, y], j) => {
      expect(Math.hypot(x - (twin?.target[j]?.[0] ?? NaN), y - (twin?.target[j]?.[1] ?? NaN))).toBeLessThan(
        1e-9,
      );
    });
  }
}

function expectNamed(error: unknown, folder: string): void {
  expect(error, String(error)).toBeInstanceOf(DatasetError);
  const { file, field, message } = error as DatasetError;
  expect(message).toBe(`${file}, ${field}: ${message.slice(file.length + field.length + 4)}`);
  expect(file.startsWith(folder) || file.startsWith("recording ")).toBe(true);
  expect(field).not.toBe("");
}

/** Runs `use` and accepts only a named error. */
function survives(use: () => void, folder: string): void {
  try {
    use();
  } catch (error) {
    if ((error as Error).name === "AssertionError") throw error;
    expectNamed(error, folder);
  }
}

describe.each([
  ["dair-v2x-c", readDairV2x],
  ["v2x-seq-spd", readSeqSpd],
] as const)("random damage to one file of %s", (layout, read) => {
  const folder = mkdtempSync(join(tmpdir(), "damage-"));
  const tree = miniTree({ layout, framesPerRecording: 24 });
  const paths = [...tree.keys()];
  let truth: readonly Sample[] = [];
  beforeAll(() => {
    writeTree(folder, tree);
    truth = egoPoseLabels(read(folder));
    expect(truth).toHaveLength(1); // 24 frames, 0.2 s apart: 4.6 s
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const touchAll = (recordings: readonly Recording[]): void => {
    firstCarLabels(recordings);
    for (const frame of recordings[0]?.frames.slice(0, 2) ?? []) {
      frame.camera?.();
      frame.infrastructure?.camera();
    }
  };

  it("gives a named error or true samples, 800 cases", () => {
    fc.assert(
      fc.property(fc.nat(), draws, (pick, numbers) => {
        // half of the cases hit the three lists, which all reading goes through
        const lists = paths.filter((path) => path.endsWith("data_info.json"));
        const pool = pick % 2 === 0 ? lists : paths;
        const path = pool[Math.floor(pick / 2) % pool.length] ?? "";
        const draw = drawer(numbers);
        const whole = tree.get(path) ?? "";
        if (draw() < 0.08) rmSync(join(folder, path));
        else writeFileSync(join(folder, path), damagedText(whole, draw));
        try {
          survives(() => {
            const recordings = read(folder);
            survives(() => touchAll(recordings), folder);
            expectTrue(egoPoseLabels(recordings), truth);
          }, folder);
          const onProblem = (problem: DatasetError): void => expectNamed(problem, folder);
          survives(
            () => expectTrue(egoPoseLabels(read(folder, { onProblem }), { onProblem }), truth),
            folder,
          );
        } finally {
          writeFileSync(join(folder, path), whole);
        }
      }),
      { numRuns: 800 },
    );
  });
});

describe("random damage to one array of the comma drive", () => {
  const real = resolve(__dirname, "../../data/comma2k19");
  const folder = mkdtempSync(join(tmpdir(), "damage-"));
  const names = ["frame_times.npy", "frame_positions.npy", "frame_orientations.npy"];
  let truth: readonly Sample[] = [];
  beforeAll(() => {
    cpSync(real, folder, { recursive: true });
    for (const name of names) {
      const { data, shape } = readNpy(join(real, name));
      const width = shape[1] ?? 1;
      writeNpy(join(folder, name), data.subarray(0, 93 * width), width === 1 ? [93] : [93, width]);
    }
    truth = egoPoseLabels([readCommaDrive(folder)]);
    expect(truth).toHaveLength(3); // 93 frames at 20 Hz: the first three have 4.5 s ahead
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("gives a named error or true samples, 300 cases", () => {
    fc.assert(
      fc.property(fc.nat(2), draws, (which, numbers) => {
        const path = join(folder, names[which] ?? "");
        const whole = readFileSync(path);
        const draw = drawer(numbers);
        const bytes = Uint8Array.from(whole);
        if (draw() < 0.4)
          bytes[Math.floor(draw() * 128)] = Math.floor(draw() * 256); // the header
        else if (draw() < 0.5) bytes.fill(255, 128 + 8 * Math.floor(draw() * 90)); // NaN from there on
        const cut = draw() < 0.5 ? bytes : bytes.subarray(0, Math.floor(draw() * bytes.length));
        writeFileSync(path, cut);
        try {
          survives(() => expectTrue(egoPoseLabels([readCommaDrive(folder)]), truth), folder);
        } finally {
          writeFileSync(path, whole);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("random damage to a trajectory file", () => {
  const folder = mkdtempSync(join(tmpdir(), "damage-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("gives a named error or whole finite trajectories, 300 cases", () => {
    const csv = Array.from({ length: 6 }, (_, i) =>
      Array.from({ length: 90 }, (_, j) => i + j).join(","),
    ).join("\n");
    fc.assert(
      fc.property(draws, (numbers) => {
        const draw = drawer(numbers);
        const where = Math.floor(draw() * csv.length);
        const junk = ["", ",", "\n", "x", "NaN", "\0", '"'][Math.floor(draw() * 7)] ?? "";
        const path = join(folder, "t.csv");
        writeFileSync(path, csv.slice(0, where) + junk + csv.slice(draw() < 0.3 ? csv.length : where));
        survives(() => {
          const trajectories = readTrajectoryFile(path);
          expect(new Set(trajectories.map(({ length }) => length)).size).toBe(1);
          expect(trajectories.flat(2).every(Number.isFinite)).toBe(true);
        }, folder);
      }),
      { numRuns: 300 },
    );
  });
});

describe("random damage to a file as people have them", () => {
  const cases = resolve(__dirname, "publicCases");
  const names = readdirSync(cases).filter((name) => /\.(npy|npz|csv|tsv|txt)$/.test(name));
  const folder = mkdtempSync(join(tmpdir(), "damage-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("gives a named error, whole finite trajectories or poses, 300 cases", () => {
    fc.assert(
      fc.property(fc.nat(names.length - 1), draws, (which, numbers) => {
        const draw = drawer(numbers);
        const bytes = Uint8Array.from(readFileSync(join(cases, names[which] ?? "")));
        const reach = draw() < 0.5 ? bytes.length : 300; // the head of a file decides how it is read
        const where = Math.floor(draw() * reach);
        const text = Buffer.from('\n,;\t "#x9.-e\0');
        for (let n = Math.floor(draw() * 3); n >= 0; n--)
          bytes[where + n] =
            draw() < 0.7 ? (text[Math.floor(draw() * text.length)] ?? 0) : Math.floor(draw() * 256);
        const path = join(folder, "damaged");
        writeFileSync(path, draw() < 0.8 ? bytes : bytes.subarray(0, Math.floor(draw() * bytes.length)));
        survives(() => {
          const read = readPlainFile(path);
          if (read.kind === "poses") {
            for (const { egoPose } of read.recording.frames)
              expect(egoPose().position.every(Number.isFinite)).toBe(true);
            return;
          }
          expect(new Set(read.trajectories.map(({ length }) => length)).size).toBe(1);
          expect(read.trajectories.flat(2).every(Number.isFinite)).toBe(true);
        }, folder);
      }),
      { numRuns: 300 },
    );
  });
});

it("these were at least 2 000 random damages", () => {
  expect(cases).toBeGreaterThanOrEqual(2000);
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { crc32c, maskedCrc32c } from "../../../lib/files/crc32c";
import { readEventFile } from "../../../lib/doctor/readers/eventFile";
import { readEventFiles } from "../../../lib/doctor/readers/eventRun";
import { tempFile, tempFolder } from "./tempFile";

/** A record: length, its checksum, data, their checksum. */
function record(data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(16 + data.length);
  bytes.writeBigUInt64LE(BigInt(data.length));
  bytes.writeUInt32LE(maskedCrc32c(bytes.subarray(0, 8)), 8);
  bytes.set(data, 12);
  bytes.writeUInt32LE(maskedCrc32c(data), 12 + data.length);
  return bytes;
}

/** A protobuf field with a length. */
const part = (field: number, data: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([8 * field + 2, data.length]), data]);

/** An event with one simple value. Steps below 128 fill one byte. */
function event(step: number, tag: string, value: number): Buffer {
  const float = Buffer.alloc(5);
  float[0] = 8 * 2 + 5;
  float.writeFloatLE(value, 1);
  const summary = part(1, Buffer.concat([part(1, Buffer.from(tag)), float]));
  return record(Buffer.concat([Buffer.from([16, step]), part(5, summary)]));
}

const eventFile = (
  points: readonly (readonly [number, number])[],
  name: string,
  folder = tempFolder(),
): string => tempFile(name, Buffer.concat(points.map(([step, value]) => event(step, "loss", value))), folder);

/** [step, value] of a tag. */
function points(table: ReturnType<typeof readEventFile>, tag = "loss"): [number, number][] {
  const at = table.columns.find(({ name }) => name === "step");
  const steps = new Map(at?.rows.map((row, i) => [row, at.values[i] ?? NaN]));
  const column = table.columns.find(({ name }) => name === tag);
  return (column?.rows ?? []).map((row, i) => [steps.get(row) ?? NaN, column?.values[i] ?? NaN]);
}

describe("crc32c(…)", () => {
  it('of "123456789" is 0xe3069283 (RFC 3720)', () => {
    expect(crc32c(Buffer.from("123456789"))).toBe(0xe3069283);
  });
});

describe("readEventFile(…)", () => {
  const whole: (readonly [number, number])[] = [
    [0, 4],
    [1, 2],
    [2, NaN],
    [3, 1],
  ];

  it("cut at any byte it gives the records that are whole, and says that it was cut", () => {
    const bytes = readFileSync(eventFile(whole, "events.out.tfevents.1"));
    const length = bytes.length / whole.length;
    for (let end = 12; end < bytes.length; end++) {
      const table = readEventFile(tempFile("events.out.tfevents.1", bytes.subarray(0, end)));
      expect(points(table)).toEqual(whole.slice(0, Math.floor(end / length)));
      expect(table.notes.length).toBe(end % length === 0 ? 0 : 1);
    }
  });

  it("a byte changed in the data ends the reading there, by its checksum", () => {
    const bytes = readFileSync(eventFile(whole, "events.out.tfevents.1"));
    const length = bytes.length / whole.length;
    bytes[2 * length + 20] = (bytes[2 * length + 20] ?? 0) ^ 1;
    const table = readEventFile(tempFile("events.out.tfevents.1", bytes));
    expect(points(table)).toEqual(whole.slice(0, 2));
    expect(table.notes).toEqual([
      `damaged at byte ${2 * length + 12} (checksum of a record): read up to there`,
    ]);
  });
});

describe("readEventFiles(…)", () => {
  it("a later file that goes on behind the first step is the same run; one from the start is another", () => {
    const folder = tempFolder();
    const files = [
      eventFile(
        [
          [0, 9],
          [1, 8],
          [2, 7],
        ],
        "events.out.tfevents.100.a",
        folder,
      ),
      eventFile(
        [
          [2, 6],
          [3, 5],
        ],
        "events.out.tfevents.200.a",
        folder,
      ),
      eventFile(
        [
          [0, 4],
          [1, 3],
        ],
        "events.out.tfevents.300.a",
        folder,
      ),
    ];
    const runs = readEventFiles(folder, files);
    expect(runs.map(({ table }) => points(table))).toEqual([
      [
        [0, 9],
        [1, 8],
        [2, 7],
        [2, 6],
        [3, 5],
      ],
      [
        [0, 4],
        [1, 3],
      ],
    ]);
    expect(runs.map(({ name }) => name)).toEqual(["events.out.tfevents.100.a", "events.out.tfevents.300.a"]);
    expect(join(folder, runs[0]?.name ?? "")).toBe(files[0]);
  });

  it("train and validation beside each other are parts of one run", () => {
    const folder = tempFolder();
    const files = ["train", "validation"].map((name) =>
      eventFile(
        [
          [0, 9],
          [1, 8],
        ],
        `${name}/events.out.tfevents.100.a`,
        folder,
      ),
    );
    const [run, ...others] = readEventFiles(folder, files);
    expect(others).toEqual([]);
    expect(run?.table.columns.map(({ name }) => name).sort()).toEqual([
      "step",
      "train/loss",
      "validation/loss",
    ]);
  });
});

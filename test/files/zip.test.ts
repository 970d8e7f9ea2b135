import { crc32, deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { zipEntries } from "../../lib/files/zip";

/** A zip archive written by the format note, entry by entry: local header and data, then the central directory. */
function archive(files: Readonly<Record<string, string>>, method: 0 | 8 | 12): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const raw = Buffer.from(text);
    const data = method === 8 ? deflateRawSync(raw) : raw;
    const fields = Buffer.alloc(26); // from "version needed" to "extra length"
    fields.writeUInt16LE(method, 4);
    fields.writeUInt32LE(crc32(raw), 10);
    fields.writeUInt32LE(data.length, 14);
    fields.writeUInt32LE(raw.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), fields, Buffer.from(name), data]);
    const tail = Buffer.alloc(14); // comment length … offset of the local header
    tail.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from("PK\x01\x02\0\0"), fields, tail, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(central.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

const FILES = { "a.npy": "first, ".repeat(20), "b.npy": "second" };
const unpacked = (bytes: Uint8Array): Record<string, string> =>
  Object.fromEntries(zipEntries(bytes).map(({ name, content }) => [name, Buffer.from(content()).toString()]));

describe("zipEntries", () => {
  it.each([0, 8] as const)("gives back what was packed by method %i", (method) => {
    expect(unpacked(archive(FILES, method))).toEqual(FILES);
  });

  it("refuses other methods by name, and no archive at all", () => {
    expect(() => unpacked(archive(FILES, 12))).toThrow(
      "a.npy: expected a stored or deflated entry, got method 12",
    );
    expect(() => zipEntries(Buffer.from("PK\x03\x04"))).toThrow("expected a whole zip archive");
  });

  it("of a damaged archive throws, or every entry it gives is whole: its checksum says so", () => {
    const whole = archive(FILES, 8);
    const texts: string[] = Object.values(FILES);
    fc.assert(
      fc.property(
        fc.nat(whole.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.nat(whole.length),
        (at, bit, cut) => {
          const damaged = Buffer.from(whole.subarray(0, Math.max(cut, whole.length - 40)));
          if (at < damaged.length) damaged[at] = (damaged[at] ?? 0) ^ bit;
          let read: string[] = [];
          try {
            read = Object.values(unpacked(damaged));
          } catch (error) {
            expect((error as Error).message).toMatch(/expected .*, got/);
          }
          for (const text of read) expect(texts).toContain(text);
        },
      ),
      { numRuns: 500 },
    );
  });
});

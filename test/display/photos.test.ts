import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { pixelBox } from "../../lib/dataset/pixelBox";
import { IDENTITY } from "../../lib/geometry/rotation";
import { readPicture } from "../../lib/model/picture";
import { photoStrip } from "../../lib/display/photos";

const folder = mkdtempSync(join(tmpdir(), "photos-"));
afterAll(() => rmSync(folder, { recursive: true }));

const camera = {
  intrinsics: [
    [500, 0, 320],
    [0, 500, 180],
    [0, 0, 1],
  ],
  fromWorld: { position: [0, 0, 0], rotation: IDENTITY },
} as const;

describe("pixelBox", () => {
  it("of a 2 m cube 10 m ahead is set by its near face: ±500 / 9 pixels around the centre", () => {
    const box = pixelBox({ type: "car", centre: [0, 0, 10], size: [2, 2, 2], yaw: 0 }, camera);
    const half = 500 / 9;
    expect(box).toEqual({
      left: expect.closeTo(320 - half, 9) as number,
      right: expect.closeTo(320 + half, 9) as number,
      top: expect.closeTo(180 - half, 9) as number,
      bottom: expect.closeTo(180 + half, 9) as number,
    });
  });

  it("is undefined for an object beside or behind the camera", () => {
    expect(pixelBox({ type: "car", centre: [0, 0, -10], size: [2, 2, 2], yaw: 0 }, camera)).toBeUndefined();
    expect(pixelBox({ type: "car", centre: [5, 0, 0.2], size: [2, 2, 2], yaw: 0 }, camera)).toBeUndefined();
  });
});

describe("photoStrip", () => {
  it("puts photos side by side and outlines boxes in the file's pixels", async () => {
    const grey = join(folder, "grey.jpg");
    const black = Buffer.from(await photoStrip([{ path: await blank(640, 360), boxes: [] }]));
    writeFileSync(grey, black);
    const box = { left: 80, top: 60, right: 160, bottom: 120 };
    const strip = join(folder, "strip.jpg");
    writeFileSync(strip, await photoStrip([{ path: grey, boxes: [] }, { path: grey, boxes: [box] }])); // prettier-ignore
    const { width, height, values } = await readPicture(strip);
    expect([width, height]).toEqual([640, 180]);
    const red = (x: number, y: number): number => values[3 * (y * width + x)] ?? NaN;
    expect(red(320 + 80, 60 + 30)).toBeGreaterThan(120); // the box's left edge in the second photo
    expect(red(80, 90)).toBeLessThan(60); // the same place of the first
  });

  it("names a file that is no photo", async () => {
    writeFileSync(join(folder, "note.jpg"), "text");
    await expect(photoStrip([{ path: join(folder, "note.jpg"), boxes: [] }])).rejects.toThrow(
      "note.jpg: expected a JPEG",
    );
  });
});

/** A black JPEG of any size, encoded independently of the code under test. */
async function blank(width: number, height: number): Promise<string> {
  const { default: encode, init } = await import("@jsquash/jpeg/encode.js");
  const { createRequire } = await import("node:module");
  const { readFileSync } = await import("node:fs");
  const code = createRequire(__filename).resolve("@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm");
  await init(await WebAssembly.compile(readFileSync(code)));
  const data = new Uint8ClampedArray(4 * width * height);
  const path = join(folder, "blank.jpg");
  writeFileSync(path, new Uint8Array(await encode({ width, height, data } as ImageData)));
  return path;
}

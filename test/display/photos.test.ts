import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { pixelBox } from "../../lib/dataset/pixelBox";
import { IDENTITY } from "../../lib/geometry/rotation";
import { readPicture } from "../../lib/model/picture";
import { photosSvg } from "../../lib/display/photos";

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

describe("photosSvg", () => {
  const box = { left: 80, top: 60, right: 160, bottom: 120 };

  it("puts photos 640 wide one above the other, a caption over each, boxes in the file's own pixels", async () => {
    const path = await blank(320, 180);
    const photo = { path, caption: "frame 1: <this> car", boxes: [box] };
    const svg = await photosSvg([photo, { ...photo, caption: "frame 2", boxes: [] }], "two photos");
    // a photo is 640 / 320 = 2 times as large: 360 high under a caption of 34, the second 8 below the first
    expect(svg).toContain('viewBox="0 0 640 796"');
    expect(svg.match(/<g transform="translate\(0 \d+\)">/g)).toEqual([
      '<g transform="translate(0 0)">',
      '<g transform="translate(0 402)">',
    ]);
    expect(svg).toContain("frame 1: &lt;this&gt; car");
    // one box, drawn white and then in colour: left 80 · 2, top 60 · 2, 80 · 2 wide, 60 · 2 high
    const outlines =
      svg.match(/<rect x="160.0" y="120.0" width="160.0" height="120.0"[^>]*stroke="[^"]*"/g) ?? [];
    expect(outlines.map((rect) => /stroke="([^"]*)"/.exec(rect)?.[1])).toEqual(["#ffffff", "#D55E00"]);
    expect(svg).toContain(readFileSync(path).toString("base64"));
  });

  it("makes a photo that is wider than it is drawn smaller", async () => {
    const path = await blank(1280, 720);
    const svg = await photosSvg([{ path, caption: "", boxes: [box] }], "one photo");
    expect(svg).toContain('viewBox="0 0 640 394"'); // 720 / 2 under a caption of 34
    expect(svg).toContain('<rect x="40.0" y="30.0" width="40.0" height="30.0"');
    const [, data = ""] = /base64,([^"]*)/.exec(svg) ?? [];
    writeFileSync(join(folder, "small.jpg"), Buffer.from(data, "base64"));
    const { width, height } = await readPicture(join(folder, "small.jpg"));
    expect([width, height]).toEqual([640, 360]);
  });

  it("names a file that is no photo", async () => {
    const path = join(folder, "note.jpg");
    writeFileSync(path, "text");
    await expect(photosSvg([{ path, caption: "", boxes: [] }], "")).rejects.toThrow(
      "note.jpg: expected a JPEG",
    );
  });
});

/** A black JPEG of any size, encoded independently of the code under test. */
async function blank(width: number, height: number): Promise<string> {
  const { default: encode, init } = await import("@jsquash/jpeg/encode.js");
  const { createRequire } = await import("node:module");
  const code = createRequire(__filename).resolve("@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm");
  await init(await WebAssembly.compile(readFileSync(code)));
  const data = new Uint8ClampedArray(4 * width * height);
  const path = join(folder, `blank-${width}.jpg`);
  writeFileSync(path, new Uint8Array(await encode({ width, height, data } as ImageData)));
  return path;
}

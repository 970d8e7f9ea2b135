import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { datasetIdentity } from "../../lib/simulator/datasetOptions";
import { planDataset } from "../../lib/simulator/datasetPlan";
import { drawPictures } from "../../lib/simulator/drawPictures";
import { type Pixels } from "../../lib/simulator/jpeg";
import { redrawPictures } from "../../lib/simulator/writePictures";
import { at } from "../../lib/math/at";
import { readPicture } from "../../lib/model/picture";

const identity = datasetIdentity({ size: "mini" });
const committed = join(__dirname, "../../data/mini");
let folder = "";
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "pictures "))));
afterAll(() => rmSync(folder, { recursive: true }));

/** Every picture of the mini set as painted at this width, before it is compressed. */
async function painted(width: number): Promise<Pixels[]> {
  const pictures: Pixels[] = [];
  const encode = (picture: Pixels): Promise<Uint8Array> => {
    pictures.push(picture);
    return Promise.resolve(new Uint8Array(1));
  };
  const picture = { width, height: (width / 16) * 9 };
  for (const plan of planDataset("mini", 1)) {
    await redrawPictures(join(folder, "painted"), identity, { plan, pairs: plan.pairs, picture, encode });
  }
  return pictures;
}

/** Mean difference of a picture from the means of 2 × 2 pixels of one twice as large, grey levels. */
function difference(small: Pixels, large: Pixels): number {
  const value = (column: number, row: number, k: number): number =>
    large.rgba[4 * (row * large.width + column) + k] ?? NaN;
  let sum = 0;
  for (let row = 0; row < small.height; row++)
    for (let column = 0; column < small.width; column++)
      for (const k of [0, 1, 2]) {
        const [x, y] = [2 * column, 2 * row];
        const four = value(x, y, k) + value(x + 1, y, k) + value(x, y + 1, k) + value(x + 1, y + 1, k);
        sum += Math.abs(four / 4 - (small.rgba[4 * (row * small.width + column) + k] ?? NaN));
      }
  return sum / (3 * small.width * small.height);
}

describe("drawPictures(folder, options)", () => {
  it("shows the same scenes: shrunk, a picture twice as wide is the small one to 2 grey levels on average", async () => {
    const [small, large] = [await painted(320), await painted(640)];
    expect(small).toHaveLength(8); // 4 pairs, both sides
    small.forEach((picture, i) => expect(difference(picture, at(large, i))).toBeLessThan(2));
    // of another moment or side it is not
    expect(difference(at(small, 0), at(large, 1))).toBeGreaterThan(10);
    expect(difference(at(small, 0), at(large, 2))).toBeGreaterThan(2);
  });

  it("at the set's own width draws the set's own files", async () => {
    const place = await drawPictures(folder, { identity, width: 320 });
    for (const side of ["vehicle-side/image", "infrastructure-side/image"])
      for (const name of readdirSync(join(committed, side)))
        expect(await readPicture(join(place, side, name))).toEqual(
          await readPicture(join(committed, side, name)),
        );
  });

  it("draws chosen pairs alone, as wide as asked, and refuses ids and widths that are none", async () => {
    const [id = ""] = readdirSync(join(committed, "vehicle-side/image")).map((name) => name.slice(0, -4));
    const place = await drawPictures(folder, { identity, width: 640, ids: [id] });
    expect(place).toBe(join(folder, "pictures-640"));
    expect(readdirSync(join(place, "vehicle-side/image"))).toEqual([`${id}.jpg`]);
    expect(readdirSync(join(place, "infrastructure-side/image"))).toHaveLength(1);
    const { width, height } = await readPicture(join(place, "vehicle-side/image", `${id}.jpg`));
    expect([width, height]).toEqual([640, 360]);
    await expect(drawPictures(folder, { identity, width: 640, ids: [id, "12"] })).rejects.toThrow(
      /pairs: expected ids of vehicle frames with a picture, as \d{6}, got "12"/,
    );
    await expect(drawPictures(folder, { identity, width: 650 })).rejects.toThrow(
      "pictures: expected a width that 16 divides, from 160 to 3840 pixels, got 650",
    );
  });
});

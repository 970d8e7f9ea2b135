import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { at } from "../../lib/math/at";
import { std } from "../../lib/math/statistics";
import { BACKBONES, loadBackbone, saveBackbone } from "../../lib/model/backbones";
import { countParameters } from "../../lib/model/parameters";
import { readPicture, shrink, type Picture } from "../../lib/model/picture";
import { motionPrompt, positionPrompt } from "../../lib/dataset/prompt";
import { PROMPT_TOKENS, tokenize, VOCABULARY } from "../../lib/model/tokenize";
import {
  PATCH_NUMBERS,
  PICTURE_TOKENS,
  pictureTokens,
  SCENE,
  sceneParameters,
} from "../../lib/model/sceneBackbone";
import { cutPatches, loadScenes, sceneBatch, type SceneInput } from "../../lib/model/sceneInput";
import { encodeSafetensors } from "../../lib/files/safetensors";
import { backboneFeatures } from "../../lib/training/backboneFeatures";
import { untrainedBackbone } from "../../lib/training/pretrain";
import { startTestBackend } from "../backend/startTestBackend";

const folder = mkdtempSync(join(tmpdir(), "backbone "));
const weights = { weights: untrainedBackbone(1), hash: "untrained" };
let scenes: SceneInput[] = [];

/** A JPEG with one bright half. */
async function jpeg(name: string, leftIsBright: boolean): Promise<string> {
  const { default: encode, init } = await import("@jsquash/jpeg/encode.js");
  const code = createRequire(__filename).resolve("@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm");
  await init(await WebAssembly.compile(readFileSync(code)));
  const [width, height] = [192, 96];
  const data = new Uint8ClampedArray(width * height * 4).map((_, i) => {
    const isLeft = Math.floor(i / 4) % width < width / 2;
    return i % 4 === 3 ? 255 : isLeft === leftIsBright ? 220 : 30;
  });
  const path = join(folder, name);
  writeFileSync(path, new Uint8Array(await encode({ data, width, height, colorSpace: "srgb" })));
  return path;
}

beforeAll(async () => {
  await startTestBackend();
  const [left, right] = [await jpeg("left.jpg", true), await jpeg("right.jpg", false)];
  scenes = [
    { vehicleImage: left, infrastructureImage: right, prompt: motionPrompt({ speed: 8.3, turnRate: -2.14 }) },
    { vehicleImage: right, infrastructureImage: left, prompt: motionPrompt(undefined) },
    { vehicleImage: left, prompt: motionPrompt({ speed: 0, turnRate: 0 }) },
  ];
});

describe("readPicture and shrink", () => {
  it("reads a JPEG's halves and averages areas, fractions of pixels included", async () => {
    const small = shrink(await readPicture(at(scenes, 0).vehicleImage ?? ""), 2, 1);
    expect(at(small.values, 0)).toBeGreaterThan(210);
    expect(at(small.values, 3)).toBeLessThan(45);
    // three pixels 0, 90, 240 onto two: (0 + 90/2) / 1.5 = 30 and (90/2 + 240) / 1.5 = 190
    const row: Picture = { width: 3, height: 1, values: Uint8Array.of(0, 0, 0, 90, 90, 90, 240, 240, 240) };
    expect([...shrink(row, 2, 1).values]).toEqual([30, 30, 30, 190, 190, 190]);
    expect(() => shrink(row, 4, 1)).toThrow("expected a picture of at least 4 × 1, got 3 × 1");
  });

  it("a missing, cut or foreign file is refused by name", async () => {
    await expect(readPicture(join(folder, "no.jpg"))).rejects.toThrow("no.jpg: expected a JPEG");
    const cut = join(folder, "cut.jpg");
    writeFileSync(cut, "this is no picture");
    await expect(readPicture(cut)).rejects.toThrow("cut.jpg: expected a JPEG");
  });

  it("cutPatches puts each 4 × 4 tile in a row", () => {
    const [width, height] = [SCENE.pictureWidth, SCENE.pictureHeight];
    const values = new Uint8Array(width * height * 3);
    values[3 * (5 * width + 9) + 1] = 7; // second row of tiles, third column, green of pixel (1, 1)
    const cut = cutPatches({ width, height, values });
    expect(cut.indexOf(7)).toBe((width / 4 + 2) * PATCH_NUMBERS + 3 * (4 + 1) + 1);
  });
});

describe("tokenize(prompt)", () => {
  const words = (prompt: string): string =>
    [...tokenize(prompt)].map((token) => at(VOCABULARY, token)).join(" ");

  it("makes a token of every word, digit, point and sign, and pads to one length", () => {
    expect(words(motionPrompt({ speed: 8.3, turnRate: -2.14 }))).toBe(
      "drive ; speed 0 8 . 3 m/s ; turn - 0 2 . 1 deg/s",
    );
    expect(words(positionPrompt({ x: 3120, y: -6010 })).trim()).toBe("drive ; at + 0 3 . 1 - 0 6 . 0 km");
    expect(tokenize(motionPrompt(undefined))).toHaveLength(PROMPT_TOKENS);
  });

  it("refuses a word it does not know", () => {
    expect(() => tokenize("turn sideways")).toThrow('expected words of the vocabulary, got "sideways"');
  });
});

describe("encode(weights, batch, hidden)", () => {
  const run = async (name: "scene" | "wide", hidden: number) => {
    const store = await loadScenes(scenes);
    return tf.tidy(() => {
      const tensors = Object.fromEntries(
        sceneParameters().map((p) => [p.name, tf.tensor(weights.weights[p.name] ?? [], [...p.shape])]),
      );
      const { encoder, decoder } = BACKBONES[name].encode(tensors, sceneBatch(store, [0, 1, 2]), hidden);
      return { shapes: [encoder.shape, decoder.shape], tokens: encoder.dataSync<"float32">().slice() };
    });
  };

  it("scene: 30 picture tokens and 16 words of width 256, each token normalised; one decoder token", async () => {
    const { shapes, tokens } = await run("scene", 256);
    expect(PICTURE_TOKENS).toBe(30);
    expect(shapes).toEqual([
      [3, 46, 256],
      [3, 1, 256],
    ]);
    expect(std(tokens.subarray(0, 256))).toBeCloseTo(1, 3);
  });

  it("wide: the same tokens at another width, normalised again", async () => {
    const { shapes, tokens } = await run("wide", 512);
    expect(shapes[0]).toEqual([3, 46, 512]);
    expect(std(tokens.subarray(512, 1024))).toBeCloseTo(1, 3);
  });

  it("refuses widths it cannot have", () => {
    expect(() => BACKBONES.scene.checkHidden(128)).toThrow(
      "hidden: expected 256 for backbone scene, got 128",
    );
    expect(() => BACKBONES.wide.checkHidden(128)).toThrow(
      "hidden: expected at least 256 for backbone wide, got 128",
    );
  });
});

describe("pictureTokens(weights, patches, size)", () => {
  it("is a stack of plain convolutions: conv2d with edges repeated gives the same", async () => {
    const store = await loadScenes(scenes);
    const gap = tf.tidy(() => {
      const w = Object.fromEntries(
        sceneParameters().map((p) => [p.name, tf.tensor(weights.weights[p.name] ?? [], [...p.shape])]),
      );
      const batch = sceneBatch(store, [0, 1]);
      const [columns, rows] = [SCENE.pictureWidth / SCENE.patch, SCENE.pictureHeight / SCENE.patch];
      const pixels = tf.tensor4d(Float32Array.from(batch.patches), [4, rows, columns, PATCH_NUMBERS]);
      const filter = (name: string, size: number): tf.Tensor4D => {
        const weight = w[`${name}.weight`] as tf.Tensor2D;
        return tf.reshape(weight, [size, size, weight.shape[0] / size ** 2, weight.shape[1]]);
      };
      let x = tf.add<tf.Tensor4D>(
        tf.conv2d(tf.div<tf.Tensor4D>(tf.sub(pixels, 127.5), 64), filter("backbone.patch", 1), 1, "valid"),
        w["backbone.patch.bias"] as tf.Tensor,
      );
      for (let i = 0; i < SCENE.stem.length - 1; i++) {
        const edged = tf.mirrorPad(
          tf.relu(x),
          [
            [0, 0],
            [0, 1],
            [0, 1],
            [0, 0],
          ],
          "symmetric",
        ); // a row and column more
        const name = `backbone.stem.${i}`;
        x = tf.add(tf.conv2d(edged, filter(name, 3), 2, "valid"), w[`${name}.bias`] as tf.Tensor);
      }
      const tokens = pictureTokens(w, batch.patches, 2);
      expect(tokens.shape).toEqual([2 * PICTURE_TOKENS, SCENE.hidden]);
      return tf.max(tf.abs(tf.sub(tf.reshape(x, tokens.shape), tokens))).dataSync()[0];
    });
    expect(gap).toBeLessThan(1e-3);
  });
});

describe("backbone weights on disk", () => {
  it("stay below 4 MB in half precision, and refuse damage and absence by name", () => {
    const path = join(folder, "w.safetensors");
    saveBackbone(path, weights.weights);
    expect(readFileSync(path).length).toBeLessThan(4e6);
    expect(countParameters(sceneParameters()) * 2).toBeLessThan(readFileSync(path).length);
    const { weights: read } = loadBackbone(path);
    expect(
      Math.abs((read["backbone.start"]?.[0] ?? 0) - (weights.weights["backbone.start"]?.[0] ?? 9)),
    ).toBeLessThan(1e-3);
    writeFileSync(path, readFileSync(path).subarray(0, 1e5));
    expect(() => loadBackbone(path)).toThrow("w.safetensors");
    expect(() => loadBackbone(join(folder, "none"))).toThrow("run npx seven-fixes pretrain");
  });

  it("of an older backbone are refused by name, with what to do", () => {
    const path = join(folder, "older.safetensors");
    const tensors = { "backbone.patch.weight": { shape: [768, 256], values: new Float32Array(768 * 256) } };
    writeFileSync(path, encodeSafetensors({ tensors, metadata: { about: "as it was" } }, "F16"));
    expect(() => loadBackbone(path)).toThrow(
      /older\.safetensors: expected weights of "scene 2.*", got an older backbone, which names none; restore/,
    );
  });
});

describe("backboneFeatures(request)", () => {
  const kept = join(folder, "features");
  const request = () => ({ backbone: "scene" as const, hidden: 256, scenes, weights, folder: kept });
  const keptFiles = () =>
    readdirSync(kept)
      .map((name) => name.split(".")[1])
      .sort();

  it("keeps what it computed; other prompts or weights get their own entry, the pictures' patches serve all", async () => {
    const first = await backboneFeatures(request());
    expect(first.after).toHaveLength(3 * 256);
    expect(await backboneFeatures(request())).toEqual(first);
    expect(keptFiles()).toEqual(["patches", "safetensors"]);
    await backboneFeatures({ ...request(), weights: { ...weights, hash: "other" } });
    const faster = scenes.map((scene) => ({ ...scene, prompt: motionPrompt({ speed: 12, turnRate: 0 }) }));
    const other = await backboneFeatures({ ...request(), scenes: faster });
    expect(other.after).not.toEqual(first.after);
    expect(keptFiles()).toEqual(["patches", "safetensors", "safetensors", "safetensors"]);
  });

  it("notices a damaged entry, says so and computes it again", async () => {
    const first = await backboneFeatures(request());
    for (const file of readdirSync(kept)) {
      const bytes = readFileSync(join(kept, file));
      bytes[bytes.length - 9] = (bytes[bytes.length - 9] ?? 0) ^ 8;
      writeFileSync(join(kept, file), bytes);
    }
    const lines: string[] = [];
    expect(await backboneFeatures({ ...request(), log: (line) => lines.push(line) })).toEqual(first);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toBe("features: altered content; computing them again");
    expect(lines[1]).toMatch(/\.patches is damaged; shrinking them again$/);
  });

  it("a picture that is gone is refused by name", async () => {
    const gone = [{ vehicleImage: join(folder, "gone.jpg"), prompt: motionPrompt(undefined) }];
    await expect(backboneFeatures({ ...request(), scenes: gone })).rejects.toThrow("gone.jpg, got none");
  });
});

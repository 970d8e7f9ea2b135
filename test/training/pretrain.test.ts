import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { at } from "../../lib/math/at";
import { pretrainBackbone, untrainedBackbone } from "../../lib/training/pretrain";
import { startTestBackend } from "../backend/startTestBackend";

const MINI = join(__dirname, "../../data/mini");

beforeAll(startTestBackend);

describe("pretrainBackbone(options)", () => {
  it("learns what it is asked for: the loss falls over the epochs", async () => {
    const options = { folders: [MINI, MINI, MINI, MINI], epochs: 10, seed: 1 }; // 16 pairs: an update each epoch
    const { weights, pairs, updates, losses } = await pretrainBackbone(options);
    expect({ pairs, updates }).toEqual({ pairs: 16, updates: 10 });
    expect(at(losses, 9)).toBeLessThan(at(losses, 0) / 2); // the first steps are too long: it climbs before it falls
    expect(Object.keys(weights)).toEqual(Object.keys(untrainedBackbone(1)));
  });

  it("gives the same weights for the same towns and seed, others for another seed", async () => {
    const weightsOf = async (seed: number) =>
      (await pretrainBackbone({ folders: [MINI, MINI, MINI, MINI], epochs: 1, seed })).weights;
    const first = await weightsOf(1);
    expect(await weightsOf(1)).toEqual(first);
    expect(await weightsOf(2)).not.toEqual(first);
  });

  it("refuses too few pairs, and a folder that the generator did not write, by name", async () => {
    const rest = { epochs: 1, seed: 1 };
    await expect(pretrainBackbone({ ...rest, folders: [MINI] })).rejects.toThrow(
      /expected at least 16 paired frames in .*mini, got 4; generate more/,
    );
    const empty = mkdtempSync(join(tmpdir(), "no town "));
    await expect(pretrainBackbone({ ...rest, folders: [empty] })).rejects.toThrow("no town");
  });
});

import { mkdtempSync, renameSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sharedMoments } from "../../lib/experiments/experimentRuns";
import { miniTown } from "../training/miniTown";

describe("sharedMoments(folder)", () => {
  it("reads a folder once in a process, under both label sets", () => {
    const folder = miniTown();
    const moments = sharedMoments(folder);
    const wrong = moments.firstCar();
    renameSync(folder, `${folder} gone`);
    expect(sharedMoments(folder)).toBe(moments);
    expect(sharedMoments(folder).firstCar()).toBe(wrong);
    expect(moments.ego).toHaveLength(12); // six recordings of two pairs
  });

  it("does not remember a failure: a folder that is there the next time is read", () => {
    const folder = join(mkdtempSync(join(tmpdir(), "later ")), "town");
    expect(() => sharedMoments(folder)).toThrow(folder);
    renameSync(miniTown(), folder);
    expect(sharedMoments(folder).ego).toHaveLength(12);
  });
});

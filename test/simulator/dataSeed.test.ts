import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { reportDifferences } from "../../lib/cli/results";
import { dataSeed, useDataSeed } from "../../lib/simulator/dataSeed";
import { ensureDataset } from "../../lib/simulator/ensureDataset";
import { settings } from "../../lib/lessons/settings";
import { runSetting } from "../../lib/jupyter/runner/runSetting";

const VARIABLE = "SEVEN_FIXES_DATA_SEED";
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe("dataSeed()", () => {
  it("is 1 unless the environment says otherwise, and refuses what is no whole number", () => {
    expect(dataSeed({})).toBe(1);
    const env = {};
    useDataSeed(7, env);
    expect(dataSeed(env)).toBe(7);
    for (const text of ["", "1.5", "-1", "two"])
      expect(() => dataSeed({ [VARIABLE]: text })).toThrow(
        `SEVEN_FIXES_DATA_SEED: expected a whole number, got "${text}"; use 1, 2, 3, …`,
      );
  });

  it("is what a notebook's settings tell, and part of how its outputs were made", () => {
    expect(settings({ [VARIABLE]: "3" }).dataSeed).toBe(3);
    expect(runSetting({}, { [VARIABLE]: "3" })).toContain("SEVEN_FIXES_DATA_SEED=3");
  });

  it("decides which set is made where nobody names a seed", async () => {
    vi.stubEnv(VARIABLE, "4");
    const home = mkdtempSync(join(tmpdir(), "towns "));
    try {
      const log = (): void => undefined;
      expect(await ensureDataset({ size: "mini", home, log })).toBe(join(home, "mini-seed-4"));
      expect(await ensureDataset({ size: "mini", seed: 1, home, log })).toBe(join(home, "mini"));
    } finally {
      rmSync(home, { recursive: true });
    }
  });

  it("other than 1 is not compared with data/results, and one line says so", () => {
    vi.stubEnv(VARIABLE, "2");
    const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const none = { rows: [], speed: "fast" } as unknown as Parameters<typeof reportDifferences>[0];
    expect(reportDifferences(none)).toBe(true);
    expect(said.mock.calls).toEqual([
      ["0 runs on data seed 2; data/results holds those of data seed 1: nothing compared or written"],
    ]);
  });
});

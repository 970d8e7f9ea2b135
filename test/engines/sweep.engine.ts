import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { miniTown } from "../training/miniTown";
import { eventually, redisServer, scratch, start, storedNames, TERMS, type Stage } from "./processes";

/** Runs of the sweep; `SEVEN_FIXES_SWEEP=200` is the long form. */
const RUNS = Number(process.env["SEVEN_FIXES_SWEEP"] ?? 16);
const COMMAND = "lib/bin/seven-fixes.cjs";

const PLACES = [
  ["threads", () => Promise.resolve(undefined)],
  ["redis", async (stage: Stage) => (await redisServer(stage)).address],
  ["folder", () => Promise.resolve(`folder:${join(scratch(), "place")}?${TERMS}`)],
] as const;

const town = miniTown();

/** Four variants of many seeds, a moment each. */
function sweepFile(): string {
  const path = join(scratch(), "sweep.yaml");
  writeFileSync(
    path,
    `data: ${JSON.stringify(town)}
seeds: ${RUNS / 4}
settings: { epochs: 1, batch_size: 2, normalisation: standardise }
grid: { loss: [smooth-l1, mse], fixes.fusion: [before, after] }
`,
  );
  return path;
}

const kept = (store: string): number => storedNames(store).length;

describe(`a sweep of ${RUNS} runs that is killed and started again`, () => {
  it("gives the same table on every engine", { timeout: 60_000 + 15_000 * RUNS }, async (stage) => {
    const tables: string[] = [];
    const sweep = sweepFile();
    for (const [name, place] of PLACES) {
      const address = await place(stage);
      const [store, csv] = [join(scratch(), "runs"), join(scratch(), "runs.csv")];
      const engine = address === undefined ? [] : ["--engine", address];
      const command = [COMMAND, "sweep", sweep, "--store", store, "--csv", csv, ...engine];
      if (address !== undefined) start(stage, process.execPath, [COMMAND, "worker", "--engine", address]);
      const killed = start(stage, process.execPath, command);
      await eventually("a third is kept", () => kept(store) >= RUNS / 3, 60 + RUNS * 3);
      killed.kill("SIGKILL");
      await killed.ended;
      const before = kept(store);
      expect(before, name).toBeLessThan(RUNS);
      const again = start(stage, process.execPath, command);
      expect(await again.ended, again.errors()).toBe(0);
      expect(kept(store)).toBe(RUNS);
      tables.push(again.out() + readFileSync(csv, "utf8"));
    }
    expect(tables[0]).toContain("no measurable effect");
    expect(tables[1]).toBe(tables[0]);
    expect(tables[2]).toBe(tables[0]);
  });
});

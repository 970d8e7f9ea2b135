import { expect, it } from "vitest";
import { memoryFloor } from "../../../lib/steps/dense/memoryFloor";

it("memoryFloor is 28/24 of the fastest of 40 passes", () => {
  // A clock whose k-th pass takes 50 − k: the last of 40 (k = 39) takes 11, so the floor is 11 · 28 / 24.
  let calls = 0;
  const now = (): number => {
    const [pass, end] = [Math.floor(calls / 2), calls % 2];
    calls++;
    return end === 0 ? 1000 * pass : 1000 * pass + 50 - pass;
  };
  expect(memoryFloor({ hidden: 8, threads: 1, now })).toBeCloseTo((11 * 28) / 24, 10);
});

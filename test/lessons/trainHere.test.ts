import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { selectBackend } from "../../lib/backend/selectBackend";
import { at } from "../../lib/math/at";
import { partLine, trainHere } from "../../lib/lessons/trainHere";
import { interruptAll } from "../../lib/task/interrupt";
import { trainingConfig } from "../../lib/training/config";
import { miniTown } from "../training/miniTown";
import { sendingBy } from "../display/kernelOutput";

const config = trainingConfig({ batchSize: 2, epochs: 3, normalisation: "standardise" });
let folder = "";
let milliseconds = 0;
/** Every look at the clock finds a second gone. */
const clock = (): number => (milliseconds += 1000);

beforeAll(async () => {
  await selectBackend({ backend: "wasm", log: () => undefined });
  folder = miniTown();
});
afterEach(() => vi.restoreAllMocks());

it("trainHere(config) draws the loss while it trains, prints the debug lines and returns the run", async () => {
  const lines: string[] = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => lines.push(line));
  const { result: run, sent } = await sendingBy(() =>
    trainHere(config, { folder, clock, title: "Eight pairs" }),
  );
  expect(run.end).toBe("finished");
  // 8 pairs by 2: 4 updates an epoch, 12 in all, each a frame, then the figure that stays
  expect(sent.filter(({ data }) => "image/svg+xml" in data)).toHaveLength(12);
  expect(sent).toHaveLength(13);
  expect(String(at(sent, 0).data["image/svg+xml"])).toMatch(/Eight pairs · about [\d.]+ s left/);
  expect(String(at(sent, 12).data["text/plain"])).toMatch(/training loss .* \(12 points\); best constant/);
  expect(new Set(sent.map(({ displayId }) => displayId)).size).toBe(1);
  expect(lines.filter((line) => line.startsWith("[Debug T=4.5s]"))).toHaveLength(3);
});

it("partLine(samples, stride) says on which part of the data a run trains, and nothing of all", () => {
  expect(partLine(1768, 1)).toBeUndefined();
  expect(partLine(354, 5)).toContain("one training sample in 5 (354 of them)");
});

it("Stop keeps what was learnt and leaves a whole figure", async () => {
  vi.spyOn(console, "log").mockImplementation(() => interruptAll()); // at the first epoch's first line
  const { result: run, sent } = await sendingBy(() => trainHere(config, { folder, clock }));
  expect(run.end).toBe("interrupted");
  expect(run.epochs).toHaveLength(1);
  expect(String(at(sent, sent.length - 1).data["text/plain"])).toContain("best constant");
});

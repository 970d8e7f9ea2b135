import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { halves, leak, splitByFrame, splitByRecording } from "../../lib/dataset/splits";
import { type Sample } from "../../lib/dataset/sample";
import { at } from "../../lib/math/at";

const sample = (recording: string, i: number): Sample => ({
  id: `${recording}-${i}`,
  recording,
  seconds: i / 10,
  origin: { x: 0, y: 0, yaw: 0 },
  target: [],
  past: [],
});
const drives = (count: number, length: number): Sample[] =>
  Array.from({ length: count }, (_, r) => Array.from({ length }, (_, i) => sample(`r${r}`, i))).flat();
const ids = (samples: readonly Sample[]): string[] => samples.map(({ id }) => id);

describe("splits", () => {
  it("splitByRecording keeps recordings whole, loses nothing and leaks nothing", () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 40 }), fc.nat(), (count, seed) => {
        const all = drives(count, 3);
        const { train, validation, test } = splitByRecording(all, seed);
        expect(ids([...train, ...validation, ...test]).sort()).toEqual(ids(all).sort());
        expect(leak(train, validation)).toEqual({ share: 0, meanSeconds: undefined });
        expect(new Set(validation.map(({ recording }) => recording)).size).toBe(
          Math.max(1, Math.round(0.15 * count)),
        );
      }),
    );
  });

  it("splitByRecording deals recordings out by what they show: each held-out part turns both ways, starts and stops", () => {
    const path = (point: (j: number) => readonly [number, number]): Sample["target"] =>
      Array.from({ length: 45 }, (_, j) => point(j + 1));
    const kinds: readonly Sample["target"][] = [
      path((j) => [j, 0]),
      path((j) => [j, (j * j) / 45]), // ends 63° to the left: slope 2 j / 45
      path((j) => [j, -(j * j) / 45]),
      path((j) => [(j * j) / 45, 0]), // 0.2 m/s at first, 20 m/s at last
      path((j) => [45 - (45 - j) ** 2 / 45, 0]), // 20 m/s at first, 0.2 m/s at last
    ];
    // 35 recordings, 7 of each kind: 5 are held out in each part, one recording in three and a half
    const all = drives(35, 1).map((one, i) => ({ ...one, target: at(kinds, i % 5) }));
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const { validation, test } = splitByRecording(all, seed);
        for (const part of [validation, test])
          expect(new Set(part.map(({ target }) => kinds.indexOf(target)))).toEqual(new Set([0, 1, 2, 3, 4]));
      }),
    );
  });

  it("splitByRecording depends on the seed alone and refuses two recordings", () => {
    expect(splitByRecording(drives(20, 2), 7)).toEqual(splitByRecording(drives(20, 2), 7));
    expect(ids(splitByRecording(drives(20, 2), 7).test)).not.toEqual(
      ids(splitByRecording(drives(20, 2), 8).test),
    );
    expect(() => splitByRecording(drives(2, 2), 1)).toThrow(
      "expected at least 3 recordings with samples, got 2",
    );
  });

  it("splitByFrame of 6 617 samples gives 5 293, 662 and 662", () => {
    const { train, validation, test } = splitByFrame(drives(1, 6617), 1);
    expect([train.length, validation.length, test.length]).toEqual([5293, 662, 662]);
  });

  it("splitByFrame leaks: nearly every validation frame has a training frame 0.1 s away", () => {
    const { train, validation } = splitByFrame(drives(5, 100), 1);
    const { share, meanSeconds } = leak(train, validation, 0.15);
    expect(share).toBeGreaterThan(0.9); // both neighbours are held out with probability 0.2² = 4 %
    expect(meanSeconds).toBeLessThan(0.12);
  });

  it("leak measures the nearest training sample in time, in the same recording only", () => {
    const train = [sample("a", 0), sample("a", 30), sample("b", 21)];
    // held out at 2.0 s: 1.0 s to 3.0 s of recording a; recording b's 2.1 s does not count
    expect(leak(train, [sample("a", 20)])).toEqual({ share: 1, meanSeconds: 1 });
    expect(leak(train, [sample("a", 19)], 1)).toEqual({
      share: 0,
      meanSeconds: expect.closeTo(1.1, 9) as number,
    });
    expect(() => leak(train, [])).toThrow("expected at least one held-out sample");
  });

  it("halves leaves the gap out: 20 s with 9 s between gives 0…5.4 s and 14.5 s on", () => {
    const [first, second] = halves(drives(1, 200), 9);
    expect([first.at(0)?.seconds, first.at(-1)?.seconds]).toEqual([0, 5.4]);
    expect([second.at(0)?.seconds, second.at(-1)?.seconds]).toEqual([14.5, 19.9]);
  });
});

import { describe, expect, it } from "vitest";
import { type Sample } from "../../lib/dataset/sample";
import { TIME_STEPS, type Trajectory } from "../../lib/geometry/trajectory";
import { labelledScenes, type LabelledMoments } from "../../lib/training/labelledScenes";

const still = (x: number): Trajectory => Array.from({ length: TIME_STEPS }, () => [x, 0] as const);
const isWrong = ({ target }: Sample): boolean => target[0]?.[0] === 99;

/** 20 recordings of 5 moments; the right target is (1, 0), the wrong one (99, 0) and lacks at each recording's last. */
const ego = Array.from({ length: 100 }, (_, i): Sample => ({
  ...{ id: `moment ${i}`, recording: `recording ${Math.floor(i / 5)}`, seconds: i },
  ...{ origin: { x: 0, y: 0, yaw: 0 }, target: still(1), past: [] },
}));
const wrong = ego.filter((_, i) => i % 5 < 4).map((sample) => ({ ...sample, target: still(99) }));
const moments: LabelledMoments = { ego, firstCar: () => wrong };

const trainedOn = (wrongShare: number): readonly Sample[] =>
  labelledScenes(moments, "ego-pose", { wrongShare }).train;
const wrongIn = (share: number): string[] =>
  trainedOn(share)
    .filter(isWrong)
    .map(({ id }) => id);

describe("labelledScenes(source, labels, { wrongShare })", () => {
  const both = trainedOn(0).filter(({ id }) => wrong.some((other) => other.id === id)).length;

  it("gives that share of the training samples the other labels, of the moments that have both", () => {
    for (const share of [0.1, 0.25, 0.5, 0.75, 1]) {
      expect(trainedOn(share)).toHaveLength(both);
      expect(wrongIn(share)).toHaveLength(Math.round(share * both));
    }
    expect([wrongIn(0), trainedOn(0).length]).toEqual([[], (both * 5) / 4]);
  });

  it("makes the wrong ones of a share wrong in every larger one, and judges on right ones", () => {
    expect(wrongIn(0.5)).toEqual(expect.arrayContaining(wrongIn(0.25)));
    expect(labelledScenes(moments, "ego-pose", { wrongShare: 1 }).validation.filter(isWrong)).toEqual([]);
  });

  it("turns round with the labels", () => {
    const { train, validation } = labelledScenes(moments, "first-car", { wrongShare: 0.25 });
    expect(train.filter((sample) => !isWrong(sample))).toHaveLength(Math.round(0.25 * both));
    expect(validation.every(isWrong)).toBe(true);
  });
});

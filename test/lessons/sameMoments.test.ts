import { describe, expect, it } from "vitest";
import { type Sample } from "../../lib/dataset/sample";
import { type Point } from "../../lib/geometry/trajectory";
import { sameMoments, type Followed } from "../../lib/lessons/sameMoments";

/** A sample whose future ends at a place; nothing between is looked at. */
const sample = (id: string, end: Point): Sample => ({
  id,
  recording: "a",
  seconds: 0,
  origin: { x: 0, y: 0, yaw: 0 },
  target: [end],
  past: [],
});

/** A run that follows the given validation rows and says `guess` of each at its end. */
function followed(validation: readonly Sample[], rows: readonly number[], guess: Point): Followed {
  const targets = rows.map((row) => validation[row]?.target ?? []);
  const point = (epoch: number, said: Point) => ({
    ...{ epoch, singularValues: {} },
    predictions: rows.map(() => [said]),
  });
  const points = [point(0, [0, 0]), point(1, guess)];
  return { run: { closeUp: { rows, seconds: [4.5], targets, points } }, scenes: { validation } };
}

const right = [sample("a", [10, 1]), sample("b", [20, 2]), sample("c", [30, 3])];
const wrong = [sample("b", [-5, 0]), sample("c", [-6, 0])]; // "a" has no wrong label

describe("sameMoments(runs)", () => {
  it("finds the moments that both follow by their ids, with both last predictions and the last run's target", () => {
    // row 1 is b here and c there
    expect(sameMoments([followed(wrong, [0, 1], [1, 1]), followed(right, [0, 1], [2, 2])])).toEqual([
      { id: "b", origin: { x: 0, y: 0, yaw: 0 }, target: [[20, 2]], paths: [[[1, 1]], [[2, 2]]] },
    ]);
  });

  it("refuses scenes whose targets are not those that the run kept", () => {
    const { run } = followed(wrong, [0], [1, 1]);
    expect(() => sameMoments([{ run, scenes: { validation: right } }])).toThrow(
      "expected the target of validation sample 0 to end at (-5, 0), got (10.00, 1.00); take the scenes",
    );
  });

  it("refuses a run without a close-up", () => {
    expect(() => sameMoments([{ run: {}, scenes: { validation: right } }])).toThrow(
      "got none; take the first seed",
    );
  });
});

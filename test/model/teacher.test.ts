import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { mean, range, std } from "../../lib/math/statistics";
import { initialise } from "../../lib/model/initialise";
import { countParameters, type Weights } from "../../lib/model/parameters";
import { pool } from "../../lib/model/pooling";
import { runTeacher, teacherParameters } from "../../lib/model/teacher";
import { startTestBackend } from "../backend/startTestBackend";

beforeAll(startTestBackend);

const sides = ["before", "after"] as const;
const tensors = (weights: Weights, hidden: number, fusion: "before" | "after"): Record<string, tf.Tensor> =>
  Object.fromEntries(
    teacherParameters({ hidden, fusion }).map(({ name, shape }) => [
      name,
      tf.tensor(weights[name] ?? [], [...shape]),
    ]),
  );

describe("teacherParameters(options)", () => {
  it("counts 9 535 578 with the new fusion and 12 687 450 with the old at h = 1024", () => {
    expect(countParameters(teacherParameters({ hidden: 1024, fusion: "after" }))).toBe(9_535_578);
    expect(countParameters(teacherParameters({ hidden: 1024, fusion: "before" }))).toBe(12_687_450);
  });

  it("follows the formula at any h: head 8h² + 95h + 90, new fusion h² + h, old 4h² + 7h", () => {
    // head: h·2h + 2h, 2h·2h + 2h, 2h·h + h, 90h + 90; old fusion: 2h² + 2h, 4h (norm), 2h² + h
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), (h) => {
        const head = 8 * h * h + 95 * h + 90;
        expect(countParameters(teacherParameters({ hidden: h, fusion: "after" }))).toBe(head + h * h + h);
        expect(countParameters(teacherParameters({ hidden: h, fusion: "before" }))).toBe(
          head + 4 * h * h + 7 * h,
        );
      }),
    );
  });
});

describe("runTeacher(weights, pooled, options, masks)", () => {
  it.each(sides)("names every stage of the %s model and its shape", (fusion) => {
    tf.tidy(() => {
      const weights = tensors(initialise(teacherParameters({ hidden: 8, fusion }), "before", 1), 8, fusion);
      const { trajectory, activations } = runTeacher(weights, tf.randomNormal([3, 8], 0, 1, "float32", 1), {
        fusion,
      });
      expect(trajectory.shape).toEqual([3, 45, 2]);
      expect(Object.entries(activations).map(([name, { shape }]) => [name, shape])).toEqual([
        ["pooled", [3, 8]],
        ["fusion", [3, 8]],
        ["head.0", [3, 16]],
        ["head.1", [3, 16]],
        ["head.2", [3, 8]],
        ["output", [3, 90]],
      ]);
      // x and y of a time step lie side by side
      expect(trajectory.arraySync()[1]?.[44]).toEqual(
        (activations["output"]?.arraySync() as number[][])[1]?.slice(88),
      );
    });
  });

  it("leaves no tensor but its output behind inside tidy, and needs every weight", () => {
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      expect(() => runTeacher({}, tf.zeros([1, 4]), { fusion: "after" })).toThrow(
        "weights: expected fusion.linear.weight, got none",
      );
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("pool(tokens, side)", () => {
  let encoder: tf.Tensor3D;
  let decoder: tf.Tensor3D;
  beforeAll(() => {
    encoder = tf.tensor3d([1, 10, 2, 20, 6, 60], [1, 3, 2]);
    decoder = tf.tensor3d([5, -5, 100, 200], [1, 2, 2]); // the last of two tokens counts
  });

  it("after: last decoder token + plain mean", () => {
    expect([...pool({ encoder, decoder }, "after").dataSync()]).toEqual([103, 230]);
  });

  it("before: weights .5, .75, 1; .6 and .4; normalised", () => {
    // weighted means (.5 + 1.5 + 6) / 2.25 = 3.5556 and 35.556; sums 61.422 and 134.222; two values → ∓1
    const [first, second] = pool({ encoder, decoder }, "before").dataSync();
    expect(first).toBeCloseTo(-1, 4);
    expect(second).toBeCloseTo(1, 4);
  });

  it("before: loses magnitude (doubling all tokens changes nothing), after keeps it", () => {
    const doubled = { encoder: tf.mul<tf.Tensor3D>(encoder, 2), decoder: tf.mul<tf.Tensor3D>(decoder, 2) };
    expect(pool(doubled, "before").dataSync()[1]).toBeCloseTo(
      pool({ encoder, decoder }, "before").dataSync()[1] ?? 0,
      5,
    );
    expect([...pool(doubled, "after").dataSync()]).toEqual([206, 460]);
  });
});

describe("initialise(parameters, side, seed)", () => {
  const parameters = teacherParameters({ hidden: 128, fusion: "before" });
  const of = (side: "before" | "after" | "literal", name: string): Float32Array =>
    initialise(parameters, side, 3)[name] ?? new Float32Array();

  it("output layer: N(0, .5) before, N(0, 1) after, N(0, 2/90) read literally", () => {
    // 128 · 90 = 11 520 draws: the standard error of a std is std / √23 040 = .66 %; four of them
    for (const [side, expected] of [
      ["before", 0.5],
      ["after", 1],
      ["literal", Math.sqrt(2 / 90)],
    ] as const) {
      const values = of(side, "head.3.weight");
      expect(Math.abs(std(values) / expected - 1)).toBeLessThan(0.027);
      expect(Math.abs(mean(values))).toBeLessThan((4 * expected) / Math.sqrt(values.length));
    }
  });

  it("hidden layers: Xavier uniform before, Kaiming normal by fan_out after", () => {
    // head.2 is 256 → 128: bound √(6/384) = .125, std .125/√3; Kaiming √(2/128) = .125
    const xavier = of("before", "head.2.weight");
    expect(range(xavier)[1]).toBeLessThanOrEqual(0.125);
    expect(range(xavier)[1]).toBeGreaterThan(0.1249);
    expect(std(xavier)).toBeCloseTo(0.125 / Math.sqrt(3), 3);
    expect(std(of("after", "head.2.weight"))).toBeCloseTo(0.125, 2);
    expect(range(of("after", "head.2.weight"))[1]).toBeGreaterThan(0.3);
  });

  it("scale: the same draws, so many times as wide; biases and layer norms stay", () => {
    const wide = initialise(parameters, "before", 3, 2);
    expect(wide["head.0.weight"]).toEqual(of("before", "head.0.weight").map((value) => 2 * value));
    expect(new Set(wide["fusion.norm.weight"])).toEqual(new Set([1]));
  });

  it("biases 0, layer norm 1 and 0", () => {
    expect(new Set(of("after", "head.1.bias"))).toEqual(new Set([0]));
    expect(new Set(of("after", "fusion.norm.weight"))).toEqual(new Set([1]));
    expect(new Set(of("after", "fusion.norm.bias"))).toEqual(new Set([0]));
  });

  it("is the seed's: same seed same numbers, and a layer two variants share starts alike", () => {
    const other = initialise(teacherParameters({ hidden: 128, fusion: "after" }), "before", 3);
    expect(other["head.0.weight"]).toEqual(of("before", "head.0.weight"));
    expect(initialise(parameters, "before", 4)["head.0.weight"]).not.toEqual(of("before", "head.0.weight"));
  });
});

import * as tf from "@tensorflow/tfjs";
import { beforeEach, describe, expect, it } from "vitest";
import { selectBackend } from "../../lib/backend/selectBackend";
import { gelu } from "../../lib/model/layers";
import { testBackends } from "../backend/startTestBackend";

/** x Φ(x) and its slope Φ(x) + x φ(x), Φ from its tail series (Abramowitz and Stegun 26.2.11), in float64. */
function exact(x: number): { value: number; slope: number } {
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  let term = x;
  let sum = x;
  for (let k = 1; k < 200; k++) sum += term *= (x * x) / (2 * k + 1);
  const below = Math.abs(x) > 7 ? Number(x > 0) : 0.5 + density * sum;
  return { value: x * below, slope: below + x * density };
}

describe.each(testBackends())("gelu(x) on %s", (backend) => {
  beforeEach(() => selectBackend({ backend, log: () => undefined }));

  const xs = Array.from({ length: 121 }, (_, i) => (i - 60) / 4); // −15 … 15
  const valuesAndSlopes = (): [Float32Array, Float32Array] =>
    tf.tidy(() => {
      const { value, grad } = tf.valueAndGrad((x) => gelu(x))(tf.tensor1d(xs), tf.onesLike(tf.tensor1d(xs)));
      return [value.dataSync<"float32">(), grad.dataSync<"float32">()];
    });

  it("is x Φ(x), and its slope Φ(x) + x φ(x)", () => {
    const [values, slopes] = valuesAndSlopes();
    xs.forEach((x, i) => {
      expect(values[i]).toBeCloseTo(exact(x).value, 5);
      expect(slopes[i]).toBeCloseTo(exact(x).slope, 5);
    });
  });

  it("sends nothing back from far below 0, where ever smaller numbers would take their place", () => {
    const [, slopes] = valuesAndSlopes();
    xs.forEach((x, i) => {
      const size = Math.abs(slopes[i] ?? NaN);
      expect(size === 0 || size > 1e-16).toBe(true);
      if (x < -9) expect(size).toBe(0);
    });
  });
});

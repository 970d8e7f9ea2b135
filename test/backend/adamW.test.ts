import * as tf from "@tensorflow/tfjs";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { adamWState, adamWUpdate, disposeAdamW, type AdamWOptions } from "../../lib/backend/adamW";
import { selectBackend, type BackendName } from "../../lib/backend/selectBackend";
import { splitRng } from "../../lib/math/rng";
import { testBackends } from "./startTestBackend";

interface Vectors {
  readonly clipNorm: number;
  readonly learningRates: readonly number[];
  readonly shapes: readonly number[][];
  readonly initial: readonly number[][];
  readonly steps: readonly {
    readonly gradients: readonly number[][];
    readonly gradientNorm: number;
    readonly parameters: readonly number[][];
  }[];
}

/** Made by vectors/adamw.py with PyTorch. */
const vectors = JSON.parse(readFileSync(join(__dirname, "vectors/adamw.json"), "utf8")) as Vectors;

const tensors = (values: readonly number[][]): tf.Tensor[] =>
  values.map((numbers, i) => tf.tensor(numbers, vectors.shapes[i], "float32"));

/** Three updates of one variable of 1003 numbers; the result as plain numbers. */
async function threeUpdates(backend: BackendName, options: AdamWOptions): Promise<number[]> {
  await selectBackend({ backend, log: () => undefined });
  const rng = splitRng(3, "updates");
  const draw = (): tf.Tensor => tf.tensor(Float32Array.from({ length: 1003 }, () => rng.normal()));
  const result = tf.tidy(() => {
    const variable = draw().variable();
    const state = adamWState([variable]);
    for (let i = 0; i < 3; i++) adamWUpdate([variable], [draw()], state, options);
    const values = [...variable.dataSync()];
    disposeAdamW(state);
    variable.dispose();
    return values;
  });
  return result;
}

describe.each(testBackends())("adamWUpdate on %s", (backend) => {
  let variables: tf.Variable[] = [];
  beforeEach(async () => {
    await selectBackend({ backend, log: () => undefined });
    variables = tensors(vectors.initial).map((tensor) => tf.variable(tensor));
  });
  afterEach(() => tf.disposeVariables());

  it("follows PyTorch's AdamW with clipping and a rate per group", () => {
    const state = adamWState(variables);
    const options = { learningRate: vectors.learningRates, clipNorm: vectors.clipNorm };
    for (const step of vectors.steps) {
      const { gradientNorm } = adamWUpdate(variables, tensors(step.gradients), state, options);
      expect(gradientNorm / step.gradientNorm).toBeCloseTo(1, 5);
      variables.forEach((variable, i) => {
        const expected = step.parameters[i] ?? [];
        variable
          .dataSync()
          .forEach((value, j) => expect(Math.abs(value - (expected[j] ?? NaN))).toBeLessThan(2e-6));
      });
    }
  });

  it("leaves a clone and the gradients as they were", () => {
    const state = adamWState(variables);
    const clones = variables.map((variable) => variable.clone());
    const gradients = tensors(vectors.steps[0]?.gradients ?? []);
    adamWUpdate(variables, gradients, state, { learningRate: 0.1 });
    clones.forEach((clone, i) => expect([...clone.dataSync()]).toEqual(vectors.initial[i]));
    gradients.forEach((g, i) => expect([...g.dataSync()]).toEqual(vectors.steps[0]?.gradients[i]));
    expect(variables[0]?.dataSync()[0]).not.toBe(vectors.initial[0]?.[0]);
  });

  it("makes every variable NaN on a NaN gradient, as PyTorch does", () => {
    const [first, ...rest] = tensors(vectors.initial);
    const gradients = [(first as tf.Tensor).mul(NaN), ...rest];
    const { gradientNorm } = adamWUpdate(variables, gradients, adamWState(variables), {
      learningRate: 0.1,
      clipNorm: 1,
    });
    expect(gradientNorm).toBeNaN();
    expect(variables.every((variable) => variable.dataSync().every(Number.isNaN))).toBe(true);
  });

  it("holds no tensor more after an update than before", () => {
    const state = adamWState(variables);
    const gradients = tensors(vectors.initial);
    adamWUpdate(variables, gradients, state, { learningRate: 0.1, clipNorm: 1 });
    const before = tf.memory();
    for (let i = 0; i < 5; i++) adamWUpdate(variables, gradients, state, { learningRate: 0.1, clipNorm: 1 });
    expect(tf.memory().numTensors).toBe(before.numTensors);
    expect(tf.memory().numBytes).toBe(before.numBytes);
  });

  it("refuses gradients that are not one for each variable, or of another shape", () => {
    const state = adamWState(variables);
    const gradients = tensors(vectors.initial);
    expect(() => adamWUpdate(variables, gradients.slice(1), state, { learningRate: 0.1 })).toThrow(
      "adamW: expected 3 gradients, one for each variable, got 2",
    );
    expect(() => adamWUpdate(variables, gradients.reverse(), state, { learningRate: 0.1 })).toThrow(
      /expected a gradient of shape \[5, 7\] for .*, got \[3\]/,
    );
  });
});

describe("the fused update", () => {
  it("gives the plain operations' numbers to the bit", async () => {
    const fused = await threeUpdates("wasm", { learningRate: 0.01 });
    expect(fused).toEqual(await threeUpdates("wasm-stock", { learningRate: 0.01 }));
  });

  it("lets the first moment of a weight without gradient end at 0: ever smaller numbers cost a hundred times more", async () => {
    const endOn = async (backend: BackendName): Promise<{ weights: number[]; moment: number[] }> => {
      await selectBackend({ backend, log: () => undefined });
      const variable = tf.variable(tf.linspace(-1, 1, 6)); // one vector of four and a rest of two
      const state = adamWState([variable]);
      for (let i = 0; i < 701; i++) {
        const gradient = tf.fill([6], i === 0 ? 1e-3 : 0);
        adamWUpdate([variable], [gradient], state, { learningRate: 1e-3 });
        gradient.dispose();
      }
      const [weights = [], moment = []] = [variable, ...state.first].map((tensor) => [...tensor.dataSync()]);
      disposeAdamW(state);
      variable.dispose();
      return { weights, moment };
    };
    const fused = await endOn("wasm");
    const plain = await endOn("wasm-stock");
    expect(fused.moment).toEqual([0, 0, 0, 0, 0, 0]);
    expect(plain.moment.every((value) => value > 0 && value < 1e-34)).toBe(true); // 1e-4 · 0.9^700 = 9e-37
    expect(fused.weights).toEqual(plain.weights);
  });

  it("is seen by stock kernels that keep packed weights", async () => {
    // tfjs-wasm packs a convolution's filter once per tensor; a stale copy would give 1·x again
    await selectBackend({ backend: "wasm", log: () => undefined });
    const filter = tf.variable(tf.ones<tf.Rank.R4>([1, 1, 1, 1]));
    const image = tf.ones<tf.Rank.R4>([1, 2, 2, 1]);
    const convolve = (): number | undefined => tf.tidy(() => image.conv2d(filter, 1, "same").dataSync()[0]);
    expect(convolve()).toBe(1);
    // first step: m̂ / √v̂ = 1, so w = 1·(1 − 0) − 0.5 = 0.5
    adamWUpdate([filter], [tf.ones([1, 1, 1, 1])], adamWState([filter]), {
      learningRate: 0.5,
      weightDecay: 0,
    });
    expect(convolve()).toBeCloseTo(0.5, 6);
    tf.disposeVariables();
  });
});

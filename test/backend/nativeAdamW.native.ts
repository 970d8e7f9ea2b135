import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { adamWState, adamWUpdate, disposeAdamW } from "../../lib/backend/adamW";
import { plainAdamW } from "../../lib/backend/plainAdamW";
import { at } from "../../lib/math/at";
import { splitRng } from "../../lib/math/rng";
import { sceneParameters } from "../../lib/model/sceneBackbone";
import { startTestBackend } from "./startTestBackend";
import { worst } from "../steps/dense/trainings";

beforeAll(startTestBackend);

it("adamWUpdate by TensorFlow's kernel is the plain operations' over 100 updates of the scene backbone, within 1e-5", () => {
  const rng = splitRng(3, "native adamW");
  const draw = (shape: readonly number[], scale: number): tf.Tensor =>
    tf.tensor(
      Float32Array.from({ length: tf.util.sizeFromShape([...shape]) }, () => scale * rng.normal()),
      [...shape],
    );
  const parameters = sceneParameters();
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    const native = parameters.map(({ shape }) => tf.variable(draw(shape, 0.05)));
    const plain = native.map((variable) => tf.variable(variable));
    const [state, moments] = [adamWState(native), adamWState(plain)];
    const [even, odd] = [0, 1].map(() => parameters.map(({ shape }) => draw(shape, 0.01))) as [
      tf.Tensor[],
      tf.Tensor[],
    ];
    const options = { learningRate: 1e-3, weightDecay: 0.01, clipNorm: 0.5 };
    for (let t = 1; t <= 100; t++) {
      tf.tidy(() => {
        const gradients = even.map((g, i) => tf.add(tf.mul(g, Math.cos(t)), tf.mul(at(odd, i), Math.sin(t))));
        const { clipFactor } = adamWUpdate(native, gradients, state, options);
        const slots = plain.map((variable, i) => ({
          variable,
          gradient: at(gradients, i),
          first: at(moments.first, i),
          second: at(moments.second, i),
          decay: 1 - 1e-5,
          rate: 1e-3 / (1 - 0.9 ** t),
        }));
        const rootCorrection2 = Math.sqrt(1 - 0.999 ** t);
        plainAdamW.update(slots, {
          clip: clipFactor,
          beta1: 0.9,
          beta2: 0.999,
          rootCorrection2,
          epsilon: 1e-8,
        });
      });
    }
    native.forEach((variable, i) => {
      expect(worst(variable.dataSync(), at(plain, i).dataSync()), parameters[i]?.name).toBeLessThan(1e-5);
    });
    tf.dispose([...native, ...plain]);
    [state, moments].forEach(disposeAdamW);
  });
  expect(tf.memory().numTensors).toBe(before);
});

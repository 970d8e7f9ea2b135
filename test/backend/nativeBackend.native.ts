import * as tf from "@tensorflow/tfjs";
import { DataFrame } from "danfojs-node";
import { afterEach, describe, expect, it, vi } from "vitest";
import { selectBackend } from "../../lib/backend/selectBackend";
import { createGraphStep } from "../../lib/steps/graph/graphStep";
import { startSession } from "../../lib/steps/graph/session";
import { measuredEngines, smallHeadRows } from "../cli/bench/smallHead";
import { NEW, weightsOf } from "../steps/dense/trainings";

afterEach(() => vi.unstubAllEnvs());

describe("selectBackend where native TensorFlow is installed", () => {
  it("takes it first, and its line names device, version and threads", async () => {
    const lines: string[] = [];
    const choice = await selectBackend({ backend: "auto", log: (line) => lines.push(line) });
    expect(choice).toMatchObject({ name: "tfjs-node-gpu", isReference: false });
    expect(lines).toEqual([
      expect.stringMatching(
        /^backend: tfjs-node-gpu, native TensorFlow \d+\.\d+\.\d+ on the (GPU|CPU, \d+ threads)$/,
      ),
    ]);
  });

  it("danfo, tfjs and the addon share one core: a data frame's tensor is multiplied by TensorFlow", async () => {
    await selectBackend({ backend: "tfjs-node-gpu", log: () => undefined });
    const frame = new DataFrame([
      [1, 2],
      [3, 4],
    ]);
    const tensor = frame.tensor as unknown as tf.Tensor2D;
    expect(tensor).toBeInstanceOf(tf.Tensor);
    expect(tf.getBackend()).toBe("tensorflow");
    expect([...tf.matMul(tensor, tensor).dataSync()]).toEqual([7, 10, 15, 22]); // [1·1 + 2·3, …]
  });
});

describe("a graph", () => {
  it("is refused while another backend is the current one, and by TensorFlow when it is none", async () => {
    await selectBackend({ backend: "wasm", log: () => undefined });
    expect(() => createGraphStep(NEW, weightsOf(NEW))).toThrow(
      "graph step: expected native TensorFlow as the backend, got wasm; run",
    );
    await selectBackend({ backend: "tfjs-node-gpu", log: () => undefined });
    expect(() => startSession({ nodes: [new Uint8Array([1, 2, 3])] })).toThrow("Failed to load SavedModel");
  });
});

describe("the engines of bench", () => {
  it("native-eager and native-graph have the losses of the others", async () => {
    vi.stubEnv("SEVEN_FIXES_PYTHON", "/no/such/python");
    expect(measuredEngines(await smallHeadRows())).toEqual([
      "dense-step",
      "wasm-tuned",
      "wasm-stock",
      "native-eager",
      "native-graph",
    ]);
  });
});

import * as tf from "@tensorflow/tfjs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { loadNativeBackend } from "../../lib/backend/nativeBackend";
import { selectBackend } from "../../lib/backend/selectBackend";

describe("selectBackend", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("starts WASM from any working directory and says so in one line", async () => {
    const lines: string[] = [];
    const choice = await selectBackend({ backend: "wasm", log: (line) => lines.push(line) });
    expect(choice).toMatchObject({ name: "wasm", isReference: true });
    expect(lines).toEqual(["backend: wasm, WASM with our kernels (asked for)"]);
    expect(tf.getBackend()).toBe("wasm");
    expect(tf.add(1, 2).dataSync()[0]).toBe(3);
  });

  it("takes the choice of SEVEN_FIXES_BACKEND", async () => {
    vi.stubEnv("SEVEN_FIXES_BACKEND", "cpu");
    const choice = await selectBackend({ log: () => undefined });
    expect(choice).toMatchObject({ name: "cpu", isReference: false });
    expect(tf.getBackend()).toBe("cpu");
  });

  it("refuses an unknown name and lists the known ones", async () => {
    await expect(selectBackend({ backend: "webgl" })).rejects.toThrow(
      'SEVEN_FIXES_BACKEND: expected auto, tfjs-node-gpu, tfjs-node, wasm, wasm-stock, cpu, got "webgl"',
    );
  });

  it("does not replace a backend asked for by name, and says how native TensorFlow is had", async () => {
    vi.stubEnv("SEVEN_FIXES_BACKEND", "tfjs-node");
    await expect(selectBackend()).rejects.toThrow(
      'backend tfjs-node: expected it to start, got "not installed"; run "npm run native" and ask for tfjs-node-gpu, or unset SEVEN_FIXES_BACKEND',
    );
  });

  it("leaves the process's error handlers as they were", async () => {
    const before = process.rawListeners("unhandledRejection");
    await selectBackend({ backend: "wasm", log: () => undefined });
    expect(process.rawListeners("unhandledRejection")).toEqual(before);
  });
});

describe("loadNativeBackend", () => {
  it("does not take danfo's alias of plain tfjs for the native package", () => {
    expect(loadNativeBackend("tfjs-node")).toEqual({ kind: "absent", reason: "not installed" });
  });
});

import * as tf from "@tensorflow/tfjs";
import { expect, it, vi } from "vitest";
import { selectBackend } from "../../lib/backend/selectBackend";
import { tunedKernelsActive } from "../../lib/backend/tunedKernels";

it("selectBackend without SIMD keeps tfjs's own kernels, says so, and is not the reference", async () => {
  // No Node that we run on can switch SIMD off, so the engine's answer is replaced; all else is real.
  vi.spyOn(WebAssembly, "validate").mockReturnValue(false);
  const lines: string[] = [];
  const choice = await selectBackend({ backend: "wasm", log: (line) => lines.push(line) });
  expect(lines[0]).toContain("no SIMD here");
  expect(choice.isReference).toBe(false);
  expect(tunedKernelsActive()).toBe(false);
  expect([...tf.matMul([[1, 2]], [[3], [4]]).dataSync()]).toEqual([11]);
});

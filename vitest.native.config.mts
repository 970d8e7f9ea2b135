import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";

/** The tests of models, losses, optimizers and training, which must hold on every backend. */
const EVERYWHERE = [
  "test/model/*.test.ts",
  "test/backend/adamW*.test.ts",
  "test/steps/{parts,tensorStep}.test.ts",
  "test/training/train.test.ts",
];

/** What native TensorFlow is for, and what only it has. */
const NATIVE = ["test/training/fineTuning.test.ts", "test/**/*.native.ts"];

const on = (backend: string, include: string[]): TestProjectInlineConfiguration => ({
  test: {
    name: backend,
    env: { SEVEN_FIXES_BACKEND: backend },
    include,
    // Correctness never depends on these limits.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});

/**
 * Models, losses, optimizers and training on native TensorFlow and on plain JavaScript, and what only native
 * TensorFlow has: `npm run native`, then `npm run test:native`. On WASM `npm test` runs them.
 */
export default defineConfig({
  test: {
    reporters: process.env.CI
      ? ["default", ["json", { outputFile: ".seven-fixes/native.json" }]]
      : ["default"],
    globalSetup: "test/temporaryFolder.ts",
    maxWorkers: 2,
    projects: [on("tfjs-node-gpu", [...EVERYWHERE, ...NATIVE]), on("cpu", EVERYWHERE)],
  },
});

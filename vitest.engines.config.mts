import { defineConfig } from "vitest/config";

/** Tests that start Redis servers, workers and coordinators, and break them: `npm run test:engines`. */
export default defineConfig({
  test: {
    reporters: process.env.CI
      ? ["default", ["json", { outputFile: ".seven-fixes/engines.json" }]]
      : ["default"],
    globalSetup: "test/temporaryFolder.ts",
    include: ["test/engines/*.engine.ts"],
    // Everything runs in processes of its own, most of the time waiting; correctness never depends on these limits.
    testTimeout: 600_000,
    hookTimeout: 60_000,
    // A machine that stands still for seconds is a fault nobody ordered: what fails twice is no accident.
    retry: 1,
    maxWorkers: 2,
    sequence: { concurrent: true },
    maxConcurrency: 3,
  },
});

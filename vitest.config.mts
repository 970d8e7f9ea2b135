import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // CI counts the tests of the report.
    reporters: process.env.CI ? ["default", ["json", { outputFile: ".seven-fixes/test.json" }]] : ["default"],
    globalSetup: "test/temporaryFolder.ts",
    include: ["test/**/*.test.ts"],
    // Kernel tests start real processes on two cores; correctness never depends on these limits.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});

import { defineConfig } from "vitest/config";

/** Tests that need Chromium, and for JupyterLab a Python: `npm run test:browser`. */
export default defineConfig({
  test: {
    reporters: process.env.CI
      ? ["default", ["json", { outputFile: ".seven-fixes/browser.json" }]]
      : ["default"],
    globalSetup: "test/temporaryFolder.ts",
    include: ["test/browser/*.browser.ts"],
    // Real browsers and kernels on two cores; correctness never depends on these limits.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    maxWorkers: 2,
  },
});

import { defineConfig } from "vitest/config";

/** Tests that need Chromium: `npm run test:browser`. */
export default defineConfig({
  test: {
    reporters: process.env.CI
      ? ["default", ["json", { outputFile: ".seven-fixes/browser.json" }]]
      : ["default"],
    include: ["test/browser/*.browser.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 1,
  },
});

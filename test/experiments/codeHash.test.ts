import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { numericCodeHash, numericFiles } from "../../lib/experiments/codeHash";

const dist = join(dirname(createRequire(__filename).resolve("seven-fixes/package.json")), "dist");

/** What Node itself has loaded of the library when a training thread's script runs. */
function loadedByWorker(): string[] {
  const script = `require(${JSON.stringify(join(dist, "experiments", "worker.js"))});
    console.log(JSON.stringify(Object.keys(require.cache)));`;
  const all = JSON.parse(execFileSync(process.execPath, ["-e", script], { encoding: "utf8" })) as string[];
  return all.map((file) => relative(dist, file)).filter((file) => !file.startsWith(".."));
}

describe("numericFiles()", () => {
  const files = numericFiles();

  it("covers every file that a training thread loads, its kernels and the makers of its data", () => {
    expect(loadedByWorker().filter((file) => !files.includes(file))).toEqual([]);
    for (const file of ["training/train.js", "backend/kernels.wasm", "dataset/firstCarLabels.js"]) {
      expect(files).toContain(file);
    }
  });

  it("covers nothing that only shows, tells or runs notebooks", () => {
    expect(
      files.filter((file) => /^(?:cli|book|jupyter|lessons|plots|display|simulator)\//.test(file)),
    ).toEqual([]);
  });
});

describe("numericCodeHash()", () => {
  it("is one hash, whoever asks", () => {
    expect(numericCodeHash()).toMatch(/^[0-9a-f]{64}$/);
    expect(numericCodeHash()).toBe(numericCodeHash());
  });
});

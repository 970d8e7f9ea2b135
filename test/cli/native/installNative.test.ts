import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { installNative, requireLinuxX64 } from "../../../lib/cli/native/installNative";

const project = (): string => mkdtempSync(join(tmpdir(), "native-"));

/** Runs `work` with a PATH that holds only links to the named programs. */
function withPrograms(names: readonly string[], work: () => void): void {
  const bin = join(project(), "bin");
  mkdirSync(bin);
  for (const name of names) {
    const { stdout } = spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" });
    symlinkSync(stdout.trim(), join(bin, name));
  }
  const path = process.env["PATH"];
  process.env["PATH"] = bin;
  try {
    work();
  } finally {
    process.env["PATH"] = path;
  }
}

describe("installNative(…)", () => {
  it("names a missing compiler and a missing pip, and leaves nothing behind", () => {
    const root = project();
    const run = (): void => installNative({ root, variant: "cpu", log: () => undefined });
    withPrograms([], () =>
      expect(run).toThrow("native: expected a C++ compiler, got none of g++, c++, clang++"),
    );
    withPrograms(["g++"], () =>
      expect(run).toThrow("native: expected Python with pip, got none of python3, python"),
    );
    expect(readdirSync(root)).toEqual([]);
  });

  it("leaves a package whose own download worked alone", () => {
    const root = project();
    const folder = join(root, "node_modules", "@tensorflow", "tfjs-node-gpu");
    mkdirSync(join(folder, "deps", "lib"), { recursive: true });
    mkdirSync(join(folder, "lib", "napi-v8"), { recursive: true });
    writeFileSync(join(folder, "lib", "napi-v8", "tfjs_binding.node"), "stock");
    const lines: string[] = [];
    installNative({ root, variant: "cpu", log: (line) => lines.push(line) });
    expect(lines).toEqual(["native: tfjs-node-gpu's own download is in place; it is used as it is"]);
    expect(existsSync(join(root, ".seven-fixes"))).toBe(false);
  });

  it("refuses other platforms by name", () => {
    expect(() => requireLinuxX64("darwin", "arm64")).toThrow(
      "native: expected Linux on x64 with glibc, got darwin arm64; the collection runs on WASM here",
    );
  });
});

import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { installNative, requireLinuxX64, requireSpace } from "../../../lib/cli/native/installNative";

const project = (): string => mkdtempSync(join(tmpdir(), "native-"));

/** Runs `work` with a PATH on which only the named programs are; each ends with 0 whatever it is asked. */
function withPrograms(names: readonly string[], work: () => void): void {
  const bin = join(project(), "bin");
  mkdirSync(bin);
  const { stdout } = spawnSync("which", ["true"], { encoding: "utf8" });
  for (const name of names) symlinkSync(stdout.trim(), join(bin, name));
  const path = process.env["PATH"];
  process.env["PATH"] = bin;
  try {
    work();
  } finally {
    process.env["PATH"] = path;
  }
}

/** A native addon that loads on this machine: ZeroMQ's. */
function someAddon(): string {
  const load = createRequire(__filename);
  const folder = dirname(load.resolve("zeromq/package.json"));
  const files = (readdirSync(folder, { recursive: true }) as string[]).filter(
    (file) => file.endsWith(".node") && file.includes(join(process.platform, process.arch)),
  );
  const fits = files.find((file) => {
    const { status } = spawnSync(process.execPath, ["-e", "require(process.argv[1])", join(folder, file)]);
    return status === 0;
  });
  return join(folder, fits ?? "no addon");
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

  it("leaves a package whose own download worked alone, and goes on where it does not load", () => {
    const root = project();
    const folder = join(root, "node_modules", "@tensorflow", "tfjs-node-gpu");
    const addon = join(folder, "lib", "napi-v8", "tfjs_binding.node");
    mkdirSync(join(folder, "deps", "lib"), { recursive: true });
    mkdirSync(join(folder, "lib", "napi-v8"), { recursive: true });
    const lines: string[] = [];
    const run = (): void => installNative({ root, variant: "cpu", log: (line) => lines.push(line) });
    writeFileSync(addon, "built against a CUDA that is not here");
    withPrograms([], () => expect(run).toThrow("expected a C++ compiler"));
    cpSync(someAddon(), addon);
    run();
    expect(lines).toEqual([
      "native: tfjs-node-gpu's own download does not load here; it is replaced",
      "native: tfjs-node-gpu's own download is in place; it is used as it is",
    ]);
    expect(existsSync(join(root, ".seven-fixes"))).toBe(false);
  });

  it("refuses a disk with too little room, with both figures", () => {
    expect(() => requireSpace(tmpdir(), 1e9)).toThrow(
      /^native: expected 1000000000 MB free in .+, got \d+ MB; free some space$/,
    );
    expect(() => requireSpace(tmpdir(), 0)).not.toThrow();
  });

  it("refuses other platforms by name", () => {
    expect(() => requireLinuxX64("darwin", "arm64")).toThrow(
      "native: expected Linux on x64 with glibc, got darwin arm64; the collection runs on WASM here",
    );
  });
});

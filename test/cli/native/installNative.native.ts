import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { installNative } from "../../../lib/cli/native/installNative";
import { projectRoot } from "../../../lib/files/projectRoot";

const project = (): string => mkdtempSync(join(tmpdir(), "native-"));

/** pip finds wheels in this folder only. */
function offline(wheels: string): void {
  vi.stubEnv("PIP_NO_INDEX", "1");
  vi.stubEnv("PIP_FIND_LINKS", wheels);
}

describe("installNative(…) with a compiler and pip", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("refuses a wheel whose sum is another, whole or half, in one line, and keeps nothing of it", () => {
    const root = project();
    const wheels = project();
    const name = "tensorflow_cpu-2.13.1-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl";
    writeFileSync(join(wheels, name), "half a wheel");
    offline(wheels);
    const run = (): void => installNative({ root, variant: "cpu", log: () => undefined });
    expect(run).toThrow(
      /^native: expected to download the wheels, got "THESE PACKAGES DO NOT MATCH THE HASHES[^\n]+"; check the network and run it again$/,
    );
    expect(readdirSync(join(root, ".seven-fixes", "native"))).toEqual([]);
  });

  it("says that there is no wheel to be had, and clears what an interrupted run left", () => {
    const root = project();
    const left = join(root, ".seven-fixes", "native", "cpu-2.13.1.partial", "wheels");
    mkdirSync(left, { recursive: true });
    offline(project());
    const run = (): void => installNative({ root, variant: "cpu", log: () => undefined });
    expect(run).toThrow(
      'got "Could not find a version that satisfies the requirement tensorflow-cpu==2.13.1',
    );
    expect(readdirSync(join(root, ".seven-fixes", "native"))).toEqual([]);
  });

  it("run again it needs neither network nor compiler, and says what it found", () => {
    offline(project());
    const lines: string[] = [];
    installNative({ root: projectRoot(), variant: "cpu", log: (line) => lines.push(line) });
    expect(lines).toEqual([
      expect.stringMatching(
        /^native: backend: tfjs-node-gpu, native TensorFlow 2\.13\.1 on the CPU, \d+ threads/,
      ),
    ]);
  });
});

describe("the addon", () => {
  it("loads its own libraries, not those of another TensorFlow on LD_LIBRARY_PATH", () => {
    const other = project();
    for (const name of ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"])
      writeFileSync(join(other, name), "another version");
    const script =
      'require("seven-fixes").training.selectBackend({ backend: "tfjs-node-gpu" }).catch((e) => { console.log(e.message); })';
    const { stdout } = spawnSync(process.execPath, ["-e", script], {
      cwd: projectRoot(),
      env: { ...process.env, LD_LIBRARY_PATH: other },
      encoding: "utf8",
    });
    expect(stdout).toContain("native TensorFlow 2.13.1");
  });
});

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateDataset } from "../../lib/simulator/generateDataset";
import { unpackedTree, type ReleaseName } from "./unpackedTree";

const COMMAND = join(__dirname, "../../lib/bin/seven-fixes.cjs");
const home = mkdtempSync(join(tmpdir(), "real layouts "));
afterAll(() => rmSync(home, { recursive: true }));

function run(...args: readonly string[]): { code: number | null; out: string; error: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], { encoding: "utf8" });
  return { code: status, out: stdout, error: stderr };
}

describe.each([
  ["dair-v2x-c", "cooperative-vehicle-infrastructure"],
  ["v2x-seq-spd", "V2X-Seq-SPD"],
] as const)("%s laid out as its archives unpack", (layout, release: ReleaseName) => {
  const generated = join(home, layout);
  beforeAll(() => generateDataset(generated, { size: "mini", layout }));

  /** A place of its own for a tree and the pictures beside it. */
  const place = (name: string): string => {
    const folder = join(home, `${layout} ${name}`);
    mkdirSync(folder);
    return folder;
  };

  it("is audited: everything read, nothing wrong, both pictures of every pair found", () => {
    const folder = unpackedTree(generated, place("audited"), { release, copies: 1 });
    const { code, out } = run("check-data", folder);
    expect(out).toMatch(/✓ clear +heading +headings lie within 0\.\d° of the motion/);
    expect(out).toMatch(/✓ clear +pair-sides +0 of 4 pairs take both pictures from one side/);
    expect(out).toMatch(/✓ clear +missing-roadside +0 of 4 pairs/);
    expect([code, out.trimEnd().split("\n").at(-1)]).toEqual([
      0,
      "Nothing is wrong with these labels as far as the checks above could see.",
    ]);
  });

  it("is trained on at fast speed with the frozen backbone; pairs without a roadside frame are told in one line", () => {
    // 60 copies of 2 recordings of 2 pairs; of 240 roadside frames every eighth is not listed, every eighth has no picture
    const folder = unpackedTree(generated, place("trained"), { release, copies: 60, missingEvery: 8 });
    const config = join(home, `${layout}.yaml`);
    writeFileSync(config, "speed: fast\nbatch_size: 2\nepochs: 1\nnormalisation: standardise\n");
    const { code, out, error } = run(
      "train",
      "--config",
      config,
      "--data",
      folder,
      "--checkpoint",
      `${config}.safetensors`,
    );
    const lines = error.split("\n").filter((line) => line.includes("roadside frame"));
    expect(lines).toEqual([
      `${folder}: 60 of 240 pairs name a roadside frame that is not listed or has no picture, and count as unpaired`,
    ]);
    expect(out).toMatch(/^finished after 1 epochs and .* validation \d+\.\d\d m$/m);
    expect(code).toBe(0);
  });
});

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const root = resolve(__dirname, "../..");
const command = join(root, "lib/bin/seven-fixes.cjs");
let home = "";
beforeEach(() => (home = mkdtempSync(join(tmpdir(), "generate command "))));
afterEach(() => rmSync(home, { recursive: true }));

function generate(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, "generate", ...args], {
    encoding: "utf8",
  });
  return { code: status, out: stdout, error: stderr };
}

/** Names of the files in a folder and below it, none when it is not there. */
function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** Starts to make `small` at home/set and sends the signal as soon as the first pictures are written. */
async function signalledInTheMiddle(signal: NodeJS.Signals) {
  const child = spawn(process.execPath, [command, "generate", join(home, "set"), "--workers", "2"]);
  let error = "";
  child.stderr.on("data", (chunk: Buffer) => (error += chunk.toString()));
  const partial = join(home, `.set.${child.pid}.partial`);
  const pictures = join(partial, "vehicle-side/image");
  while (child.exitCode === null && !(existsSync(pictures) && readdirSync(pictures).length > 2))
    await wait(20);
  child.kill(signal);
  const [code] = (await once(child, "close")) as [number | null];
  return { code, error, partial };
}

/** The committed set, byte for byte. */
function expectMini(made: string): void {
  const mini = join(root, "data/mini");
  expect(filesIn(made)).toEqual(filesIn(mini));
  for (const name of filesIn(mini))
    expect(readFileSync(join(made, name)).equals(readFileSync(join(mini, name))), name).toBe(true);
}

describe("seven-fixes generate", () => {
  it("stopped by Ctrl-C leaves the place as it was", async () => {
    const { code, error } = await signalledInTheMiddle("SIGINT");
    expect(code).toBe(130); // 128 + SIGINT
    expect(error).toMatch(/seven-fixes: stopped; nothing was left behind\n$/);
    expect(readdirSync(home)).toEqual([]);
  });

  it("killed leaves no set; the next start clears its parts away and makes the whole, which later ones leave alone", async () => {
    const { code, partial } = await signalledInTheMiddle("SIGKILL");
    const set = join(home, "set");
    expect(code).toBeNull();
    expect(existsSync(set)).toBe(false);
    expect(filesIn(partial).length).toBeGreaterThan(0);
    const ofSomebodyAlive = join(home, `.set.${process.pid}.partial`);
    mkdirSync(ofSomebodyAlive);

    expect(generate(set, "--size", "mini")).toMatchObject({ code: 0, out: `made ${set}\n` });
    expect(readdirSync(home).sort()).toEqual([basename(ofSomebodyAlive), "set"]);
    expectMini(set);
    expect(generate(set, "--size", "mini").out).toBe(`${set} holds this data set already\n`);
    const other = generate(set, "--size", "mini", "--seed", "2");
    expect(other.code).toBe(2);
    expect(other.error).toMatch(/expected an empty or new folder, got \d+ entries; .* pass --force\n$/);
    expectMini(set);
  });
});

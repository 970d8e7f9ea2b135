import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { miniTree, writeTree } from "../dataset/miniTree";

const folder = mkdtempSync(join(tmpdir(), "check-data-"));
afterAll(() => rmSync(folder, { recursive: true }));
const root = resolve(__dirname, "../..");

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

function checkData(...args: readonly string[]): Run {
  const command = join(root, "lib/bin/seven-fixes.cjs");
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, "check-data", ...args], {
    encoding: "utf8",
  });
  return { code: status, out: stdout, error: stderr };
}

describe("check-data", () => {
  it("clears the real drive with exit code 0 and says what it skipped", () => {
    const { code, out, error } = checkData(join(root, "data/comma2k19"));
    expect(code).toBe(0);
    expect(error).toMatch(/^(checks \d+\/\d+ · .* s\n)?$/); // the progress line of a slow machine
    expect(out).toMatch(/^✓ clear +identity-switch /m);
    expect(out).toMatch(/^– skipped +pair-time +needs 30 pairs/m);
    expect(out).toMatch(/Nothing is wrong with these labels/);
  });

  it("exits 1 with the reason and writes a report that needs nothing else", () => {
    const file = join(folder, "leap.csv");
    const html = join(folder, "report.html");
    const straight = Array.from({ length: 45 }, (_, j) => `${j < 20 ? j : j + 50},0`).join(",");
    writeFileSync(file, `${straight}\n`);
    const { code, out } = checkData(file, "--html", html);
    expect(code).toBe(1);
    expect(out).toMatch(/look at row 0 at 2\.1 s/);
    expect(out.trimEnd().split("\n").at(-1)).toBe("Wrong: identity-switch, step-length, acceleration, jerk.");
    const report = readFileSync(html, "utf8");
    expect(report.match(/<svg /g)?.length).toBeGreaterThanOrEqual(2);
    expect(report).not.toMatch(/<(script|link|img)[^>]*(src|href)=/);
    expect(report).toContain("Wrong: identity-switch");
  });

  it("prints JSON that parses, with evidence and thresholds", () => {
    const { code, out } = checkData(join(root, "data/comma2k19"), "--json");
    const { findings, results, thresholds } = JSON.parse(out) as {
      findings: number;
      results: { check: string; kind: string; evidence?: Record<string, number> }[];
      thresholds: Record<string, { unit: string }>;
    };
    expect([code, findings]).toEqual([0, 0]);
    expect(results.find(({ check }) => check === "statistics")?.evidence?.["xHigh"]).toBeCloseTo(89.3, 1);
    expect(thresholds["stepMeters"]?.unit).toBe("m per 0.1 s");
  });

  it("names an unreadable pose file as a finding, and labels around it", () => {
    const tree = miniTree({ layout: "dair-v2x-c", framesPerRecording: 60, stepSeconds: 0.1 });
    tree.set("vehicle-side/calib/novatel_to_world/000030.json", '{"translation":');
    writeTree(join(folder, "tree"), tree);
    const { code, out } = checkData(join(folder, "tree"));
    expect(code).toBe(1);
    expect(out).toMatch(
      /✗ wrong +readable +1 places cannot be read; first: .*000030\.json, content: expected whole JSON/,
    );
  });

  it.each([
    [["nowhere"], /^seven-fixes: nowhere, content: expected vehicle-side\/data_info\.json .* got neither\n$/],
    [
      ["data/comma2k19", "--labels", "mine"],
      /^seven-fixes: --labels: expected ego or first-car, got mine; choose one of them\n$/,
    ],
  ])("refuses %j in one line with exit code 2", (args, message) => {
    const { code, error } = checkData(...args);
    expect(code).toBe(2);
    expect(error).toMatch(message);
  });
});

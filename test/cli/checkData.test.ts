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
    expect(thresholds["topSpeed"]?.unit).toBe("m/s from one row to the next");
  });

  it("says first how it understood a file, in text and JSON, and works in the file's own seconds", () => {
    const file = join(folder, "slow.txt");
    // 12 rows 0.5 s apart at 8 m/s and 4 m/s²: 6 s ahead
    const row = (start: number): string =>
      Array.from({ length: 12 }, (_, j) => `${start * (j + 1) + 0.1 * (j + 1) ** 2} 0`).join(" ");
    writeFileSync(file, `${Array.from({ length: 12 }, (_, i) => row(3 + 0.1 * i)).join("\n")}\n`);
    const { code, out } = checkData(file, "--seconds", "0.5");
    expect(out.split("\n")[0]).toBe("12 trajectories, 12 steps of 0.5 s, x and y alternate, blanks");
    expect([code, out]).toEqual([0, expect.stringMatching(/✓ clear +step-length +largest 12\.8 m\/s/)]);
    const json = JSON.parse(checkData(file, "--seconds", "0.5", "--json").out) as Record<string, unknown>;
    expect(json).toMatchObject({ samples: 12, findings: 0, stepSeconds: 0.5 });
    expect(json["understood"]).toContain("12 steps of 0.5 s");
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
    [["nowhere"], /^seven-fixes: nowhere, name: expected a folder or file that exists, got none\n$/],
    [["test"], /^seven-fixes: test, content: expected vehicle-side\/data_info\.json .* got neither\n$/],
    [
      ["data/comma2k19", "--seconds", "0.05"],
      /^seven-fixes: --seconds: expected a file, got the folder data\/comma2k19; .*\n$/,
    ],
    [
      ["a.csv", "--seconds", "soon"],
      /^seven-fixes: --seconds: expected a number between 0\.001 and 10, got soon; .*\n$/,
    ],
    [
      ["a.csv", "--columns", "a,b"],
      /^seven-fixes: --columns: expected four names for sample,time,x,y, got a,b; .*\n$/,
    ],
    [
      ["a.csv", "--order", "yx"],
      /^seven-fixes: --order: expected xyxy or xxyy, got yx; choose one of them\n$/,
    ],
    [
      ["package.json", "--labels", "first-car"],
      /^seven-fixes: --labels first-car: expected a data set folder, got the file package\.json; .*\n$/,
    ],
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

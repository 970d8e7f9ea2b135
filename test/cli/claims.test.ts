import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type ClaimRow } from "../../lib/book/claimsLedger";
import { DOCUMENT_SENTENCES } from "../../lib/lessons/documentSentences";

const command = join(__dirname, "../../lib/bin/seven-fixes.cjs");

function sevenFixes(...args: string[]): { code: number | null; out: string; error: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], { encoding: "utf8" });
  return { code: status, out: stdout, error: stderr };
}

describe("seven-fixes claims", () => {
  it("lists every sentence, and names the notebooks whose tests were not run, with exit code 1", () => {
    const { code, out, error } = sevenFixes(
      "claims",
      "--json",
      "--notebooks",
      mkdtempSync(join(tmpdir(), "none ")),
    );
    expect(code).toBe(1);
    const rows = JSON.parse(out) as ClaimRow[];
    expect(rows.map(({ says }) => says)).toEqual(DOCUMENT_SENTENCES.map(({ says }) => says));
    expect(error).toMatch(/^33 sentences have no verdict yet; npx seven-fixes run 01-the-sick-run /);
  });
});

describe("seven-fixes results --study", () => {
  it("refuses a town of its own and an unknown study, each on one line with exit code 2", () => {
    const town = sevenFixes("results", "--study", "sets", "--data-seed", "2");
    expect([town.code, town.error]).toEqual([
      2,
      "seven-fixes: results --study: expected no data seed, since a study names its towns, got 2; leave --data-seed out\n",
    ]);
    const unknown = sevenFixes("results", "--study", "all");
    expect(unknown.code).toBe(2);
    expect(unknown.error).toContain("Allowed choices are sets, sets-wrong, towns, deaths");
  });
});

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const command = join(__dirname, "../../lib/bin/seven-fixes.cjs");

function sevenFixes(...args: string[]): { code: number | null; out: string; error: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], { encoding: "utf8" });
  return { code: status, out: stdout, error: stderr };
}

describe("seven-fixes …", () => {
  it("--help lists the commands and exits 0", () => {
    const { code, out } = sevenFixes("--help");
    expect(code).toBe(0);
    expect(out).toContain("Usage: seven-fixes");
  });

  it("an unknown command is named on one line and exits 2", () => {
    const { code, error } = sevenFixes("nonsense");
    expect(code).toBe(2);
    expect(error).toContain("error: ");
    expect(error).not.toContain("    at ");
  });
});

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, vi } from "vitest";

/** Gives every test of a file an empty reader's folder; returns what the cells have printed so far. */
export function asReader(): { printed: () => string[]; folder: () => string } {
  let folder = "";
  let lines: string[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "seven-fixes-reader-"));
    lines = [];
    vi.stubEnv("SEVEN_FIXES_READER", folder);
    vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });
  return { printed: () => lines, folder: () => folder };
}

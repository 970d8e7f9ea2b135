import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * All temporary files of a test run lie in one folder, which goes at its end: readers look beside a data set for its
 * pictures, and thousands of left-over folders there made them fifteen times as slow.
 */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "tests-"));
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}

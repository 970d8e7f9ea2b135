import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readSweep } from "../../../lib/experiments/sweepFile";

it("the sweep in the engines' README is one that sweep takes", () => {
  const text = readFileSync(join(__dirname, "../../../lib/experiments/engines/README.md"), "utf8");
  const path = join(mkdtempSync(join(tmpdir(), "readme ")), "sweep.yaml");
  writeFileSync(path, /```yaml\n([^]*?)```/.exec(text)?.[1] ?? "");
  const sweep = readSweep(path);
  expect(sweep.variants.map(({ name }) => name)).toHaveLength(4);
  expect(sweep).toMatchObject({ seeds: [1, 2, 3], labels: ["ego-pose", "first-car"], speed: "fast" });
});

import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { expect, it } from "vitest";

const dist = resolve(__dirname, "../../lib/dist/doctor");

it("a diagnosis and its reports load neither tfjs, tslab, zeromq nor Plotly", () => {
  const code = `
    const { diagnose } = require(${JSON.stringify(`${dist}/diagnose`)});
    const { reportLines } = require(${JSON.stringify(`${dist}/report`)});
    const { reportHtml } = require(${JSON.stringify(`${dist}/reportHtml`)});
    const curve = { name: "loss", role: "train-loss", x: "epoch", at: [1, 2, 3], values: [1, 1, 1] };
    const pairs = { targets: [[1], [2], [3]], predictions: [[1], [1], [1]], split: "held-out" };
    const evidence = { format: 1, curves: [curve], pairs: [pairs] };
    const diagnosis = diagnose(evidence);
    reportLines(diagnosis);
    reportHtml(evidence, diagnosis);
    console.log(JSON.stringify(Object.keys(require.cache)));`;
  const { stdout } = spawnSync(process.execPath, ["-e", code], { encoding: "utf8" });
  const loaded = JSON.parse(stdout) as string[];
  expect(loaded.length).toBeGreaterThan(50);
  expect(loaded.filter((file) => /tensorflow|tslab|zeromq|plotly|jsdom/.test(file))).toEqual([]);
});

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { arrived } from "../../../lib/experiments/engines/arrival";
import { packRun } from "../../../lib/experiments/engines/wire";
import { runJobs } from "../../../lib/experiments/runJobs";
import { runStore } from "../../../lib/experiments/runStore";
import { at } from "../../../lib/math/at";
import { trainingConfig } from "../../../lib/training/config";
import { runToJson, type Run } from "../../../lib/training/run";
import { toyPlainData } from "../../training/toyData";

const data = toyPlainData();
const config = trainingConfig({ hidden: 8, epochs: 2, normalisation: "standardise", seed: 1 });
const task = { id: "a", config, data };

let whole: Run;
beforeAll(async () => {
  const store = runStore(mkdtempSync(join(tmpdir(), "arrival ")));
  whole = at(await runJobs([{ name: "a", data, config }], { store }), 0).run;
});

const sent = (run: Run) => ({ kind: "made", where: "one:7", run: packRun(runToJson(run)) }) as const;
const cut = (): Run => ({ ...whole, epochs: whole.epochs.slice(0, 1), stagesAfter: [], end: "interrupted" });

describe("arrived(task, result)", () => {
  it("takes the whole run that was asked for, and as many epochs of it as were", () => {
    expect(arrived(task, sent(whole))).toEqual({ kind: "made", id: "a", run: whole, where: "one:7" });
    expect(arrived({ ...task, stopAfter: 1 }, sent(cut()))).toMatchObject({ kind: "made", run: cut() });
  });

  it("refuses a run that was cut short when all of it was asked for, or more of it, and one of other settings", () => {
    const wanted =
      /run from one:7: expected the whole run \w+, got interrupted \w+; update and start that worker/;
    expect(() => arrived(task, sent(cut()))).toThrow(wanted);
    expect(() => arrived({ ...task, stopAfter: 2 }, sent(cut()))).toThrow(wanted);
    const other = { ...task, config: { ...config, seed: 2 } };
    expect(() => arrived(other, sent(whole))).toThrow("got finished");
  });
});

import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import { findRuns } from "../../../lib/doctor/readers/findRuns";
import { readRuns } from "../../../lib/doctor/readers/readRuns";
import { tempFile, tempFolder } from "./tempFile";

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = tempFolder();
  for (const [name, content] of Object.entries(files)) tempFile(name, content, folder);
  return folder;
}

const log = "epoch,loss\n0,3\n1,2\n2,1\n";

describe("findRuns(folder)", () => {
  it("names a run by its folder where it is alone there, else by its file; settings beside are none", () => {
    const folder = folderOf({
      "version_0/metrics.csv": log,
      "version_0/hparams.yaml": "a: 1\n",
      "version_0/config.json": "{}",
      "b/one.csv": log,
      "b/two.csv": log,
      "top.csv": log,
      ".hidden/three.csv": log,
    });
    expect(findRuns(folder).map(({ name }) => name)).toEqual([
      "b/one.csv",
      "b/two.csv",
      "top.csv",
      "version_0",
    ]);
  });

  it("of the copies of a trainer_state.json takes the whole one, else that of the last checkpoint", () => {
    const folder = folderOf({
      "a/checkpoint-500/trainer_state.json": "{}",
      "a/checkpoint-1000/trainer_state.json": "{}",
      "b/checkpoint-9/trainer_state.json": "{}",
      "b/trainer_state.json": "{}",
    });
    expect(findRuns(folder).map(({ source }) => source.slice(folder.length + 1))).toEqual([
      "a/checkpoint-1000/trainer_state.json",
      "b/trainer_state.json",
    ]);
  });

  it("DVCLive's one file a metric is one run, its folders part of the names", () => {
    const folder = folderOf({
      "dvclive/plots/metrics/loss.tsv": "step\tloss\n0\t3\n1\t2\n2\t1\n",
      "dvclive/plots/metrics/eval/loss.tsv": "step\tloss\n0\t4\n1\t3\n2\t2\n",
    });
    const places = findRuns(folder);
    expect(places.map(({ name }) => name)).toEqual(["dvclive/plots/metrics"]);
    const [run] = places[0] === undefined ? [] : readRuns(places[0]);
    expect(run?.roles).toEqual({ step: "x", loss: "train-loss", "eval/loss": "validation-loss" });
    expect(run?.evidence.curves?.map(({ at, values }) => [at, values])).toEqual([
      [
        [0, 1, 2],
        [4, 3, 2],
      ],
      [
        [0, 1, 2],
        [3, 2, 1],
      ],
    ]);
  });

  it("a file is one place, called as it is", () => {
    const file = tempFile("a.csv", log);
    expect(findRuns(file)).toEqual([{ kind: "file", source: file, name: basename(file), files: [file] }]);
  });
});

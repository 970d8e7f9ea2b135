import { describe, expect, it } from "vitest";
import { type Evidence } from "../../../lib/doctor/evidence";
import { findRuns } from "../../../lib/doctor/readers/findRuns";
import { readRuns } from "../../../lib/doctor/readers/readRuns";
import { tempFile } from "./tempFile";

function evidenceOf(text: string): Evidence {
  const [place] = findRuns(tempFile("evidence.json", text));
  const [run] = place === undefined ? [] : readRuns(place);
  if (run === undefined) throw new Error("no run");
  return run.evidence;
}

const whole = `{
  "format": 1, "name": "mine", "level": "probe",
  "curves": [{ "name": "loss", "role": "train-loss", "x": "step", "at": [0, 1, 2], "values": [1, NaN, "Infinity"] }],
  "pairs": [{ "targets": [[1], [2]], "predictions": [[1], [-Infinity]], "split": "held-out", "past": [[[1]], [[2]]] }],
  "settings": { "loss": "huber", "delta": 1, "optimizer": { "name": "adam", "learningRate": 0.001, "rates": { "a/b": 0.1 } }, "scaling": { "targets": "standardise" }, "trajectory": { "seconds": 0.5 } },
  "data": { "trainRows": 8, "heldOutRows": 2, "targetMean": [0], "targetStd": [1], "targetRange": [[-1, 1]] },
  "start": { "outputMean": [0], "outputStd": [1], "loss": "NaN" },
  "stages": [{ "stage": "a", "when": "end", "std": 1, "meanNorm": 1, "centredCosineSpread": 0, "effectiveRank": 1, "deadShare": 0, "saturatedShare": 0 }],
  "layers": [{ "layer": "a", "update": 0, "gradientNorm": 1, "weightNorm": 1, "updateNorm": 0.1, "frozen": false }],
  "modes": { "trainLoss": 1, "evaluationLoss": 2 },
  "trials": { "overfit8": 0.1, "rates": [{ "rate": 0.1, "loss": 1 }], "seeds": [1, 2] }
}`;

describe("evidence.json", () => {
  it("is read whole; NaN and the infinities bare and as texts", () => {
    const evidence = evidenceOf(whole);
    expect(evidence.curves?.[0]?.values).toEqual([1, "NaN", "Infinity"]);
    expect(evidence.pairs?.[0]?.predictions).toEqual([[1], [-Infinity]]);
    expect(evidence.start?.loss).toBeNaN();
    expect(evidence.settings?.optimizer?.rates).toEqual({ "a/b": 0.1 });
    expect(evidence).toMatchObject({ name: "mine", level: "probe", trials: { seeds: [1, 2] } });
  });

  it.each([
    ['"format": 1', '"format": 2', "format: expected 1, got 2"],
    ['"role": "train-loss"', '"role": "loss"', "curves[0].role: expected one of train-loss, validation-loss"],
    ['"at": [0, 1, 2]', '"at": [0, 1]', "curves[0].values: expected a value for each of 2 places in at, got"],
    [
      '[[1], [2]], "predictions"',
      '[[1], 2], "predictions"',
      "pairs[0].targets[1]: expected an array of numbers, got 2",
    ],
    ["[[1], [-Infinity]]", "[[1]]", "pairs[0].predictions: expected a row for each of 2 targets, got 1"],
    ["[[1], [-Infinity]]", '[[1], ["x"]]', "pairs[0].predictions[1][0]: expected a number"],
    ['"split": "held-out", ', "", "pairs[0].split: expected one of held-out, train, got nothing"],
    [
      '"targetRange": [[-1, 1]]',
      '"targetRange": [[-1]]',
      "data.targetRange[0]: expected [lowest, highest], got [-1]",
    ],
    ['"frozen": false', '"frozen": 0', "layers[0].frozen: expected true or false, got 0"],
    ['"modes"', '"mode"', "mode: expected no member of this name (known: format, name, level, curves"],
    ['"deadShare": 0', '"dead": 0', "stages[0].dead: expected no member of this name"],
  ])("%s as %s is refused by its place", (good, bad, message) => {
    expect(whole).toContain(good);
    expect(() => evidenceOf(whole.replace(good, bad))).toThrow(message);
  });
});

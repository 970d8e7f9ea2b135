import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { examine } from "../../../lib/doctor/examine";
import { type Rows } from "../../../lib/doctor/recipe";
import { readRecipe } from "../../../lib/doctor/readers/recipeFolder";
import { dense, sequential } from "../../../lib/doctor/topology/layers";
import { npyBytes } from "../../../lib/files/npy";
import { encodeSafetensors } from "../../../lib/files/safetensors";
import { startTestBackend } from "../../backend/startTestBackend";
import { tempFolder } from "./tempFile";

beforeAll(startTestBackend);

const inputs = Array.from({ length: 40 }, (_, i) => [Math.sin(i), Math.cos(3 * i)]);
const targets = inputs.map(([a = 0, b = 0]) => [a - 2 * b]);

const settings = {
  model: sequential([2], [dense("hidden", 4, { activation: "tanh" }), dense("output", 1)]),
  train: { inputs: "x.npy", targets: "y.npy" },
  ...{ loss: "mse", optimizer: { name: "adam", learningRate: 0.01 } },
  ...{ batchSize: 8, epochs: 2, seed: 1 },
};

/** A folder with x.npy [40, 2], y.npy [40], w.safetensors and this recipe.json. */
function folderWith(recipe: unknown): string {
  const folder = join(tempFolder(), "recipe");
  mkdirSync(folder);
  writeFileSync(join(folder, "recipe.json"), typeof recipe === "string" ? recipe : JSON.stringify(recipe));
  writeFileSync(join(folder, "x.npy"), npyBytes(Float64Array.from(inputs.flat()), [40, 2], "<f4"));
  writeFileSync(join(folder, "y.npy"), npyBytes(Float64Array.from(targets.flat()), [40], "<f4"));
  writeFileSync(
    join(folder, "cut.npy"),
    npyBytes(Float64Array.from(targets.flat()), [40], "<f4").subarray(0, 150),
  );
  const tensors = { "output/bias": { shape: [1], values: Float32Array.of(3) } };
  writeFileSync(join(folder, "w.safetensors"), encodeSafetensors({ tensors, metadata: {} }));
  return folder;
}

describe("readRecipe(folder)", () => {
  it("gives the recipe that its numbers say: examined, it is the one written as code", async () => {
    const recipe = readRecipe(folderWith(settings));
    const written = { ...recipe, train: { inputs: toRows(inputs), targets: toRows(targets) } };
    expect(await examine(recipe)).toEqual(await examine(written));
  });

  it("reads several inputs by name, groups, weights, scaling and the rest", () => {
    const recipe = readRecipe(
      folderWith({
        ...{
          ...settings,
          format: 1,
          name: "mine",
          weights: "w.safetensors",
          schedule: "cosine",
          shuffle: false,
        },
        train: { ...settings.train, inputs: { a: "x.npy", b: "y.npy" }, groups: inputs.map((_, i) => i % 4) },
        evaluation: settings.train,
        scaling: { inputs: "standardise" },
        outputs: { scale: 2, offset: 1 },
      }),
    );
    expect(recipe).toMatchObject({ schedule: "cosine", shuffle: false, outputs: { scale: 2, offset: 1 } });
    expect(recipe.weights).toEqual({ "output/bias": Float32Array.of(3) });
    expect(Object.keys(recipe.train.inputs)).toEqual(["a", "b"]);
    expect(recipe.train.targets).toMatchObject({ shape: [40, 1] }); // [N] is [N, 1]
    expect(recipe.train.groups).toHaveLength(40);
  });

  it.each<[string, unknown, RegExp]>([
    ["JSON that is cut", '{"model": ', /recipe.json, content: expected whole JSON/],
    [
      "an unknown member",
      { ...settings, learning_rate: 1 },
      /learning_rate: expected no member of this name \(known: model, train, loss/,
    ],
    [
      "a loss that is a function's name",
      { ...settings, loss: "myLoss" },
      /loss: expected one of mse, mae, .* got "myLoss"/,
    ],
    [
      "rows that are not there",
      { ...settings, train: { ...settings.train, targets: "z.npy" } },
      /train.targets \(z.npy\): expected a file of this name beside recipe.json, got ENOENT/,
    ],
    [
      "rows that are cut",
      { ...settings, train: { ...settings.train, targets: "cut.npy" } },
      /train.targets \(cut.npy\): data: expected 160 bytes/,
    ],
    [
      "weights that are none",
      { ...settings, weights: "x.npy" },
      /weights \(x.npy\): .*damaged or of another kind/,
    ],
    [
      "rows as numbers",
      { ...settings, train: { inputs: [[1]], targets: "y.npy" } },
      /train.inputs: expected the name of a .npy file, or an object of them/,
    ],
    [
      "a model that is a name",
      { ...settings, model: "model.json" },
      /model: expected a topology .* got "model.json"/,
    ],
  ])("refuses %s", (_, recipe, message) => {
    expect(() => readRecipe(folderWith(recipe))).toThrow(message);
  });

  it("refuses a folder that is not there", () => {
    expect(() => readRecipe("/nowhere/at/all")).toThrow(/expected a folder with recipe.json/);
  });
});

function toRows(rows: readonly (readonly number[])[]): Rows {
  return { data: Float32Array.from(rows.flat()), shape: [rows.length, rows[0]?.length ?? 0] };
}

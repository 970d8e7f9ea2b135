import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatasetError } from "../../dataset/datasetError";
import { type JsonField, readJson, wrong } from "../../dataset/jsonField";
import { NpyError, readNpy } from "../../files/npy";
import { decodeSafetensors } from "../../files/safetensors";
import { LOSSES, SCHEDULES, type ModelTopology, type Recipe, type RecipeData, type Rows } from "../recipe";
import { isRecord } from "../topology/json";
import { flag, list, number, object, oneOf, type Shape, text } from "./jsonShape";
import { OPTIMIZER, OUTPUTS, SCALING, TRAJECTORY } from "./settingsShape";

/**
 * The recipe in a folder: `recipe.json` with the fields of `Recipe` (`model` a topology, rows the names of `.npy` files,
 * `weights` the name of a `.safetensors` file) and these files beside it. Errors: a DatasetError that names file and field.
 */
export function readRecipe(folder: string): Recipe {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new DatasetError(
      folder,
      "content",
      "expected a folder with recipe.json and its .npy files, got none there; name another path",
    );
  }
  return shapeOf(folder)(readJson(join(folder, "recipe.json")));
}

/** `format` and `name` may stand beside the fields of a recipe. */
function shapeOf(folder: string): Shape<Recipe> {
  const rows: Shape<Rows> = (field) => rowsOf(folder, field);
  const inputs: Shape<RecipeData["inputs"]> = (field) =>
    typeof field.value === "string" ? rows(field) : namedRows(folder, field);
  const set = { inputs, targets: rows };
  return object(
    {
      ...{ model: topology, train: object(set, { groups }) },
      loss: oneOf(...LOSSES),
      ...{ optimizer: OPTIMIZER, batchSize: number, epochs: number, seed: number },
    },
    {
      ...{ format: one, name: text, weights: (field: JsonField) => weightsOf(folder, field) },
      ...{ validation: object(set, {}), evaluation: object(set, {}) },
      outputs: OUTPUTS,
      ...{ delta: number, finalRate: number, warmupShare: number, accumulation: number, shuffle: flag },
      schedule: oneOf(...SCHEDULES),
      ...{ scaling: SCALING, trajectory: TRAJECTORY },
    },
  );
}

const one: Shape<1> = (field) => {
  if (field.value !== 1) throw wrong(field, "1");
  return 1;
};

const topology: Shape<ModelTopology> = (field) => {
  if (isRecord(field.value)) return field.value;
  throw wrong(field, "a topology (the JSON of tfjs, Keras 2 or Keras 3)");
};

const groups: Shape<(string | number)[]> = list((field) =>
  typeof field.value === "string" ? field.value : number(field),
);

function namedRows(folder: string, field: JsonField): Record<string, Rows> {
  const { value } = field;
  if (!isRecord(value)) {
    throw wrong(field, "the name of a .npy file, or an object of them by input");
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, file]) => [
      name,
      rowsOf(folder, { ...field, path: `${field.path}.${name}`, value: file }),
    ]),
  );
}

/** [N, …]; a plain [N] is [N, 1]. */
function rowsOf(folder: string, field: JsonField): Rows {
  const { data, shape } = readNamed(field, (name) => readNpy(join(folder, name)));
  return { data: Float32Array.from(data), shape: shape.length === 1 ? [...shape, 1] : shape };
}

function weightsOf(folder: string, field: JsonField): Record<string, Float32Array> {
  const { tensors } = readNamed(field, (name) => decodeSafetensors(readFileSync(join(folder, name)), name));
  return Object.fromEntries(Object.entries(tensors).map(([name, { values }]) => [name, values]));
}

/** What a file that is named in the recipe holds; that it is not there, or not whole, is said of the field. */
function readNamed<T>(field: JsonField, read: (name: string) => T): T {
  const name = text(field);
  try {
    return read(name);
  } catch (error) {
    const reason =
      error instanceof NpyError
        ? `${error.part}: ${error.problem}`
        : error instanceof Error && "code" in error
          ? `expected a file of this name beside recipe.json, got ${String(error.code)}; save it there`
          : String(error instanceof Error ? error.message : error);
    throw new DatasetError(field.file, `${field.path} (${name})`, reason, { cause: error });
  }
}

/** `help recipe`: the folder that --recipe takes. */
export const RECIPE_HELP = `A recipe in a folder
====================

A recipe is what it takes to train again: model, rows, loss, optimizer. Trained here, from its own seed, it says more than
any log: what happens inside, and what short trainings beside it come to.

  npx seven-fixes diagnose --recipe FOLDER                 # level probe: trains once and looks inside
  npx seven-fixes diagnose --recipe FOLDER --level trial   # and short trainings: eight rows, shuffled labels, rates, seeds
  npx seven-fixes diagnose --recipe FOLDER --level run     # trains once and records, no more
  npx seven-fixes diagnose --recipe FOLDER --prove         # then the proposed changes beside random ones, 10 seeds each

What it will take is said first, on stderr. Ctrl-C ends it and judges by what is done.

--- FOLDER/recipe.json
{
  "model": { … },                     the topology: model.toJSON() of tfjs, model.to_json() of Keras 2 or 3
  "train": { "inputs": "x.npy", "targets": "y.npy" },      rows first; several inputs: { "name": "file.npy", … }
  "validation": { "inputs": "vx.npy", "targets": "vy.npy" },  or left out: every fifth row is kept back
  "loss": "mse",                      mse, mae, smooth-l1, huber, bce, cross-entropy
  "optimizer": { "name": "adam", "learningRate": 0.001 },  sgd, momentum, rmsprop, adam, adamw
  "batchSize": 32, "epochs": 20, "seed": 1
}
--- where they differ from the default
  "scaling": { "inputs": "standardise", "targets": "standardise" }   what the model sees; undone before judging
  "outputs": { "scale": 12.5, "offset": 3 }                what you do to predictions before judging
  "evaluation": { "inputs": …, "targets": … }              what you judge by, where it is not validation
  "weights": "weights.safetensors"                         pre-trained ones by name: dense_1/kernel
  "trajectory": { "seconds": 0.1 }                         targets are x, y, x, y … at equal steps
  "delta", "schedule", "finalRate", "warmupShare", "accumulation", "shuffle": as in the library's Recipe
---

Python: np.save("x.npy", x); json.dump({..., "model": json.loads(model.to_json())}, open("recipe.json", "w"))
A topology's first weights are drawn here from "seed": same seed, same numbers. A layer that tfjs lacks is refused by name.
`;

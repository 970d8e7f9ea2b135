import { fit, type FittedEpoch } from "../fit/fit";
import { makeReady, type Ready } from "../fit/ready";
import { type Recipe } from "../recipe";
import { type Clock } from "../clock";

/** Trains a recipe that is like the examined one and reads something from it; undefined where the time ended it early. */
export async function trainAgain<T>(
  recipe: Recipe,
  clock: Clock,
  read: (ready: Ready, epochs: readonly FittedEpoch[]) => T,
): Promise<T | undefined> {
  const ready = await makeReady(recipe);
  try {
    const epochs = await fit(ready, {
      epoch: () => !clock.isOver(),
      ...(clock.signal === undefined ? {} : { signal: clock.signal }),
    });
    return epochs.length === recipe.epochs ? read(ready, epochs) : undefined;
  } finally {
    ready.model.dispose();
  }
}

import { type Evidence, type TrialFacts } from "../evidence";
import { type Clock } from "../clock";
import { type Ready } from "../fit/ready";
import { noiseCeiling } from "./noiseCeiling";
import { overfit8 } from "./overfit8";
import { learningRates } from "./rates";
import { scaledTargets } from "./scaledTargets";
import { otherSeeds } from "./seeds";
import { shuffledLabelsLoss } from "./shuffledLabels";

/** What a trial is given: the recipe's rows and scalers (its model is not touched), what its training gave, the time. */
export interface TrialInput {
  readonly ready: Ready;
  readonly evidence: Evidence;
  readonly clock: Clock;
}

/** One short training or several; undefined where it does not apply or was ended early. */
interface Trial {
  readonly name: keyof TrialFacts;
  readonly run: (input: TrialInput) => Promise<TrialFacts[keyof TrialFacts]>;
}

/** Cheap ones first: what a budget cuts off are the long ones. */
export const TRIALS: readonly Trial[] = [
  { name: "noiseCeilingR2", run: noiseCeiling },
  { name: "overfit8", run: overfit8 },
  { name: "rates", run: learningRates },
  { name: "shuffledLabelsLoss", run: shuffledLabelsLoss },
  { name: "scaledTargets", run: scaledTargets },
  { name: "seeds", run: otherSeeds },
];

/** Every trial that the time allows. */
export async function trialFacts(input: TrialInput): Promise<TrialFacts> {
  const { clock, ready } = input;
  const facts: [string, unknown][] = [];
  for (const [i, { name, run }] of TRIALS.entries()) {
    if (clock.isOver()) break;
    const fact = await run(input);
    if (fact !== undefined) facts.push([name, fact]);
    clock.after(ready.recipe.epochs + i + 1, name);
  }
  return Object.fromEntries(facts);
}

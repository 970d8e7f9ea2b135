import { faultNamed } from "../faults/faults";

/** Something that may be wrong with a run, or nothing. */
export interface Suspect {
  /** What an accusation says. */
  readonly name: string;
  /** What would be wrong, in a sentence. */
  readonly says: string;
  /** Where it would show, and what there. */
  readonly trace: string;
}

/** The name of the accusation that a run is sound. */
export const NOTHING = "nothing";

const suspect = (name: string, trace: string): Suspect => ({
  name,
  trace,
  says: name === NOTHING ? "nothing is wrong: it is as good as its data let it be" : faultNamed(name).says,
});

const TRACES = {
  "rate-too-low": "the loss falls evenly by a few per cent and is not done; rate times updates is small",
  "rate-too-high": "the loss leaps in the first epochs, then stays where one answer for all rows would lie",
  "far-targets": "the mean of the targets is many times their spread, and the output starts at zero",
  "hidden-nan": "a loss of exactly zero beside predictions that are no numbers",
  "negated-loss": "the training loss falls while the error on held-out rows rises",
  "wrong-units": "predictions in perfect order, and the slope is one known factor for every output",
  "stale-validation": "a validation curve that is level to the last digit",
  "several-runs": "epochs that go back to the first",
  "squashed-output": "predictions that stop at two values, inside the targets",
  "dead-units": "a stage whose units are all zero for every row, and layers that no gradient reaches",
  "glued-windows": "targets that leap hundreds of metres from one step to the next",
  "permuted-labels":
    "a sound network, gradients that come through, and predictions that go with their targets in no way",
  "broadcast-loss": "a loss that stays the same when predictions are dealt out to other rows",
  "target-outliers": "a few rows carry nearly all of the squared error, and set the scale",
  "zero-weights": "weights whose norm is zero at the first update, and layers that never change",
  "tiny-weights": "first weights far narrower than their fan-in asks for, stage by stage narrower outputs",
  "sigmoid-stack": "gradients a thousand times smaller at the first layer than at the last",
  "frozen-layers": "layers whose update is zero by intention",
  "tiny-inputs": "inputs thousandths wide that nothing scales",
  "label-noise": "little order and a slope near one: predictions as wide as what is known allows",
  "relu-output": "many predictions are one and the same value, the lowest",
  "dropout-too-high":
    "the right order and far too narrow, and in the recipe a layer that drops most of what it gets",
  "penalty-too-high": "weights that shrink over the run; a loss that is mostly penalty",
  "one-large-feature": "one input column thousands of times wider than the others, and nothing scales them",
  "one-unit": "a stage with one direction, whatever comes in",
  "batch-norm-momentum": "the same rows are good in training mode and bad in evaluation mode",
  "missing-inverse":
    "predictions in perfect order around zero with a spread of one; the log knows no such error",
  [NOTHING]: "no measure of the inside is off, and the error is that of the noise",
} as const satisfies Readonly<Record<string, string>>;

type SuspectName = keyof typeof TRACES;

const named = (...names: readonly SuspectName[]): readonly Suspect[] =>
  names.map((name) => suspect(name, TRACES[name]));

/** How loud the faults are. */
export const HUNT_LEVELS = ["easy", "hard"] as const;
export type HuntLevel = (typeof HUNT_LEVELS)[number];

/** Faults with a trace of their own, loud in what the run left. */
export const EASY: readonly Suspect[] = named(
  ...(["rate-too-low", "rate-too-high", "far-targets", "hidden-nan", "negated-loss"] as const),
  ...(["wrong-units", "stale-validation", "several-runs", "squashed-output", "dead-units"] as const),
  ...(["glued-windows", "permuted-labels", "broadcast-loss"] as const),
);

/** Faults that look alike from outside: nothing was learnt; something was; the figures do not agree. */
export const HARD: readonly (readonly Suspect[])[] = [
  named(
    ...(["permuted-labels", "dead-units", "zero-weights", "tiny-weights", "sigmoid-stack"] as const),
    ...(["frozen-layers", "tiny-inputs"] as const),
  ),
  named(
    ...(["label-noise", "relu-output", "dropout-too-high", "penalty-too-high"] as const),
    ...(["one-large-feature", "one-unit"] as const),
  ),
  named(
    ...(["wrong-units", "missing-inverse", "batch-norm-momentum", "broadcast-loss"] as const),
    "target-outliers",
  ),
];

/** The accusation that a run is sound. */
export const SOUND: Suspect = suspect(NOTHING, TRACES[NOTHING]);

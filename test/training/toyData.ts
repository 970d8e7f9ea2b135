import { TIME_STEPS, type Trajectory } from "../../lib/geometry/trajectory";
import { splitRng } from "../../lib/math/rng";
import { motionRows, plainData, type PlainData, type PlainSet } from "../../lib/training/plainData";
import { featureInput, flatten, type SampleSet, type TrainingData } from "../../lib/training/trainingData";

/** Features of width 8: speed, bend and noise; the car goes speed · t forward and bends to the side. */
export function toyData(trainSamples = 37, validationSamples = 12, seed = 1): TrainingData {
  const rng = splitRng(seed, "toy");
  const set = (count: number): SampleSet => {
    const rows = Array.from({ length: count }, () => ({ speed: 2 + 10 * rng.uniform(), bend: rng.normal() }));
    const features = Float32Array.from(
      rows.flatMap(({ speed, bend }) => [
        speed / 5 - 1.4,
        bend,
        1,
        0,
        rng.normal(),
        0.1,
        speed * bend * 0.05,
        -1,
      ]),
    );
    return {
      input: featureInput(features, 8),
      targets: rows.map(({ speed, bend }): Trajectory =>
        Array.from({ length: TIME_STEPS }, (_, j) => {
          const t = (j + 1) / 10;
          return [speed * t, 0.3 * bend * t * t] as const;
        }),
      ),
      recordings: rows.map((_, i) => `r${Math.floor(i / 5)}`),
      motion: rows.map(({ speed, bend }) => ({ speed, turnRate: bend })),
      lastPast: rows.map(({ speed }, i) => (i === 0 ? undefined : ([-speed / 10, 0] as const))),
    };
  };
  return {
    name: "toy",
    hash: `toy ${trainSamples} ${validationSamples} ${seed}`,
    train: set(trainSamples),
    validation: set(validationSamples),
  };
}

/** The same as arrays only. */
export function toyPlainData(trainSamples = 37, validationSamples = 12, seed = 1): PlainData {
  const { train, validation } = toyData(trainSamples, validationSamples, seed);
  const plain = ({ input, targets, recordings, lastPast, motion }: SampleSet): PlainSet => {
    const all = input(targets.map((_, i) => i));
    return {
      features: all.kind === "features" ? all.values : new Float32Array(),
      draws: [],
      targets: flatten(targets),
      recordings,
      motion: motionRows(motion),
      lastPast: Float32Array.from(lastPast.flatMap((past) => past ?? [NaN, NaN])),
    };
  };
  return plainData("toy", 8, { train: plain(train), validation: plain(validation) });
}

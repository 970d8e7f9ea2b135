import { product } from "../../math/product";
import { splitRng, type Rng } from "../../math/rng";
import { orthogonal } from "./orthogonal";

/** A serialised initialiser, as tfjs writes it. */
export interface Initialiser {
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
}

interface Fan {
  readonly fanIn: number;
  readonly fanOut: number;
}

/**
 * First values of one weight, from its own stream of the seed. The classes are those of tfjs; truncated draws are
 * taken again beyond two deviations. Errors: an initialiser that is not known here, by name.
 */
export function drawWeights(
  { className, config }: Initialiser,
  shape: readonly number[],
  stream: { readonly seed: number; readonly weight: string },
): Float32Array {
  const rng = splitRng(stream.seed, `init/${stream.weight}`);
  const size = product(shape);
  const number = (name: string, or: number): number => {
    const value = config[name];
    return typeof value === "number" ? value : or;
  };
  const filled = (draw: () => number): Float32Array => Float32Array.from({ length: size }, draw);
  switch (className) {
    case "Zeros":
      return filled(() => 0);
    case "Ones":
      return filled(() => 1);
    case "Constant":
      return filled(() => number("value", 0));
    case "RandomUniform":
      return filled(uniform(rng, number("minval", -0.05), number("maxval", 0.05)));
    case "RandomNormal":
      return filled(() => number("mean", 0) + number("stddev", 0.05) * rng.normal());
    case "TruncatedNormal":
      return filled(() => number("mean", 0) + number("stddev", 0.05) * truncated(rng));
    case "Identity":
      return identity(shape, number("gain", 1));
    case "Orthogonal":
      return orthogonal(rng, size / (shape.at(-1) ?? 1), shape.at(-1) ?? 1, number("gain", 1));
    case "VarianceScaling":
      return filled(varianceScaling(rng, config, fanOf(shape)));
    default:
      throw new Error(
        `initialiser of ${stream.weight}: expected a constant, uniform, normal, variance scaling, orthogonal or identity, got ${className}; choose one of these`,
      );
  }
}

function uniform(rng: Rng, low: number, high: number): () => number {
  return () => low + (high - low) * rng.uniform();
}

function truncated(rng: Rng): number {
  let value = rng.normal();
  while (Math.abs(value) > 2) value = rng.normal();
  return value;
}

function varianceScaling(rng: Rng, config: Initialiser["config"], { fanIn, fanOut }: Fan): () => number {
  const { scale = 1, mode = "fanIn", distribution = "normal" } = config;
  const fan = mode === "fanOut" ? fanOut : mode === "fanAvg" ? (fanIn + fanOut) / 2 : fanIn;
  const variance = Number(scale) / Math.max(1, fan);
  const bound = Math.sqrt(3 * variance);
  return distribution === "uniform"
    ? uniform(rng, -bound, bound)
    : () => Math.sqrt(variance) * truncated(rng);
}

/** Of a dense kernel [in, out], or of a convolution's [rows, columns, in, out]. */
function fanOf(shape: readonly number[]): Fan {
  const [fanIn = 1, fanOut = fanIn] = shape.slice(-2);
  const field = product(shape.slice(0, -2));
  return { fanIn: fanIn * field, fanOut: fanOut * field };
}

function identity([rows = 1, columns = rows]: readonly number[], gain: number): Float32Array {
  return Float32Array.from({ length: rows * columns }, (_, i) =>
    Math.floor(i / columns) === i % columns ? gain : 0,
  );
}

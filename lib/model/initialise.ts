import { splitRng, type Rng } from "../math/rng";
import { OUTPUT_LAYER } from "./head";
import { sizeOf, type Parameter, type Weights } from "./parameters";
import { type Side } from "./side";

export type Initialisation = Side | "literal";

/** U(−a, a) with a = √(6 / (fanIn + fanOut)). Source: Glorot and Bengio 2010. */
export function xavierUniform(rng: Rng, [fanIn, fanOut]: readonly [number, number]): Float32Array {
  const bound = Math.sqrt(6 / (fanIn + fanOut));
  return Float32Array.from({ length: fanIn * fanOut }, () => (2 * rng.uniform() - 1) * bound);
}

/** N(0, 2 / fanOut): fan_out with the gain of ReLU, √2. Source: He et al. 2015. */
export function kaimingNormal(rng: Rng, [fanIn, fanOut]: readonly [number, number]): Float32Array {
  return normal(rng, fanIn * fanOut, Math.sqrt(2 / fanOut));
}

/** `count` draws from N(0, deviation²). */
export function normal(rng: Rng, count: number, deviation: number): Float32Array {
  return Float32Array.from({ length: count }, () => rng.normal() * deviation);
}

function matrix(rng: Rng, { name, shape }: Parameter, initialisation: Initialisation): Float32Array {
  const [fanIn = 0, fanOut = 0] = shape; // [in, out]: fan_out is the layer's width in either storage order
  if (name === `${OUTPUT_LAYER}.weight` && initialisation !== "literal") {
    return normal(rng, fanIn * fanOut, initialisation === "before" ? 0.5 : 1);
  }
  return initialisation === "before"
    ? xavierUniform(rng, [fanIn, fanOut])
    : kaimingNormal(rng, [fanIn, fanOut]);
}

/**
 * First values of parameters: biases 0, layer norms 1 and 0, matrices by the chosen side of fix 2: before, the
 * output layer N(0, .5²) and Xavier elsewhere; after, N(0, 1) and Kaiming; literal, Kaiming everywhere.
 * Each parameter has its own stream, so variants with a layer in common start it alike. `scale` widens all matrices.
 */
export function initialise(
  parameters: readonly Parameter[],
  initialisation: Initialisation,
  seed: number,
  scale = 1,
): Weights {
  return Object.fromEntries(
    parameters.map((parameter) => {
      const { name, shape } = parameter;
      if (shape.length === 2) {
        const values = matrix(splitRng(seed, `init/${name}`), parameter, initialisation);
        return [name, scale === 1 ? values : values.map((value) => value * scale)];
      }
      return [name, new Float32Array(sizeOf(parameter)).fill(name.endsWith(".weight") ? 1 : 0)];
    }),
  );
}

/** One parameter of a model as every training step stores it. Matrices are [in, out], row-major. */
export interface Parameter {
  /** Dotted path, e.g. "head.0.weight". */
  readonly name: string;
  readonly shape: readonly number[];
  /** Which learning rate it follows. */
  readonly group: "head" | "backbone";
}

/** Values of parameters, or of an optimizer's moments, by parameter name. */
export type Weights = Readonly<Record<string, Float32Array>>;

/** Numbers in one parameter. */
export function sizeOf(parameter: Parameter): number {
  return parameter.shape.reduce((product, extent) => product * extent, 1);
}

/** Numbers in all parameters together. */
export function countParameters(parameters: readonly Parameter[]): number {
  return parameters.reduce((sum, parameter) => sum + sizeOf(parameter), 0);
}

/** Weight [fanIn, fanOut] and bias [fanOut] of one dense layer. */
export function denseParameters(
  name: string,
  fanIn: number,
  fanOut: number,
  group: Parameter["group"] = "head",
): Parameter[] {
  return [
    { name: `${name}.weight`, shape: [fanIn, fanOut], group },
    { name: `${name}.bias`, shape: [fanOut], group },
  ];
}

/** Gain and shift of one layer norm. */
export function normParameters(name: string, width: number, group: Parameter["group"] = "head"): Parameter[] {
  return [
    { name: `${name}.weight`, shape: [width], group },
    { name: `${name}.bias`, shape: [width], group },
  ];
}

/**
 * Refuses weights that do not fit: a missing, unknown or wrongly sized entry, or a number that is not finite,
 * named after `what`.
 */
export function checkWeights(what: string, parameters: readonly Parameter[], weights: Weights): void {
  for (const parameter of parameters) {
    const values = weights[parameter.name];
    const expected = `${what}: ${parameter.name}: expected ${sizeOf(parameter)} numbers`;
    if (values === undefined) throw new Error(`${expected}, got none; use weights of this model`);
    if (values.length !== sizeOf(parameter)) {
      throw new Error(`${expected}, got ${values.length}; use weights of this model`);
    }
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0)
      throw new Error(`${expected} that are finite, got ${values[bad] ?? NaN} at ${bad}; restore the file`);
  }
  const known = new Set(parameters.map((parameter) => parameter.name));
  const unknown = Object.keys(weights).find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new Error(
      `${what}: expected only the model's parameters, got ${unknown}; use weights of this model`,
    );
  }
}

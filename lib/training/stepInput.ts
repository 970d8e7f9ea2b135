/** What a step reads: pooled features of a frozen backbone, or the backbone's own inputs for fine-tuning. */
export type StepInput =
  | { readonly kind: "features"; /** [B, h] */ readonly values: Float32Array }
  | { readonly kind: "scenes"; /** rows of the step's scene store */ readonly indices: readonly number[] };

/** Rows first … last − 1 of an input of `size` rows. */
export function inputRows(
  input: StepInput,
  size: number,
  [first, last]: readonly [first: number, last: number],
): StepInput {
  switch (input.kind) {
    case "features": {
      const width = input.values.length / size;
      return { kind: "features", values: input.values.subarray(first * width, last * width) };
    }
    case "scenes":
      return { kind: "scenes", indices: input.indices.slice(first, last) };
  }
}

/** What a step reads: pooled features of a frozen backbone, or the backbone's own inputs for fine-tuning. */
export type StepInput =
  | {
      readonly kind: "features";
      /** [B, h]; with the prompt's numbers [B, h + 2] */ readonly values: Float32Array;
    }
  | {
      readonly kind: "scenes";
      /** Rows of the step's scene store. */
      readonly indices: readonly number[];
      /** Which draw of the backbone's dropout they are seen with; absent in evaluation mode. */
      readonly draw?: number;
    };

/** The features of an input, [B, width]; `step` stands in the message. Errors: scenes, or another width. */
export function featureRows(step: string, input: StepInput, size: number, width: number): Float32Array {
  if (input.kind !== "features") {
    throw new Error(
      `${step}: expected features, got ${input.kind}; fine-tuning is createTensorStep of a fineTunedModel`,
    );
  }
  if (input.values.length !== size * width) {
    throw new Error(
      `features: expected ${size} × ${width} numbers, got ${input.values.length}; check the backbone's width`,
    );
  }
  return input.values;
}

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
      return { ...input, indices: input.indices.slice(first, last) };
  }
}

import { inputWidth, type TeacherOptions } from "../../model/teacher";

/** One linear layer of the trainable part and what follows it. */
export interface HeadLayer {
  /** Dotted path of its parameters, e.g. "head.0". */
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  /** Path of the LayerNorm behind it, if there is one. */
  readonly norm?: string;
  /** Dropout site behind its GELU; absent: neither GELU nor dropout. */
  readonly site?: string;
  /** Name of the stage its output is, for `activations`. */
  readonly stage?: string;
}

/**
 * The linear layers behind the pooled feature (and the prompt's numbers, where they stand behind it) in order: fusion block, then h→2h, 2h→2h, 2h→h, h→outputs.
 * The old fusion block has two, with a LayerNorm between; the new one has one.
 */
export function headLayers(options: TeacherOptions, outputs: number): HeadLayer[] {
  const { hidden, fusion } = options;
  const wide = 2 * hidden;
  const inputs = inputWidth(options);
  return [
    ...(fusion === "after"
      ? [{ name: "fusion.linear", inputs, outputs: hidden, site: "fusion", stage: "fusion" }]
      : [
          { name: "fusion.expand", inputs, outputs: wide, norm: "fusion.norm", site: "fusion" },
          { name: "fusion.contract", inputs: wide, outputs: hidden, stage: "fusion" },
        ]),
    { name: "head.0", inputs: hidden, outputs: wide, site: "head.0", stage: "head.0" },
    { name: "head.1", inputs: wide, outputs: wide, site: "head.1", stage: "head.1" },
    { name: "head.2", inputs: wide, outputs: hidden, site: "head.2", stage: "head.2" },
    { name: "head.3", inputs: hidden, outputs, stage: "output" },
  ];
}

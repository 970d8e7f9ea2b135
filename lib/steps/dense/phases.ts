/**
 * What one phase of a step needs, as whole numbers: addresses and strides in bytes, counts of floats or rows.
 * The numbers travel in shared memory, so a worker knows nothing but the phase it helps with.
 */
const FIELDS = {
  /** A linear layer: one unit per panel of columns. Applies the pending update (if any), then computes rows (if any). */
  advance: [
    ...["weights", "first", "second", "panelStride", "count"],
    ...["pendingX", "pendingDelta", "pendingRows", "constants"],
    ...["x", "xStride", "z", "stride", "rows"],
    ...["activated", "mask", "out", "gate"],
  ],
  /** Applies the pending update and measures it: one unit per panel, four sums each. */
  measure: [
    ...["weights", "first", "second", "panelStride", "count", "split"],
    ...["pendingX", "xStride", "pendingDelta", "stride", "pendingRows", "constants", "sums"],
  ],
  /** LayerNorm, GELU and dropout: one unit per row. */
  normalise: ["z", "width", "affine", "hat", "inverse", "mask", "out", "gate", "stride"],
  /** The gradient before a linear layer from the one behind it: one unit per 64 inputs. */
  backward: [
    ...["delta", "deltaStride", "weights", "panels", "panelStride", "inputs"],
    ...["dx", "dxStride", "gate", "rows"],
  ],
  /** LayerNorm's gradient: one unit per row. */
  normaliseBackward: ["dy", "width", "affine", "hat", "inverse", "delta", "stride"],
  /** Gradient of gamma and beta over all kept rows: one unit per panel. */
  affineGradient: ["dy", "hat", "stride", "rows", "gradient"],
  /** Squared gradient norms of a layer's weights and biases: one unit per four kept rows, two sums each. */
  gram: ["x", "xStride", "inputs", "delta", "deltaStride", "outputs", "rows", "sums"],
  /** Weights and moments read and written once, in place: what the memory alone costs. One unit per panel. */
  stream: ["weights", "first", "second", "panelStride", "count"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

type Fields = typeof FIELDS;
export type PhaseKind = keyof Fields;
export type PhaseOf<K extends PhaseKind> = { readonly kind: K } & Readonly<Record<Fields[K][number], number>>;
/** One phase, tagged by its kind. */
export type Phase = { [K in PhaseKind]: PhaseOf<K> }[PhaseKind];

const KINDS = Object.keys(FIELDS) as PhaseKind[];

/** Words a phase may take: its kind, then its fields in order. */
export const PHASE_WORDS = 32;

/** Writes a phase into `words` (at least PHASE_WORDS long). */
export function writePhase(words: Int32Array, phase: Phase): void {
  const values: Readonly<Record<string, number | string>> = phase;
  words[0] = KINDS.indexOf(phase.kind);
  FIELDS[phase.kind].forEach((field, i) => (words[i + 1] = Number(values[field])));
}

/** The phase that `writePhase` wrote. */
export function readPhase(words: Int32Array): Phase {
  const kind = KINDS[words[0] ?? -1];
  if (kind === undefined)
    throw new Error(`phase: expected a kind below ${KINDS.length}, got ${words[0] ?? "none"}`);
  const values = FIELDS[kind].map((field, i): [string, number] => [field, words[i + 1] ?? 0]);
  return { kind, ...Object.fromEntries(values) } as unknown as Phase;
}

/**
 * JSON text that keeps what JSON has no word for: NaN and the infinities, written as those texts. `indent` blanks a
 * level, all in one line without it.
 */
export function toLosslessJson(value: unknown, indent?: number): string {
  const named = (_: string, entry: unknown): unknown =>
    typeof entry === "number" && !Number.isFinite(entry) ? String(entry) : entry;
  return JSON.stringify(value, named, indent);
}

/** The value of `toLosslessJson`'s text; a SyntaxError when it is no JSON. */
export function fromLosslessJson(text: string): unknown {
  return JSON.parse(text, (_, entry: unknown) =>
    entry === "NaN" || entry === "Infinity" || entry === "-Infinity" ? Number(entry) : entry,
  );
}

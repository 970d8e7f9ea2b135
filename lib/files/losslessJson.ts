/** JSON text that keeps what JSON has no word for: NaN and the infinities, written as those texts. */
export function toLosslessJson(value: unknown): string {
  return JSON.stringify(value, (_, entry: unknown) =>
    typeof entry === "number" && !Number.isFinite(entry) ? String(entry) : entry,
  );
}

/** The value of `toLosslessJson`'s text; a SyntaxError when it is no JSON. */
export function fromLosslessJson(text: string): unknown {
  return JSON.parse(text, (_, entry: unknown) =>
    entry === "NaN" || entry === "Infinity" || entry === "-Infinity" ? Number(entry) : entry,
  );
}

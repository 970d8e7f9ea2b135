/** A JSON object whose members are not known. */
export type Json = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A member that is an object. */
export function record(of: Json, key: string): Json {
  const value = of[key];
  return isRecord(value) ? value : refuse(key, "an object", value);
}

/** A member that is a list of objects. */
export function list(of: Json, key: string): readonly Json[] {
  const value = of[key];
  return Array.isArray(value) && value.every(isRecord) ? value : refuse(key, "a list of objects", value);
}

export function text(of: Json, key: string): string {
  const value = of[key];
  return typeof value === "string" ? value : refuse(key, "a name", value);
}

function refuse(key: string, expected: string, got: unknown): never {
  const shown = got === undefined ? "nothing" : JSON.stringify(got).slice(0, 60);
  throw new Error(
    `topology: expected ${expected} as ${key}, got ${shown}; give the JSON as tfjs or Keras wrote it`,
  );
}

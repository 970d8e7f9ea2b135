/** Checks one setting and returns it, or throws an error that names it. */
export type Check<T> = (value: unknown, name: string) => T;

function shown(value: unknown): string {
  return typeof value === "string" || (typeof value === "object" && value !== null)
    ? JSON.stringify(value)
    : String(value);
}

function refuse(name: string, expected: string, value: unknown): never {
  throw new Error(`${name}: expected ${expected}, got ${shown(value)}; correct it`);
}

/** One of a closed list of names. */
export function oneOf<T extends string>(...choices: readonly T[]): Check<T> {
  return (value, name) =>
    choices.find((choice) => choice === value) ?? refuse(name, `one of ${choices.join(", ")}`, value);
}

/** A finite number in [low, high]; with `above`, strictly above `low`. */
export function number(low: number, high = Infinity, above = false): Check<number> {
  const expected = `a number ${above ? ">" : "≥"} ${low}${high < Infinity ? ` and ≤ ${high}` : ""}`;
  return (value, name) =>
    typeof value === "number" &&
    Number.isFinite(value) &&
    value <= high &&
    (above ? value > low : value >= low)
      ? value
      : refuse(name, expected, value);
}

/** An integer in [low, high]. */
export function integer(low: number, high: number): Check<number> {
  return (value, name) =>
    typeof value === "number" && Number.isInteger(value) && value >= low && value <= high
      ? value
      : refuse(name, `an integer in ${low}…${high}`, value);
}

/** true or false. */
export const flag: Check<boolean> = (value, name) =>
  typeof value === "boolean" ? value : refuse(name, "true or false", value);

/** Checks of an object's fields, by field name. */
export type Checks<T> = { readonly [K in keyof Required<T>]: Check<Required<T>[K]> };

/**
 * An object whose fields each pass their check; absent fields stay absent. Field names are camelCase here
 * and snake_case to the person who wrote them; both are accepted, and an unknown one is refused by name.
 */
export function fields<T extends object>(checks: Checks<T>): Check<Partial<T>> {
  return (value, name) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      refuse(name, "fields with values", value);
    }
    const table = checks as Readonly<Record<string, Check<unknown>>>;
    const entries = Object.entries(value).map(([key, given]) => {
      const field = key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
      const check = Object.hasOwn(table, field) ? table[field] : undefined;
      if (check === undefined) {
        const known = Object.keys(table).map(snakeCase).join(", ");
        throw new Error(`${name}: unknown field ${key}; expected one of ${known}`);
      }
      return [field, check(given, `${name}: ${key}`)] as const;
    });
    return Object.fromEntries(entries) as Partial<T>;
  };
}

/** "batchSize" → "batch_size". */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

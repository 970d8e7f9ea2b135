import { items, type JsonField, member, wrong } from "../../dataset/jsonField";

/** Reads a value of one shape; a DatasetError names the place where it is another. */
export type Shape<T> = (field: JsonField) => T;

type Shapes = Readonly<Record<string, Shape<unknown>>>;

type Values<S extends Shapes> = { readonly [K in keyof S]: ReturnType<S[K]> };

const WORDS: Readonly<Record<string, number>> = { NaN: NaN, Infinity: Infinity, "-Infinity": -Infinity };

/** A number, also NaN and the infinities, bare or as texts. */
export const number: Shape<number> = (field) => {
  const { value } = field;
  if (typeof value === "number") return value;
  const word = typeof value === "string" ? WORDS[value] : undefined;
  if (word === undefined) throw wrong(field, 'a number (NaN and the infinities also as "NaN", "Infinity")');
  return word;
};

export const text: Shape<string> = (field) => {
  if (typeof field.value !== "string") throw wrong(field, "a text");
  return field.value;
};

export const flag: Shape<boolean> = (field) => {
  if (typeof field.value !== "boolean") throw wrong(field, "true or false");
  return field.value;
};

/** One of these texts. */
export function oneOf<const T extends string>(...words: readonly T[]): Shape<T> {
  return (field) => {
    const found = words.find((word) => word === field.value);
    if (found === undefined) throw wrong(field, `one of ${words.join(", ")}`);
    return found;
  };
}

/** An array of things of one shape. */
export function list<T>(of: Shape<T>): Shape<T[]> {
  return (field) => items(field).map(of);
}

/** An array of numbers, quicker than `list(number)`: its places get names only where one is wrong. */
export const numbers: Shape<number[]> = (field) => {
  const { value } = field;
  if (!Array.isArray(value)) throw wrong(field, "an array of numbers");
  return (value as unknown[]).map((entry, i) =>
    typeof entry === "number" ? entry : number({ ...field, path: `${field.path}[${i}]`, value: entry }),
  );
};

/** [N, D]: rows of one length. */
export const matrix: Shape<number[][]> = (field) => {
  const { value } = field;
  if (!Array.isArray(value)) throw wrong(field, "an array of rows");
  const at = (i: number): JsonField => ({
    ...field,
    path: `${field.path}[${i}]`,
    value: (value as unknown[])[i],
  });
  const rows = (value as unknown[]).map((_, i) => numbers(at(i)));
  const width = rows[0]?.length ?? 0;
  const odd = rows.findIndex((row) => row.length !== width || width === 0);
  if (odd >= 0) throw wrong(at(odd), `a row of ${Math.max(1, width)} numbers like the first`);
  return rows;
};

/** An object with these members and, where they are there, those; any other one is refused by name. */
export function object<R extends Shapes, O extends Shapes>(
  required: R,
  optional: O,
): Shape<Values<R> & Partial<Values<O>>> {
  const known = [...Object.keys(required), ...Object.keys(optional)];
  return (field) => {
    member(field, ""); // an object
    const given = Object.keys(field.value as object);
    const stranger = given.find((name) => !known.includes(name));
    if (stranger !== undefined)
      throw wrong(member(field, stranger), `no member of this name (known: ${known.join(", ")})`);
    const read = Object.entries({ ...required, ...optional })
      .filter(([name]) => name in required || given.includes(name))
      .map(([name, shape]) => [name, shape(member(field, name))] as const);
    return Object.fromEntries(read) as Values<R> & Partial<Values<O>>;
  };
}

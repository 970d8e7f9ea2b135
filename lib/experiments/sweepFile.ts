import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parse } from "yaml";
import { checkSettings, trainingConfig, type LabelSet, type Settings, type Speed } from "../training/config";
import { fields, integer, oneOf, type Check } from "../training/fieldChecks";

/** One row of a sweep: settings under a name. */
export interface Variant {
  readonly name: string;
  readonly settings: Settings;
}

/** What a sweep file asks for: every variant on every label set of every data set, with every seed. */
export interface Sweep {
  readonly speed: Speed;
  readonly seeds: readonly number[];
  readonly labels: readonly LabelSet[];
  /** Folders; empty for the generated data set of the speed. */
  readonly data: readonly string[];
  readonly variants: readonly Variant[];
  /** The name of the variant that the others are compared with. */
  readonly base: string;
}

/** A sweep file as it is written; `settings` hold for all, then `grid` makes every combination, or `list` names some. */
interface SweepText extends Omit<Sweep, "variants"> {
  readonly settings: Settings;
  readonly grid: Readonly<Record<string, readonly unknown[]>>;
  readonly list: readonly Variant[];
}

const MOST_RUNS = 1e5;

const checkText = fields<SweepText>({
  speed: oneOf("fast", "laptop", "full"),
  seeds: (value, name) =>
    typeof value === "number"
      ? Array.from({ length: integer(1, MOST_RUNS)(value, name) }, (_, i) => i + 1)
      : listOf(integer(0, 2 ** 32 - 1))(value, name),
  labels: (value, name) =>
    listOf(oneOf("ego-pose", "first-car"))(typeof value === "string" ? [value] : value, name),
  data: (value, name) => listOf(text)(typeof value === "string" ? [value] : value, name),
  base: (value, name) => text(value, name),
  settings: checkSettings,
  grid: (value, name) =>
    Object.fromEntries(
      entriesOf(value, name).map(([key, values]) => [key, listOf(any)(values, `${name}: ${key}`)]),
    ),
  list: (value, name) =>
    entriesOf(value, name).map(([key, settings]) => ({
      name: key,
      settings: checkSettings(settings ?? {}, `${name}: ${key}`),
    })),
});

/**
 * Reads a sweep file (YAML). Errors name the file, the field and what it may be; every combination is checked before
 * any run. Data folders are relative to the file.
 */
export function readSweep(path: string): Sweep {
  const file = resolve(path);
  if (!existsSync(file)) throw new Error(`sweep: expected a file at ${file}, got none; check the path`);
  const found = checkText(parseYaml(file) ?? {}, file);
  const { speed = "laptop", seeds = [1, 2, 3], labels = ["ego-pose"], data = [] } = found;
  const variants = variantsOf(found, file, speed);
  const runs = variants.length * seeds.length * labels.length * Math.max(1, data.length);
  if (runs > MOST_RUNS) throw new Error(`${file}: expected at most ${MOST_RUNS} runs, got ${runs}; split it`);
  const base = found.base ?? variants[0]?.name ?? "";
  if (!variants.some(({ name }) => name === base)) {
    const names = variants.slice(0, 5).map(({ name }) => `"${name}"`);
    throw new Error(
      `${file}: base: expected the name of a variant, such as ${names.join(", ")}, got "${base}"; correct it`,
    );
  }
  const folders = data.map((folder) => resolve(dirname(file), folder));
  for (const folder of folders) {
    if (!existsSync(folder))
      throw new Error(
        `${file}: data: expected a data set at ${folder}, got none; run npx seven-fixes generate ${folder}`,
      );
  }
  return { speed, seeds, labels, data: folders, variants, base };
}

function variantsOf(
  { settings = {}, grid, list }: Partial<SweepText>,
  file: string,
  speed: Speed,
): Variant[] {
  if ((grid === undefined) === (list === undefined))
    throw new Error(
      `${file}: expected grid or list, got ${grid === undefined ? "neither" : "both"}; write one of them`,
    );
  const rows = list ?? combinations(grid ?? {}, `${file}: grid`);
  if (rows.length === 0)
    throw new Error(`${file}: expected at least one variant, got none; fill grid or list`);
  return rows.map(({ name, settings: own }) => {
    const fixes = { ...settings.fixes, ...own.fixes };
    const all: Settings = {
      ...settings,
      ...own,
      ...(Object.keys(fixes).length === 0 ? {} : { fixes }),
      speed,
    };
    refuseLaidDown(all, own, file, name);
    if (trainingConfig(all).epochs === 0)
      throw new Error(`${file}: ${name}: epochs: expected at least 1, got 0; there is nothing to compare`);
    return { name, settings: all };
  });
}

/** Seeds and labels are the sweep's own fields. */
function refuseLaidDown(all: Settings, own: Settings, file: string, name: string): void {
  for (const field of ["seed", "labels"] as const) {
    if (all[field] !== undefined)
      throw new Error(
        `${file}: ${name}: expected no ${field} in settings, got one; write ${field === "seed" ? "seeds" : field} beside them`,
      );
  }
  if (own.speed !== undefined)
    throw new Error(
      `${file}: ${name}: expected one speed for all, got one of its own; write speed beside grid or list`,
    );
}

/** Every combination of the values, named by them. A key is a setting, or `fixes.` and a fix. */
function combinations(grid: Readonly<Record<string, readonly unknown[]>>, where: string): Variant[] {
  let rows: { readonly name: string; readonly raw: Readonly<Record<string, unknown>> }[] = [
    { name: "", raw: {} },
  ];
  for (const [key, values] of Object.entries(grid)) {
    rows = rows.flatMap(({ name, raw }) =>
      values.map((value) => ({
        name: `${name === "" ? "" : `${name}, `}${key.replace(/^fixes\./, "")} ${String(value)}`,
        raw: withValue(raw, key, value),
      })),
    );
    if (rows.length > MOST_RUNS)
      throw new Error(`${where}: expected at most ${MOST_RUNS} combinations; split it`);
  }
  if (Object.keys(grid).length === 0) return [];
  return rows.map(({ name, raw }) => ({ name, settings: checkSettings(raw, where) }));
}

function withValue(
  raw: Readonly<Record<string, unknown>>,
  key: string,
  value: unknown,
): Record<string, unknown> {
  if (!key.startsWith("fixes.")) return { ...raw, [key]: value };
  const fixes = (raw["fixes"] ?? {}) as Readonly<Record<string, unknown>>;
  return { ...raw, fixes: { ...fixes, [key.slice("fixes.".length)]: value } };
}

const any: Check<unknown> = (value) => value;

const text: Check<string> = (value, name) => {
  if (typeof value === "string" && value !== "") return value;
  throw new Error(`${name}: expected text, got ${JSON.stringify(value)}; correct it`);
};

function listOf<T>(check: Check<T>): Check<T[]> {
  return (value, name) => {
    if (!Array.isArray(value) || value.length === 0)
      throw new Error(
        `${name}: expected a list with at least one value, got ${JSON.stringify(value)}; write [a, b]`,
      );
    if (new Set(value.map((one) => JSON.stringify(one))).size < value.length)
      throw new Error(`${name}: expected every value once, got ${JSON.stringify(value)}; leave one out`);
    return value.map((one) => check(one, name));
  };
}

function entriesOf(value: unknown, name: string): [string, unknown][] {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return Object.entries(value);
  throw new Error(
    `${name}: expected names with values, got ${JSON.stringify(value)}; write "name: value" lines`,
  );
}

function parseYaml(file: string): unknown {
  try {
    return parse(readFileSync(file, "utf8"));
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
    throw new Error(`${file}: expected YAML, got "${reason}"; correct the line`, { cause: error });
  }
}

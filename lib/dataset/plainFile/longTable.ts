import { type Point } from "../../geometry/trajectory";
import { at } from "../../math/at";
import { median } from "../../math/statistics";
import { DatasetError } from "../datasetError";
import { type FileOptions } from "./fileOptions";
import { type Table, type TableRow } from "./table";
import { type Targets, trajectoryOf } from "./targets";
import { timeUnitOf } from "./timeUnit";

/** Names of the four columns as people write them, lower case. */
const NAMES = {
  sample:
    /^(sample|scene|scenario|trajectory|traj|track|sequence|seq|case|window|row|id|index|token)(_?(id|token|index))?$/,
  time: /^(step|time_?step|t|time|timestamp|time_?stamp|seconds|frame|frame_?id)([ _]?[[(]?(s|ms|us|ns)[\])]?)?$/,
  x: /^(x|(pos|position|center|centre)_?x|p_?x|x[ _]?[[(]?m[\])]?)$/,
  y: /^(y|(pos|position|center|centre)_?y|p_?y|y[ _]?[[(]?m[\])]?)$/,
};
const ROLES = ["sample", "time", "x", "y"] as const;
/** Columns that count rows and say nothing about seconds. */
const COUNTS = /step|frame/;
/** Time stamps may jitter by this share of a step. */
const JITTER = 0.25;

type Columns = Readonly<Record<(typeof ROLES)[number], number>>;

/** Whether a table has one row a time step: columns called x and y, or so few under names that no wide table has. */
export function isLongTable({ names, rows }: Table, { columns }: FileOptions): boolean {
  if (columns !== undefined) return true;
  if (names === undefined) return false;
  const known = ROLES.filter((role) => names.some((name) => NAMES[role].test(name)));
  const numbered = names.every((name) => /\d/.test(name) || name === "");
  return (known.includes("x") && known.includes("y")) || (!numbered && at(rows, 0).cells.length <= 5);
}

/** Trajectories of a table with one row a time step, by its header or the given names. */
export function targetsOfLongTable(file: string, table: Table, options: FileOptions): Targets {
  const names = table.names ?? at(table.rows, 0).cells.map((_, i) => String(i + 1));
  const columns = columnsOf(file, names, options);
  const samples = [...samplesOf(file, table.rows, columns)];
  const length = at(samples, 0)[1].length;
  const trajectories = samples.map(([sample, rows]) => {
    if (rows.length !== length) {
      const remedy = "every sample has the same steps; whole tracks are cut into windows first";
      throw new DatasetError(
        file,
        `sample ${sample}`,
        `expected ${length} steps, got ${rows.length}; ${remedy}`,
      );
    }
    const points = rows.sort((a, b) => a.time - b.time).map(({ point }) => point);
    return trajectoryOf(file, `sample ${sample}`, points);
  });
  const timing = stepOf(file, names[columns.time] ?? "", samples);
  const used = ROLES.map((role) => `${role} from ${names[columns[role]] ?? ""}`).join(", ");
  const unit = timing === undefined ? "" : ` in ${timing.unit}`;
  return {
    trajectories,
    notes: ["one row a step", used.replace(", x from", `${unit}, x from`), table.dialect],
    ...(timing === undefined ? {} : { stepSeconds: timing.seconds }),
  };
}

function columnsOf(file: string, names: readonly string[], { columns }: FileOptions): Columns {
  const wanted = columns?.map((name) => name.toLowerCase());
  const [sample, time, x, y] = ROLES.map((role, i) => {
    const found = names.flatMap((name, k) => {
      const fits = wanted === undefined ? NAMES[role].test(name) : name === wanted[i];
      return fits ? [k] : [];
    });
    if (found.length !== 1) {
      const which = found.length === 0 ? "none" : found.map((k) => names[k] ?? "").join(" and ");
      throw new DatasetError(
        file,
        "header",
        `expected one column for ${role}, got ${which} among ${names.join(", ")}; name the four: --columns SAMPLE,TIME,X,Y`,
      );
    }
    return at(found, 0);
  });
  return { sample: sample ?? 0, time: time ?? 0, x: x ?? 0, y: y ?? 0 };
}

interface Step {
  readonly time: number;
  readonly point: Point;
}

function samplesOf(file: string, rows: readonly TableRow[], columns: Columns): Map<string, Step[]> {
  const samples = new Map<string, Step[]>();
  const seen = new Set<string>();
  for (const { field, cells, numbers } of rows) {
    const [time = NaN, x = NaN, y = NaN] = [columns.time, columns.x, columns.y].map((k) => numbers[k]);
    if (![time, x, y].every(Number.isFinite))
      throw new DatasetError(file, field, `expected numbers for time, x and y, got ${cells.join(",")}`);
    const sample = cells[columns.sample] ?? "";
    const key = `${sample} ${time}`;
    if (seen.has(key)) throw new DatasetError(file, field, `expected step ${time} of sample ${sample} once`);
    seen.add(key);
    const steps = samples.get(sample);
    if (steps === undefined) samples.set(sample, [{ time, point: [x, y] }]);
    else steps.push({ time, point: [x, y] });
  }
  return samples;
}

/** The step of the time column in seconds; `undefined` where it counts rows. A DatasetError when it is not even. */
function stepOf(
  file: string,
  name: string,
  samples: readonly (readonly [string, readonly Step[]])[],
): { readonly seconds: number; readonly unit: string } | undefined {
  const gaps = samples.flatMap(([sample, rows]) =>
    rows.slice(1).map(({ time }, j) => ({ sample, gap: time - at(rows, j).time })),
  );
  const step = median(gaps.map(({ gap }) => gap));
  const uneven = gaps.find(({ gap }) => Math.abs(gap - step) > JITTER * step);
  if (uneven !== undefined) {
    throw new DatasetError(
      file,
      `sample ${uneven.sample}`,
      `expected equal steps of ${round(step)} in column ${name}, got ${round(uneven.gap)}; resample it by time`,
    );
  }
  if (COUNTS.test(name) || step === 1) return undefined;
  const unit = timeUnitOf(step);
  return { seconds: round(step / unit.perSecond), unit: unit.name };
}

/** Without the last digits of a difference of decimals. */
function round(value: number): number {
  return Number(value.toPrecision(6));
}

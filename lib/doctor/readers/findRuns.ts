import { type Dirent, readdirSync, statSync } from "node:fs";
import { basename, dirname, extname, join, relative } from "node:path";
import { DatasetError } from "../../dataset/datasetError";

/** Files that hold one run (or, a JSON file, several): never those of two. */
export interface RunPlace {
  /** How the files belong together. */
  readonly kind: "file" | "event-files" | "metric-files";
  /** The file, or the folder of several. */
  readonly source: string;
  readonly name: string;
  readonly files: readonly string[];
}

const LOG_ENDINGS = new Set([".csv", ".tsv", ".txt", ".log", ".json", ".jsonl", ".ndjson", ".out", ".err"]);
/** Settings, word lists and summaries that programs leave beside logs. */
const NO_LOG =
  /^(hparams|config|args|params|package|package-lock|tsconfig|tokenizer.*|vocab.*|special_tokens_map|generation_config|preprocessor_config|adapter_config|all_results|train_results|eval_results|wandb-(metadata|summary)|requirements|model|recipe|readme|license)\.\w+$/i;
const SKIPPED_FOLDERS = new Set(["node_modules", "__pycache__", "site-packages"]);

/**
 * The runs of a folder, each with a name of its own: event files of one folder (and its `train`, `validation` folders)
 * are one run, as are DVCLive's one file a metric; of the copies of a trainer_state.json in checkpoint folders
 * the last counts; any other file is a run. A file is one place. Errors: a DatasetError when there is nothing.
 */
export function findRuns(path: string): RunPlace[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined)
    throw new DatasetError(
      path,
      "content",
      "expected a log, an evidence.json or a folder of them, got nothing there; name another path",
    );
  if (!stat.isDirectory()) return [{ kind: "file", source: path, name: basename(path), files: [path] }];
  const files = withoutCopies(walk(path));
  const places = [
    ...grouped(files, isEventFileName, eventFolder, "event-files"),
    ...grouped(files, isMetricFile, metricFolder, "metric-files"),
  ];
  const others = files.filter((file) => !isEventFileName(file) && !isMetricFile(file));
  const all = [
    ...places,
    ...others.map((file): RunPlace => ({ kind: "file", source: file, name: "", files: [file] })),
  ];
  if (all.length === 0)
    throw new DatasetError(
      path,
      "content",
      "expected logs in this folder (.csv, .tsv, .json, .jsonl, .log, .txt, event files), got none; name the log itself",
    );
  return named(path, all);
}

function walk(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return isSkipped(entry) ? [] : walk(path);
    return entry.isFile() && isCandidate(entry.name) ? [path] : [];
  });
}

function isSkipped({ name }: Dirent): boolean {
  return name.startsWith(".") || SKIPPED_FOLDERS.has(name);
}

function isCandidate(name: string): boolean {
  if (isEventFileName(name)) return true;
  return !name.startsWith(".") && LOG_ENDINGS.has(extname(name).toLowerCase()) && !NO_LOG.test(name);
}

/** TensorBoard finds its files by this part of the name too. */
function isEventFileName(path: string): boolean {
  return basename(path).includes("tfevents");
}

/** `plots/metrics/…/NAME.tsv` of DVCLive. */
function isMetricFile(path: string): boolean {
  return /[\\/]plots[\\/]metrics[\\/].*\.tsv$/.test(path);
}

/** The run's folder of metrics: those below it are parts of names. */
function metricFolder(path: string): string {
  return path.replace(/([\\/]plots[\\/]metrics)[\\/].*$/, "$1");
}

/** Keras writes `train` and `validation` beside each other, add_scalars `NAME_train`: parts of the run above them. */
const SPLIT_FOLDER = /^(.*_)?(train|training|val|valid|validation|eval|test)$/i;

function eventFolder(file: string): string {
  const folder = dirname(file);
  return SPLIT_FOLDER.test(basename(folder)) ? dirname(folder) : folder;
}

function grouped(
  files: readonly string[],
  belongs: (file: string) => boolean,
  folderOf: (file: string) => string,
  kind: RunPlace["kind"],
): RunPlace[] {
  const groups = new Map<string, string[]>();
  for (const file of files.filter(belongs)) {
    const folder = folderOf(file);
    groups.set(folder, [...(groups.get(folder) ?? []), file]);
  }
  return [...groups].map(([source, members]) => ({ kind, source, name: "", files: members }));
}

/** A trainer_state.json holds all of the history: the one at the root, else that of the last checkpoint. */
function withoutCopies(files: readonly string[]): string[] {
  const best = new Map<string, { file: string; step: number }>();
  const others: string[] = [];
  for (const file of files) {
    if (basename(file) !== "trainer_state.json") {
      others.push(file);
      continue;
    }
    const folder = dirname(file);
    const step = /^checkpoint-(\d+)$/.exec(basename(folder))?.[1];
    const run = step === undefined ? folder : dirname(folder);
    const known = best.get(run);
    const rank = step === undefined ? Infinity : Number(step);
    if (known === undefined || rank > known.step) best.set(run, { file, step: rank });
  }
  return [...others, ...[...best.values()].map(({ file }) => file)];
}

/** The folder below the given one where it holds one run, else the file. */
function named(root: string, places: readonly RunPlace[]): RunPlace[] {
  const folders = places.map(({ kind, source }) => (kind === "file" ? dirname(source) : source));
  const counts = new Map<string, number>();
  for (const folder of folders) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  return places
    .map((place, i) => {
      const folder = folders[i] ?? root;
      const alone = counts.get(folder) === 1 && folder !== root;
      const whole = relative(root, alone ? folder : place.source);
      return { ...place, name: whole === "" ? basename(root) : whole.replaceAll("\\", "/") };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

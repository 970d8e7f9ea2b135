import { loggedNumber, type LogTable, type LogTableBuilder, logTableBuilder } from "./logTable";

const NUMBER = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[-+]?(?:nan|inf(?:inity)?)\b`;

/** `'loss': 0.69` of a printed dict; newer versions print the numbers as texts. */
const QUOTED = new RegExp(
  String.raw`['"]([^'"]+)['"]\s*:\s*(?:np\.float\d+\()?['"]?(${NUMBER})(?![\w.])`,
  "gi",
);

/** Up to four words, then `:` or `=` and a number, which may stand in brackets or in `tensor(…)`. */
const NAMED = new RegExp(
  String.raw`([A-Za-z_][\w./@]*(?: [A-Za-z_][\w./@]*){0,3})\s*[:=]\s*(?:tensor\(|\[)?\s*(${NUMBER})(?![\w:]|\.\d|/\d)`,
  "gi",
);

/** `train loss 2.3`: without a sign between only where the words say that it is a loss or the like. */
const BARE = new RegExp(
  String.raw`((?:[A-Za-z_][\w./]* ){0,2}[\w./]*(?:loss|acc|accuracy|lr|mse|mae|rmse)) (${NUMBER})(?![\w:]|/\d)`,
  "gi",
);

const EPOCH = /\bepochs?\b[^\d\n]{0,4}(\d+)(?![\d.]*[.]\d)/i;
const STEP = /\b(?:global[ _]?step|step|iter(?:ation)?)\b[^\d\n]{0,4}(\d+)/i;

/** Words that belong to a quantity's name; words before the first of them are the line's own. */
const VOCABULARY =
  /^(train|training|val|valid|validation|eval|evaluation|test|dev|avg|average|mean|total|running|epoch|batch|best|loss|lr|learning|rate|grad|gradient|norm|acc|accuracy|mse|mae|rmse|r2)/i;

/** What transformers print at the end: means over the run, no point of a curve. */
const CLOSING = "train_runtime";

/** A traceback's last line. */
const EXCEPTION = /^(\w+\.)*\w*(Error|Exception|Interrupt)\b(: .*)?$/;

/**
 * What a training program printed: `name: number`, `name=number`, Keras lines, printed dicts. Of a progress bar drawn over
 * itself its last state counts. Lines without a number say the epoch of those that follow.
 */
export function readConsoleLog(lines: Iterable<string>): LogTable {
  const builder = logTableBuilder();
  const place: Place = {};
  let traceback = false;
  for (const raw of lines) {
    const line = lastState(raw);
    if (line.startsWith("Traceback (most recent call last)")) traceback = true;
    else if (traceback && EXCEPTION.test(line)) builder.note(`it ended with ${line.slice(0, 120)}`);
    else addConsoleLine(builder, line, place);
  }
  return builder.table("console text");
}

/** Where the last lines stood. */
interface Place {
  epoch?: number;
  step?: number;
}

/** Without colours; after the last carriage return or backspace that something follows. */
export function lastState(line: string): string {
  const plain = line.includes("\u001b") ? line.replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, "") : line;
  if (!/[\r\b]/.test(plain)) return plain;
  return plain.split(/[\r\b]+/).findLast((part) => part.trim() !== "") ?? "";
}

function addConsoleLine(builder: LogTableBuilder, line: string, place: Place): void {
  if (!/\d|nan|inf/i.test(line)) return;
  const found = cellsOf(line);
  const epoch = found.get("epoch") ?? placeIn(line, EPOCH);
  const step = found.get("step") ?? placeIn(line, STEP);
  if (epoch !== undefined && epoch !== place.epoch) {
    place.epoch = epoch;
    delete place.step; // steps may count within epochs
  }
  if (step !== undefined) place.step = step;
  for (const name of ["epoch", "step"]) found.delete(name);
  if (found.size === 0 || found.has(CLOSING)) return;
  for (const [name, value] of found) builder.set(name, value);
  if (place.epoch !== undefined) builder.set("epoch", place.epoch);
  if (place.step !== undefined) builder.set("step", place.step);
  builder.endRow();
}

function placeIn(line: string, pattern: RegExp): number | undefined {
  const digits = pattern.exec(line)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function cellsOf(line: string): Map<string, number> {
  const found = new Map<string, number>();
  const quoted = [...line.matchAll(QUOTED)];
  const matches = quoted.length > 0 ? quoted : [...line.matchAll(NAMED), ...line.matchAll(BARE)];
  for (const [, words = "", number = ""] of matches) {
    const name = quoted.length > 0 ? words : nameOf(words);
    const value = loggedNumber(number);
    if (value === undefined || /^(eta|time|elapsed|step|it)s?$/i.test(name)) {
      if (/^step$/i.test(name) && value !== undefined) found.set("step", value);
    } else if (/^epoch$/i.test(name)) found.set("epoch", value);
    else if (!found.has(name)) found.set(name, value);
  }
  return found;
}

/** The words from the first that belongs to a quantity; without one only the last word. */
function nameOf(words: string): string {
  const all = words.split(" ");
  const first = all.findIndex(
    (word, i) => VOCABULARY.test(word) && !(i === 0 && /^epoch$/i.test(word) && all.length > 1),
  );
  return (first < 0 ? all.slice(-1) : all.slice(first)).join(" ");
}

import { dirname } from "node:path";
import { format, inspect } from "node:util";
import { absentLibrary } from "./absentLibrary";
import { typedLine, type CellMaps, type Place } from "./cellLines";
import { isBrokenOff } from "./stopSignal";

/** The content of Jupyter's `error` message. */
export interface ErrorReport {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

/** What is needed to tell where in the notebook an error came from. */
export interface Places {
  readonly maps: ReadonlyMap<string, CellMaps>;
  /** Typed source of a cell that ran, by its name in stack traces. */
  readonly sources: ReadonlyMap<string, string>;
}

const MACHINERY = /node:|[\\/]node_modules[\\/]tslab[\\/]|[\\/]dist[\\/]jupyter[\\/]kernel[\\/]/;
const CELL_PLACE = /(cell-\d+\.ts):(\d+)(?::(\d+))?/;
const PACKAGES = /(\(|at )[^()]*[\\/]node_modules[\\/]/;
const LIBRARY_FOLDER = dirname(dirname(__dirname));
const SHOWN_FRAMES = 12;
const SHOWN_CAUSES = 5;

const isInterruption = (error: Error): boolean =>
  isBrokenOff(error) || error.message === "Interrupted asynchronously";

/** The place in a cell that a line of a stack trace names. */
function placeIn(frame: string): Place | undefined {
  const [, cell, line, column = 0] = CELL_PLACE.exec(frame) ?? [];
  return cell === undefined ? undefined : { cell, line: Number(line), column: Number(column) };
}

/** One frame in the words of the notebook, or undefined for a frame of tslab, Node or this kernel. */
function shownFrame(frame: string, { maps }: Places): string | undefined {
  if (MACHINERY.test(frame)) return undefined;
  const place = placeIn(frame);
  if (place === undefined) return frame.replaceAll(LIBRARY_FOLDER, "seven-fixes").replace(PACKAGES, "$1");
  const line = typedLine(place, maps);
  if (line === undefined) return undefined;
  const typed = `${place.cell.replace("-", " ").replace(".ts", "")}, line ${line}`;
  // tslab keeps what a cell declares behind a Proxy; the reader called the function by its own name
  return frame.replace(CELL_PLACE, typed).replace("at Proxy.", "at ");
}

/** The typed line of a place, under its number. */
function excerpt(place: Place | undefined, { maps, sources }: Places): string[] {
  if (place === undefined) return [];
  const line = typedLine(place, maps);
  const source = line === undefined ? undefined : sources.get(place.cell)?.split("\n")[line - 1];
  return source === undefined ? [] : [`    ${line ?? ""} | ${source.trim()}`];
}

const FRAME = /^(\s+at .*:\d+:\d+\)?)([ ,{]*)$/;

/** A text in which the frames of stack traces, if it has any, are told as in a traceback. */
export function withTypedPlaces(text: string, places: Places): string {
  if (!text.includes(" at ")) return text;
  const told: string[] = [];
  for (const line of text.split("\n")) {
    const [, frame, end = ""] = FRAME.exec(line) ?? [];
    const shown = frame === undefined ? line : shownFrame(frame, places);
    if (shown !== undefined) told.push(frame === undefined ? line : shown + end);
    else if (end !== "") told.push(`${told.pop() ?? ""}${end}`);
  }
  return told.join("\n");
}

function causes(error: Error, places: Places): string[] {
  const found: string[] = [];
  let cause = error.cause;
  while (cause !== undefined && found.length < SHOWN_CAUSES) {
    const told =
      cause instanceof Error ? `${cause.name}: ${cause.message}` : withTypedPlaces(inspect(cause), places);
    found.push(`caused by ${told}`);
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return found;
}

/** Code that Node cannot read has no frame of its own: its place stands alone in the first line of the stack. */
function unreadFrame({ name }: Error, [place = ""]: readonly string[]): string | undefined {
  return name === "SyntaxError" && /^cell-\d+\.ts:\d+$/.test(place) ? `    at ${place}` : undefined;
}

function reportOfError(error: Error, places: Places): ErrorReport {
  if (isInterruption(error)) {
    return {
      ename: "InterruptedError",
      evalue: "stopped",
      traceback: ["InterruptedError: the cell was stopped"],
    };
  }
  const stack = (error.stack ?? "").split("\n");
  const frames = stack.filter((line) => /^\s+at /.test(line));
  const unread = unreadFrame(error, stack);
  const told = unread === undefined ? frames : [unread, ...frames];
  const shown = told.flatMap((frame) => shownFrame(frame, places) ?? []).slice(0, SHOWN_FRAMES);
  const header = `${error.name}: ${error.message}`;
  return {
    ename: error.name,
    evalue: error.message,
    traceback: [
      header,
      ...excerpt(placeIn(told[0] ?? ""), places),
      ...shown,
      ...causes(error, places),
      ...absentLibrary(error.message, process.cwd()),
    ],
  };
}

/** True for errors of any realm and for objects that look like one. */
function isErrorLike(thrown: unknown): thrown is Error {
  return (
    thrown instanceof Error ||
    (typeof thrown === "object" && thrown !== null && "message" in thrown && "stack" in thrown)
  );
}

/**
 * The report on what a cell threw: name, message, the typed line, and the frames that lie in cells or libraries;
 * none of tslab's or Node's. Anything can be thrown, also a string, a circular object or one that cannot be shown.
 */
export function reportThrown(thrown: unknown, places: Places): ErrorReport {
  try {
    if (isErrorLike(thrown)) return reportOfError(thrown, places);
    const shown = withTypedPlaces(inspect(thrown), places);
    return { ename: "Thrown", evalue: shown, traceback: [`Thrown: ${shown}`] };
  } catch {
    const evalue = "a value that cannot be shown";
    return { ename: "Thrown", evalue, traceback: [`Thrown: ${evalue}`] };
  }
}

/** The report on compiler messages, each as tslab's executor hands them over: a format and its arguments. */
export function reportDiagnostics(diagnostics: readonly (readonly unknown[])[]): ErrorReport {
  const messages = diagnostics.map((parts) => format(...parts));
  const ename = "TypeScriptError";
  return {
    ename,
    evalue: messages[0] ?? "",
    traceback: messages.flatMap((message) => [
      `${ename}: line ${message}`,
      ...absentLibrary(message, process.cwd()),
    ]),
  };
}

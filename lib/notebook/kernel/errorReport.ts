import { dirname } from "node:path";
import { format, inspect } from "node:util";
import { typedLine, type LineTable } from "./cellLines";
import { isBrokenOff } from "./stopSignal";

/** The content of Jupyter's `error` message. */
export interface ErrorReport {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

/** What is needed to tell where in the notebook an error came from. */
export interface Places {
  readonly lines: ReadonlyMap<string, LineTable>;
  /** Typed source of a cell that ran, by its name in stack traces. */
  readonly sources: ReadonlyMap<string, string>;
}

const MACHINERY = /node:|[\\/]node_modules[\\/]tslab[\\/]|[\\/]dist[\\/]notebook[\\/]kernel[\\/]/;
const CELL_PLACE = /(cell-\d+\.ts):(\d+):\d+/;
const LIBRARY_FOLDER = dirname(dirname(__dirname));
const SHOWN_FRAMES = 12;
const SHOWN_CAUSES = 5;

const isInterruption = (error: Error): boolean =>
  isBrokenOff(error) || error.message === "Interrupted asynchronously";

/** One frame in the words of the notebook, or undefined for a frame of tslab, Node or this kernel. */
function shownFrame(frame: string, { lines }: Places): string | undefined {
  if (MACHINERY.test(frame)) return undefined;
  const place = CELL_PLACE.exec(frame);
  if (place?.[1] === undefined) return frame.replaceAll(LIBRARY_FOLDER, "seven-fixes");
  const line = typedLine(place[1], Number(place[2]), lines);
  if (line === undefined) return undefined;
  const typed = place[1].replace("-", " ").replace(".ts", `, line ${line}`);
  // tslab keeps what a cell declares behind a Proxy; the reader called the function by its own name
  return frame.replace(CELL_PLACE, typed).replace("at Proxy.", "at ");
}

/** The typed line that threw, under its number, if the first frame lies in a cell. */
function excerpt(frame: string | undefined, { lines, sources }: Places): string[] {
  const place = CELL_PLACE.exec(frame ?? "");
  if (place?.[1] === undefined) return [];
  const line = typedLine(place[1], Number(place[2]), lines);
  const source = line === undefined ? undefined : sources.get(place[1])?.split("\n")[line - 1];
  return source === undefined ? [] : [`    ${line ?? ""} | ${source.trim()}`];
}

function causes(error: Error): string[] {
  const found: string[] = [];
  let cause = error.cause;
  while (cause !== undefined && found.length < SHOWN_CAUSES) {
    found.push(`caused by ${cause instanceof Error ? `${cause.name}: ${cause.message}` : inspect(cause)}`);
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return found;
}

function reportOfError(error: Error, places: Places): ErrorReport {
  if (isInterruption(error)) {
    return {
      ename: "InterruptedError",
      evalue: "stopped",
      traceback: ["InterruptedError: the cell was stopped"],
    };
  }
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const shown = frames.flatMap((frame) => shownFrame(frame, places) ?? []).slice(0, SHOWN_FRAMES);
  const header = `${error.name}: ${error.message}`;
  return {
    ename: error.name,
    evalue: error.message,
    traceback: [header, ...excerpt(frames[0], places), ...shown, ...causes(error)],
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
    const shown = inspect(thrown);
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
    traceback: messages.map((message) => `${ename}: line ${message}`),
  };
}

import { interruptAll } from "../../task/interrupt";
import { inspect } from "node:util";
import { createCellConverter } from "./cellConverter";
import { cellName, WRAPPER, type CellMaps } from "./cellLines";
import { type CellOutput, type StreamName } from "./cellOutput";
import {
  reportDiagnostics,
  reportThrown,
  withTypedPlaces,
  type ErrorReport,
  type Places,
} from "./errorReport";
import { isBrokenOff, stopBeforeCells, type StopSignal } from "./stopSignal";
import { type TslabParts } from "./tslabParts";
import { CLEAR_OUTPUT } from "../../display/clearOutput";

/** How a cell ended; `value` is that of its last expression, undefined if there is none. */
export type CellEnd =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "error"; readonly report: ErrorReport };

/** Compiles and runs cells, one at a time. */
export interface Engine {
  run(code: string, count: number, output: CellOutput): Promise<CellEnd>;
  complete(code: string, cursor: number): { start: number; end: number; candidates: string[] };
  /** Type and documentation at the cursor; undefined where there is nothing. */
  describe(code: string, cursor: number): string | undefined;
  /** A cell's value as text; errors in it name lines of cells, and no files of the installation. */
  show(value: unknown): string;
  /** The lines that tell of an error nobody awaited, with the cells' own line numbers. */
  trace(thrown: unknown): string;
  /** Stops the running cell: work that can stop itself first, so that it may keep what it has. */
  interrupt(): void;
  /** A Stop pressed while nothing ran is not for the cell that comes next. */
  forgetStop(): void;
}

/** A stopped trainer gets this long to return the part it has before the cell is ended over its head. */
const GRACE_MS = 800;

/** How often a cell that waits is asked whether it was stopped. */
const STOP_CHECK_MS = 25;

/** Cells whose lines are remembered for stack traces. */
const REMEMBERED_CELLS = 500;

/** What tslab's executor told about the running cell through its console. */
interface Told {
  value: unknown;
  readonly errors: (readonly unknown[])[];
}

function remember<Value>(map: Map<string, Value>, name: string, value: Value): void {
  map.set(name, value);
  const oldest = map.size > REMEMBERED_CELLS ? map.keys().next().value : undefined;
  if (oldest !== undefined) map.delete(oldest);
}

/**
 * Sends what the process prints and displays to the cell that runs, or ran last. Telling by the cell that started
 * the work would take Node's async hooks, which show up in every printed Promise.
 */
function routeOutput(tslab: TslabParts, places: Places, current: () => CellOutput | undefined): void {
  const route = (name: StreamName): void => {
    const terminal = process[name].write.bind(process[name]);
    process[name].write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
      const output = current();
      const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
      if (output === undefined) return terminal(text);
      output.stream(name, withTypedPlaces(text, places));
      const written = rest.find((argument) => typeof argument === "function");
      if (written !== undefined) process.nextTick(written);
      return true;
    };
  };
  route("stdout");
  route("stderr");
  tslab.setDisplayWriter((content, update) => current()?.display(content, update === true));
  (globalThis as { [key: symbol]: unknown })[CLEAR_OUTPUT] = (wait: boolean) =>
    current()?.send("clear_output", { wait });
}

function shown(value: unknown): string {
  try {
    return inspect(value);
  } catch {
    return "[a value that cannot be shown]";
  }
}

/** The place of the name whose arguments the cursor stands in, as in `fit(data, |`; the cursor itself elsewhere. */
function calledName(code: string, cursor: number): number {
  const call = /[\w$](?=\s*\([^()]*$)/.exec(code.slice(0, cursor));
  return call?.index ?? cursor;
}

/** The engine of this process: it takes over stdout, stderr and tslab's display, and heeds Stop. */
export function createEngine(tslab: TslabParts, signal: StopSignal): Engine {
  const maps = new Map<string, CellMaps>();
  const sources = new Map<string, string>();
  const places = { maps, sources };
  let told: Told | undefined;
  let output: CellOutput | undefined;
  let name = cellName(0);
  let grace: NodeJS.Timeout | undefined;

  const converter = createCellConverter(tslab, (made) => remember(maps, name, made));
  const executor = tslab.createExecutor(
    process.cwd(),
    { node: converter, browser: converter, close: () => converter.close() },
    {
      log: (value: unknown) => told && (told.value = value),
      error: (...parts: unknown[]) => told?.errors.push(parts),
    },
  );
  routeOutput(tslab, places, () => output);
  const interrupt = (): void => {
    clearTimeout(grace);
    if (interruptAll() === 0) executor.interrupt();
    else grace = setTimeout(() => executor.interrupt(), GRACE_MS);
  };
  stopBeforeCells(signal, () => ({ filename: name, columnOffset: -WRAPPER.length }));
  setInterval(() => signal.take() && interrupt(), STOP_CHECK_MS).unref();

  return {
    async run(code, count, into) {
      const heard: Told = { value: undefined, errors: [] };
      told = heard;
      output = into;
      name = cellName(count);
      remember(sources, name, code);
      clearTimeout(grace);
      try {
        if (await executor.execute(code)) return { kind: "value", value: heard.value };
      } finally {
        told = undefined;
        clearTimeout(grace);
      }
      const [first] = heard.errors;
      if (isBrokenOff(first?.[0])) interruptAll(); // what the cell had begun to wait for is to end with it
      const thrown = first?.length === 1;
      const report = thrown ? reportThrown(first[0], places) : reportDiagnostics(heard.errors);
      return { kind: "error", report };
    },
    complete: (code, cursor) => executor.complete(code, cursor),
    describe(code, cursor) {
      // tslab types this as always there; off a name it is undefined
      const at = (place: number): Parameters<TslabParts["printQuickInfo"]>[0] | undefined =>
        executor.inspect(code, place);
      const info = at(cursor) ?? at(calledName(code, cursor));
      return info && tslab.printQuickInfo(info);
    },
    show: (value) => withTypedPlaces(shown(value), places),
    trace: (thrown) => reportThrown(thrown, places).traceback.join("\n"),
    interrupt,
    forgetStop: () => signal.take() && interruptAll(),
  };
}

import { setImmediate } from "node:timers/promises";
import { createCellOutput, type CellOutput } from "./cellOutput";
import { type CellEnd, type Engine } from "./engine";
import { type HistoryEntry } from "./history";
import { type Content, type Message } from "./wire";

/** How the queue talks to the client about one request. */
export interface Channel {
  publish(request: Message, type: string, content: Content): void;
  reply(request: Message, content: Content): void;
  status(request: Message, state: "busy" | "idle"): void;
}

/** Runs execute requests in order. */
export interface ExecuteQueue {
  add(request: Message): void;
  /** The request that runs now. */
  running(): Message | undefined;
  readonly history: readonly HistoryEntry[];
}

/**
 * After a failure, requests that were sent before the client could know of it are dropped. They are in the
 * socket already, so this short wait before the reply collects them all; what comes later runs.
 */
const COLLECT_MS = 50;
const REMEMBERED_HISTORY = 1000;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A queue that runs cells through the engine and numbers them 1…n. */
export function createExecuteQueue(engine: Engine, channel: Channel): ExecuteQueue {
  const waiting: Message[] = [];
  const history: HistoryEntry[] = [];
  let count = 0;
  let running: Message | undefined;

  const runCell = async (request: Message, output: CellOutput, silent: boolean): Promise<Content> => {
    const code = String(request.content["code"]);
    const stored = !silent && request.content["store_history"] !== false;
    if (stored) count++;
    if (!silent) output.send("execute_input", { code, execution_count: count });
    const end = await engine.run(code, count, output);
    const shown =
      silent || end.kind === "error" || end.value === undefined ? undefined : engine.show(end.value);
    if (end.kind === "error") output.send("error", { ...end.report });
    if (shown !== undefined) output.send("execute_result", resultContent(shown, count));
    await setImmediate(); // what is rejected by now and awaited by nobody is told while the cell still runs
    if (stored) history.push({ line: count, input: code, output: shown ?? null });
    if (history.length > REMEMBERED_HISTORY) history.shift();
    return replyContent(end, count);
  };

  const abort = (request: Message): void => {
    channel.status(request, "busy");
    channel.reply(request, { status: "aborted", execution_count: count });
    channel.status(request, "idle");
  };

  const next = async (request: Message): Promise<void> => {
    running = request;
    channel.status(request, "busy");
    const output = createCellOutput((type, content) => channel.publish(request, type, content));
    const content = await runCell(request, output, request.content["silent"] === true);
    output.flush();
    const stop = content["status"] === "error" && request.content["stop_on_error"] !== false;
    if (stop) await wait(COLLECT_MS);
    const dropped = stop ? waiting.splice(0) : [];
    channel.reply(request, content);
    channel.status(request, "idle");
    running = undefined;
    for (const late of dropped) abort(late);
  };

  const work = async (): Promise<void> => {
    for (let request = waiting.shift(); request !== undefined; request = waiting.shift()) await next(request);
  };
  return {
    add(request) {
      waiting.push(request);
      if (running !== undefined || waiting.length > 1) return;
      engine.forgetStop();
      void work();
    },
    running: () => running,
    history,
  };
}

const resultContent = (text: string, count: number): Content => ({
  execution_count: count,
  data: { "text/plain": text },
  metadata: {},
});

function replyContent(end: CellEnd, count: number): Content {
  const common = { execution_count: count, payload: [], user_expressions: {} };
  return end.kind === "error" ? { status: "error", ...common, ...end.report } : { status: "ok", ...common };
}

import { sleep } from "../../task/sleep";
import { type Content } from "../kernel/wire";
import { type Output } from "../nbformat/notebook";
import { KernelDied, type ExecuteReply, type KernelClient } from "./kernelClient";

/** Why a cell counts as failed. `timeout` and `death` end the run; after `error` and `late` it could go on. */
export interface CellFault {
  readonly kind: "error" | "late" | "timeout" | "death";
  /** One line. */
  readonly message: string;
  readonly traceback: readonly string[];
}

/** After a failure tslab answers requests with `abort` for 200 ms, which is not the cell's own failure. */
const ABORT_PAUSE_SECONDS = 0.25;
const ABORT_RETRIES = 20;
const STOP_PATIENCE_SECONDS = 3;
const STOP_EVERY_MS = 500;
const HEARTBEAT_SECONDS = 1;

/** The words with which both kernels tell of an error that nobody awaited. */
const LATE_ERROR = /^(?:UncaughtException|UnhandledPromiseRejection): ?(.*(?:\n\s.*)*)/m;

async function executeWithRetry(
  client: KernelClient,
  code: string,
  onOutput: (type: string, content: Content) => void,
): Promise<ExecuteReply> {
  for (let tries = 0; ; tries++) {
    const reply = await client.execute(code, { onOutput });
    if (!reply.status.startsWith("abort") || tries === ABORT_RETRIES) return reply;
    await sleep(ABORT_PAUSE_SECONDS);
  }
}

/** The first error in a cell's stderr that came from work nobody awaited. */
export function lateFault(outputs: readonly Output[]): CellFault | undefined {
  for (const output of outputs) {
    const found = output.output_type === "stream" && output.name === "stderr" && LATE_ERROR.exec(output.text);
    if (!found) continue;
    const traceback = found[0].split("\n");
    const message = `an error nobody awaited: ${(found[1] ?? "").split("\n")[0] ?? ""}`;
    return { kind: "late", message, traceback };
  }
  return undefined;
}

/** What the reply and the outputs say of a cell that ended by itself. tslab itself tells errors only on stderr. */
function faultOfReply({ status, content }: ExecuteReply, outputs: readonly Output[]): CellFault | undefined {
  if (status === "ok") return undefined;
  const { ename, evalue, traceback } = content;
  if (typeof ename === "string" && typeof evalue === "string") {
    const lines = Array.isArray(traceback) ? traceback.map(String) : [];
    return { kind: "error", message: `${ename}: ${evalue}`.split("\n")[0] ?? ename, traceback: lines };
  }
  const told = outputs.flatMap((output) =>
    output.output_type === "stream" && output.name === "stderr" ? output.text.trimEnd().split("\n") : [],
  );
  const message = told.find((line) => /^\w*Error\b|^\d+:\d+ - /.test(line)) ?? told[0] ?? `reply ${status}`;
  return { kind: "error", message, traceback: told };
}

/** Stops a cell that took too long; says whether it hung in a loop or waited for something that never came. */
async function stopLateCell(
  client: KernelClient,
  ended: Promise<unknown>,
  seconds: number,
): Promise<CellFault> {
  const waits = await client.beats(HEARTBEAT_SECONDS);
  const press = setInterval(() => client.interrupt(), STOP_EVERY_MS); // one alone can get lost in Node
  await Promise.race([ended.catch(() => undefined), sleep(STOP_PATIENCE_SECONDS)]);
  clearInterval(press);
  const why = waits ? "it waits for something that does not come" : "it is busy in a loop without await";
  return { kind: "timeout", message: `no end after ${seconds} s (${why})`, traceback: [] };
}

/**
 * Runs one cell and says what went wrong, undefined if nothing did. A kernel's death and a time-out are faults;
 * anything else that throws (a stop by the user) passes through.
 */
export async function runCell(
  client: KernelClient,
  code: string,
  collect: {
    readonly take: (type: string, content: Content) => void;
    readonly outputs: () => readonly Output[];
  },
  timeoutSeconds: number,
): Promise<CellFault | undefined> {
  const ended = executeWithRetry(client, code, collect.take);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), timeoutSeconds * 1000);
  });
  try {
    const reply = await Promise.race([ended, late]);
    if (reply === "late") return await stopLateCell(client, ended, timeoutSeconds);
    return faultOfReply(reply, collect.outputs()) ?? lateFault(collect.outputs());
  } catch (error) {
    if (!(error instanceof KernelDied)) throw error;
    return { kind: "death", message: error.message, traceback: [] };
  } finally {
    clearTimeout(timer);
  }
}

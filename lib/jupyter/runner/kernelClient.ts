import { Dealer, Request, Subscriber } from "zeromq";
import { randomUUID } from "node:crypto";
import { sleep } from "../../task/sleep";
import { address, decode, encode, newHeader, type Content, type Message } from "../kernel/wire";
import { type KernelProcess } from "./kernelProcess";

/** How an execute request ended, as the kernel's reply says. */
export interface ExecuteReply {
  /** `ok`, `error`, or `aborted` (tslab says `abort`): dropped because a request before it failed. */
  readonly status: string;
  readonly content: Content;
}

/** Options of one execution. */
export interface ExecuteOptions {
  /** Called for every output message of this request, also for those that come after it ended. */
  readonly onOutput?: (type: string, content: Content) => void;
  readonly stopOnError?: boolean;
}

/** A conversation with one running kernel. Rejects what is under way with `KernelDied` when the process ends. */
export interface KernelClient {
  /** Sends any request on the shell (or control) channel and resolves with the content of its reply. */
  request(type: string, content: Content, channel?: "shell" | "control"): Promise<Content>;
  /** Runs code; resolves once the reply and the closing `idle` are there. */
  execute(code: string, options?: ExecuteOptions): Promise<ExecuteReply>;
  /** True if the kernel's event loop turns: the heartbeat came back within the time. */
  beats(withinSeconds: number): Promise<boolean>;
  interrupt(): void;
  /** Asks for shutdown, then ends the process by force if it is still there after `patienceSeconds`. */
  close(patienceSeconds?: number): Promise<void>;
}

/** The kernel's process ended while it was needed. */
export class KernelDied extends Error {
  override readonly name = "KernelDied";
}

/** The reply came but no `idle`: tslab lost it among too many outputs. Waiting longer does not help. */
const IDLE_PATIENCE_SECONDS = 4;
const FIRST_CONTACT_MS = 200;

interface Exchange {
  readonly onReply: (content: Content) => void;
  readonly onPublished: (type: string, content: Content) => void;
}

/**
 * Connects to a kernel that was just spawned and waits until it answers. There is no welcome on the output
 * channel, so the question is repeated until both a reply and a status were seen.
 * Errors: the process ended first (with its last words), or did not answer within `patienceSeconds`.
 */
export async function connectKernel(kernel: KernelProcess, patienceSeconds = 120): Promise<KernelClient> {
  const client = openClient(kernel);
  const start = performance.now();
  try {
    while (!(await client.greets())) {
      if ((performance.now() - start) / 1000 < patienceSeconds) continue;
      const remedy = kernel.lastWords() || "start it by hand";
      throw new Error(`kernel: expected an answer within ${patienceSeconds} s, got none; ${remedy}`);
    }
    return client;
  } catch (error) {
    await client.close(0); // open sockets would keep this process alive
    throw error;
  }
}

/** The line of a dead process's stderr that says why: Node puts the stack and its version below it. */
function reasonIn(words: string): string {
  const lines = words.split("\n");
  return lines.find((line) => /^[\w -]*(?:error|kernel)\b.*:/i.test(line)) ?? lines.at(-1) ?? "";
}

function openClient(kernel: KernelProcess): KernelClient & { greets(): Promise<boolean> } {
  const { connection } = kernel;
  const { key } = connection;
  const session = randomUUID();
  const shell = new Dealer({ linger: 0 });
  const control = new Dealer({ linger: 0 });
  const iopub = new Subscriber({ linger: 0, receiveHighWaterMark: 0 });
  const heartbeat = new Request({ linger: 0, correlate: true, relaxed: true });
  shell.connect(address(connection, connection.shell_port));
  control.connect(address(connection, connection.control_port));
  iopub.connect(address(connection, connection.iopub_port));
  iopub.subscribe();
  heartbeat.connect(address(connection, connection.hb_port));

  const exchanges = new Map<string, Exchange>();
  const listen = async (socket: Dealer | Subscriber, hear: (message: Message) => void): Promise<void> => {
    for await (const frames of socket) hear(decode(frames, key));
  };
  const hearReply = ({ parent, content }: Message): void =>
    exchanges.get(parent.msg_id ?? "")?.onReply(content);
  void listen(shell, hearReply);
  void listen(control, hearReply);
  void listen(iopub, ({ parent, header, content }) =>
    exchanges.get(parent.msg_id ?? "")?.onPublished(header.msg_type, content),
  );
  const died = kernel.exited.then((how) => {
    const reason = reasonIn(kernel.lastWords());
    throw new KernelDied(`the kernel died (${how})${reason === "" ? "" : `: ${reason}`}`);
  });
  died.catch(() => undefined);

  const send = async (
    socket: Dealer,
    type: string,
    content: Content,
    exchange: Exchange,
  ): Promise<string> => {
    const header = newHeader(type, session);
    exchanges.set(header.msg_id, exchange);
    await socket.send(encode({ identities: [], header, parent: {}, content }, key));
    return header.msg_id;
  };

  const request: KernelClient["request"] = (type, content, channel = "shell") =>
    Promise.race([
      died,
      new Promise<Content>((resolve, reject) => {
        const exchange: Exchange = { onReply: resolve, onPublished: () => undefined };
        send(channel === "shell" ? shell : control, type, content, exchange).catch(reject);
      }),
    ]);

  const execute: KernelClient["execute"] = async (code, { onOutput, stopOnError = true } = {}) => {
    let idle = (): void => undefined;
    const ended = new Promise<void>((resolve) => (idle = resolve));
    const content = {
      code,
      silent: false,
      store_history: true,
      allow_stdin: false,
      stop_on_error: stopOnError,
    };
    const reply = await Promise.race([
      died,
      new Promise<Content>((resolve, reject) => {
        const onPublished: Exchange["onPublished"] = (type, published) => {
          if (type !== "status") onOutput?.(type, published);
          else if (published["execution_state"] === "idle") idle();
        };
        send(shell, "execute_request", content, { onReply: resolve, onPublished }).catch(reject);
      }),
    ]);
    await Promise.race([ended, died, sleep(IDLE_PATIENCE_SECONDS)]);
    return { status: String(reply["status"]), content: reply };
  };

  return {
    request,
    execute,
    async greets() {
      let heard = (): void => undefined;
      const published = new Promise<void>((resolve) => (heard = resolve));
      let answered = (): void => undefined;
      const replied = new Promise<void>((resolve) => (answered = resolve));
      await send(shell, "kernel_info_request", {}, { onReply: answered, onPublished: heard });
      const both = Promise.all([published, replied]).then(() => true);
      return Promise.race([died, both, after(FIRST_CONTACT_MS)]);
    },
    async beats(withinSeconds) {
      await heartbeat.send("beat");
      return Promise.race([heartbeat.receive().then(() => true), after(withinSeconds * 1000)]);
    },
    interrupt: () => kernel.interrupt(),
    async close(patienceSeconds = 5) {
      const asked = request("shutdown_request", { restart: false }, "control").catch(() => undefined);
      await Promise.race([asked.then(() => kernel.exited), after(patienceSeconds * 1000)]);
      kernel.kill();
      await kernel.exited;
      for (const socket of [shell, control, iopub, heartbeat]) socket.close();
    },
  };
}

function after(ms: number): Promise<false> {
  return new Promise((resolve) => setTimeout(() => resolve(false), ms).unref());
}

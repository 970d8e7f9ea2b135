import { Publisher, Reply, Router } from "zeromq";
import { createExecuteQueue, type ExecuteQueue } from "./executeQueue";
import { type Engine } from "./engine";
import { historyReply } from "./history";
import { completeReply, inspectReply, isCompleteReply, kernelInfoReply } from "./replies";
import { type TslabParts } from "./tslabParts";
import { address, decode, encode, replyTo, type Connection, type Content, type Message } from "./wire";

/** The kernel's five sockets, bound to the addresses of the connection file. */
interface Sockets {
  readonly shell: Router;
  readonly control: Router;
  readonly stdin: Router;
  readonly iopub: Publisher;
  readonly heartbeat: Reply;
}

/** ZeroMQ's own linger on close, so that the last reply still leaves. */
const LINGER_MS = 1000;

/**
 * Without a high-water mark and with a send time-out of 0 each send is taken at once, also from a loop that never
 * lets the event loop turn. By default zeromq takes 512 and then throws, and everything after is lost, the
 * closing `idle` included. The mark counts only for connections made after it is set, so it comes before bind.
 */
const UNLIMITED = { sendHighWaterMark: 0, sendTimeout: 0, linger: LINGER_MS } as const;

async function bindSockets(connection: Connection): Promise<Sockets> {
  const sockets: Sockets = {
    shell: new Router(UNLIMITED),
    control: new Router(UNLIMITED),
    stdin: new Router(UNLIMITED),
    iopub: new Publisher(UNLIMITED),
    heartbeat: new Reply(),
  };
  await Promise.all([
    sockets.shell.bind(address(connection, connection.shell_port)),
    sockets.control.bind(address(connection, connection.control_port)),
    sockets.stdin.bind(address(connection, connection.stdin_port)),
    sockets.iopub.bind(address(connection, connection.iopub_port)),
    sockets.heartbeat.bind(address(connection, connection.hb_port)),
  ]);
  return sockets;
}

type Handler = (content: Content) => Content;

/** The requests that are answered at once, also while a cell waits for something. */
function quickHandlers(
  tslab: TslabParts,
  engine: Engine,
  queue: ExecuteQueue,
): Readonly<Record<string, Handler>> {
  return {
    kernel_info: () => kernelInfoReply(tslab.versions),
    is_complete: (content) => isCompleteReply(tslab, content),
    complete: (content) => completeReply(engine, content),
    inspect: (content) => inspectReply(engine, content),
    history: (content) => historyReply(queue.history, content),
    comm_info: () => ({ status: "ok", comms: {} }),
    interrupt: () => {
      engine.interrupt();
      return { status: "ok" };
    },
    shutdown: (content) => ({ status: "ok", restart: content["restart"] === true }),
  };
}

/** Answers a request; a handler that throws answers with the error instead of leaving the client waiting. */
function answer(handler: Handler, content: Content): Content {
  try {
    return handler(content);
  } catch (error) {
    const evalue = error instanceof Error ? error.message : String(error);
    return { status: "error", ename: "KernelError", evalue, traceback: [] };
  }
}

/** Serves a Jupyter client until it asks for shutdown, then calls `end`. */
export async function serve(
  connection: Connection,
  tslab: TslabParts,
  engine: Engine,
  end: () => void,
): Promise<void> {
  const { key } = connection;
  const { shell, control, iopub, heartbeat } = await bindSockets(connection);

  const publish = (request: Message, type: string, content: Content): void => {
    const topic = { ...replyTo(request, type, content), identities: [Buffer.from(type)] };
    void iopub.send(encode(topic, key));
  };
  const status = (request: Message, state: string): void =>
    publish(request, "status", { execution_state: state });
  const queue = createExecuteQueue(engine, {
    publish,
    status,
    reply: (request, content) => void shell.send(encode(replyTo(request, "execute_reply", content), key)),
  });
  const handlers = quickHandlers(tslab, engine, queue);

  const handle = (socket: Router, request: Message): void => {
    const name = request.header.msg_type.replace(/_request$/, "");
    if (name === "execute") {
      queue.add(request);
      return;
    }
    status(request, "busy");
    const handler = handlers[name];
    if (handler !== undefined) {
      void socket.send(encode(replyTo(request, `${name}_reply`, answer(handler, request.content)), key));
    }
    status(request, "idle");
    // The front-end's light stays on for the cell that is still running.
    const running = queue.running();
    if (running !== undefined) status(running, "busy");
    if (name === "shutdown") end();
  };
  const listen = async (socket: Router): Promise<void> => {
    for await (const frames of socket) {
      try {
        handle(socket, decode(frames, key));
      } catch (error) {
        console.error(error instanceof Error ? error.message : error);
      }
    }
  };
  void listen(shell);
  void listen(control);
  for await (const beat of heartbeat) await heartbeat.send(beat);
}

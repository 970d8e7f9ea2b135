import { connect, createServer, type Socket } from "node:net";
import { once } from "node:events";
import { type Stage } from "./processes";

/** A TCP proxy before a Redis server that does to traffic what networks do. */
export interface Proxy {
  readonly port: number;
  /** From now on no answer comes back on connections of which more than `bytes` have come, old and new. */
  readonly swallowAfter: (bytes: number) => void;
  /** From now on connections are new ones: the old stay open and silent. */
  readonly silenceOld: () => void;
  /** From now on every answer comes that much later. */
  readonly delay: (ms: number) => void;
  /** Cuts every connection. */
  readonly reset: () => void;
}

/** Starts one; `edit` changes what the server says. */
export async function proxy(
  stage: Stage,
  to: number,
  edit: (chunk: Buffer) => Buffer = (chunk) => chunk,
): Promise<Proxy> {
  let [limit, late] = [Infinity, 0];
  let silenced = new Set<Socket>();
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(to, "127.0.0.1");
    let passed = 0;
    open.add(client);
    client.on("data", (chunk) => upstream.write(chunk));
    upstream.on("data", (chunk) => {
      passed += chunk.length;
      if (passed > limit || silenced.has(client)) return;
      if (late === 0) client.write(edit(chunk));
      else setTimeout(() => client.write(edit(chunk)), late); // in order: timers of one length are
    });
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on("error", () => other.destroy());
      one.on("close", () => other.destroy());
    }
    client.on("close", () => open.delete(client));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const reset = (): void => open.forEach((socket) => socket.resetAndDestroy());
  stage.onTestFinished(async () => {
    reset();
    server.close();
    await once(server, "close");
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    swallowAfter: (bytes) => (limit = bytes),
    delay: (ms) => (late = ms),
    silenceOld: () => (silenced = new Set(open)),
    reset,
  };
}

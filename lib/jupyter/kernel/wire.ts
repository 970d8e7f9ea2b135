import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

/** Jupyter's connection file: where the five sockets are and the key that signs every message. */
export interface Connection {
  readonly transport: string;
  readonly ip: string;
  readonly key: string;
  readonly signature_scheme: string;
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly control_port: number;
  readonly stdin_port: number;
  readonly hb_port: number;
}

/** Who sent a message, when, and what it is. */
export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
}

/** Plain JSON of a message; every value is checked where it is used. */
export type Content = Readonly<Record<string, unknown>>;

/** One message of Jupyter's protocol. `identities` is the ZeroMQ route back to the sender. */
export interface Message {
  readonly identities: readonly Buffer[];
  readonly header: Header;
  readonly parent: Partial<Header>;
  readonly content: Content;
}

export const PROTOCOL_VERSION = "5.3";

const DELIMITER = Buffer.from("<IDS|MSG>");

/** The address of one of the connection's sockets, as ZeroMQ wants it. */
export function address(connection: Connection, port: number): string {
  return `${connection.transport}://${connection.ip}:${port}`;
}

/** A fresh header of this type within a session. */
export function newHeader(type: string, session: string, username = "seven-fixes"): Header {
  const date = new Date().toISOString();
  return { msg_id: randomUUID(), msg_type: type, session, username, date, version: PROTOCOL_VERSION };
}

/**
 * JSON of a value with lone surrogates replaced by U+FFFD: they are legal in JavaScript strings, but Python
 * front-ends cannot encode them and drop the connection.
 */
function toJson(value: unknown): string {
  const text = JSON.stringify(value);
  if (!text.includes("\\ud")) return text;
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "string" ? part.replace(/\p{Surrogate}/gu, "\ufffd") : part,
  );
}

function sign(parts: readonly (string | Buffer)[], key: string): string {
  if (key === "") return "";
  const hash = createHmac("sha256", key);
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

/** The frames of a message: route, delimiter, HMAC-SHA256 signature, then four JSON parts. */
export function encode(message: Message, key: string): (string | Buffer)[] {
  const parts = [message.header, message.parent, {}, message.content].map(toJson);
  return [...message.identities, DELIMITER, sign(parts, key), ...parts];
}

/** Reads a message and checks its signature. Errors: no delimiter, too few parts, wrong signature, no JSON. */
export function decode(frames: readonly Buffer[], key: string): Message {
  const at = frames.findIndex((frame) => frame.equals(DELIMITER));
  const [signature, ...parts] = frames.slice(at + 1);
  if (at < 0 || signature === undefined || parts.length < 4) {
    throw new Error(`kernel message: expected <IDS|MSG> and 5 frames, got ${frames.length} frames; drop it`);
  }
  const expected = Buffer.from(sign(parts, key));
  if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) {
    throw new Error("kernel message: expected a valid signature, got another; use the connection file's key");
  }
  const [header, parent, , content] = parts.map((part) => JSON.parse(part.toString()) as unknown);
  return {
    identities: frames.slice(0, at),
    header: header as Header,
    parent: parent as Partial<Header>,
    content: content as Content,
  };
}

/** A message that answers `request`: same route and session, the request's header as its parent. */
export function replyTo(request: Message, type: string, content: Content): Message {
  const { session, username } = request.header;
  return {
    identities: request.identities,
    header: newHeader(type, session, username),
    parent: request.header,
    content,
  };
}

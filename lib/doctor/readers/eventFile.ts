import { readFileSync } from "node:fs";
import { DatasetError } from "../../dataset/datasetError";
import { maskedCrc32c } from "../../files/crc32c";
import { type LogTable, type LogTableBuilder, logTableBuilder } from "./logTable";
import { protobufFields } from "./protobuf";
import { type OnBytes } from "./textLines";

/** uint64 length, uint32 checksum of it; after the data uint32 checksum of them. */
const HEADER = 12;
const FOOTER = 4;

/** Whether bytes begin as a TFRecord file does: a length and its checksum. */
export function isEventFile(head: Uint8Array): boolean {
  if (head.length < HEADER) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  return view.getUint32(8, true) === maskedCrc32c(head.subarray(0, 8));
}

/**
 * The scalars of a TensorBoard event file, one row an event, `step` beside them; both kinds (`simple_value`, and tensors of the
 * plugin `scalars`). A record that ends the file half written is left out and told, one with a wrong checksum ends the
 * reading and is told. Source: tensorflow/core/util/event.proto, tensorflow/core/lib/io/record_writer.h.
 */
export function readEventFile(file: string, onBytes?: OnBytes): LogTable {
  const bytes = contentOf(file);
  const builder = logTableBuilder();
  const plugins = new Map<string, string>();
  for (const data of records(bytes, builder, (done) => onBytes?.(done, bytes.length, file))) {
    try {
      addEvent(builder, data, plugins);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      builder.note("an event that is no TensorBoard event left out");
    }
  }
  return builder.table("TensorBoard event file");
}

function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new DatasetError(file, "content", `expected a readable file, got ${code}`, { cause: error });
  }
}

/** Every so many records the progress is told. */
const TELL = 4096;

function* records(
  bytes: Buffer,
  builder: LogTableBuilder,
  onDone: (done: number) => void,
): Generator<Uint8Array> {
  let count = 0;
  for (let at = 0; at < bytes.length;) {
    const start = at + HEADER;
    const length = start <= bytes.length ? Number(bytes.readBigUInt64LE(at)) : Infinity;
    const wholeHeader = start <= bytes.length;
    if (wholeHeader && bytes.readUInt32LE(at + 8) !== maskedCrc32c(bytes.subarray(at, at + 8))) {
      builder.note(`damaged at byte ${at} (checksum of a length): read up to there`);
      return;
    }
    if (start + length + FOOTER > bytes.length) {
      builder.note(`the last record is not whole (written just now, or cut): read up to byte ${at}`);
      return;
    }
    const data = bytes.subarray(start, start + length);
    if (bytes.readUInt32LE(start + length) !== maskedCrc32c(data)) {
      builder.note(`damaged at byte ${start} (checksum of a record): read up to there`);
      return;
    }
    yield data;
    at = start + length + FOOTER;
    if (++count % TELL === 0) onDone(at);
  }
}

/** Fields of `Event`, `Summary.Value`, `TensorProto` and the metadata that name a plugin. */
const EVENT = { step: 2, summary: 5 } as const;
const VALUE = { tag: 1, simple: 2, tensor: 8, metadata: 9 } as const;

function addEvent(builder: LogTableBuilder, event: Uint8Array, plugins: Map<string, string>): void {
  let step = 0; // proto3 leaves a zero out
  let scalars = 0;
  for (const { field, number, bytes } of protobufFields(event)) {
    if (field === EVENT.step) step = number;
    if (field !== EVENT.summary) continue;
    for (const value of protobufFields(bytes)) {
      if (value.field === 1 && addValue(builder, value.bytes, plugins)) scalars++;
    }
  }
  if (scalars === 0) return;
  builder.set("step", step);
  builder.endRow();
}

function addValue(builder: LogTableBuilder, value: Uint8Array, plugins: Map<string, string>): boolean {
  let tag = "";
  let scalar: number | undefined;
  let tensor: Uint8Array | undefined;
  for (const { field, number, bytes } of protobufFields(value)) {
    if (field === VALUE.tag) tag = Buffer.from(bytes).toString("utf8");
    else if (field === VALUE.simple) scalar = number;
    else if (field === VALUE.tensor) tensor = bytes;
    else if (field === VALUE.metadata) plugins.set(tag, pluginOf(bytes));
  }
  if (tensor !== undefined && (plugins.get(tag) ?? "scalars") === "scalars") scalar = scalarOf(tensor);
  if (scalar === undefined) return false;
  builder.set(tag === "step" ? "step (tag)" : tag, scalar);
  return true;
}

/** `SummaryMetadata.plugin_data.plugin_name`. */
function pluginOf(metadata: Uint8Array): string {
  for (const { field, bytes } of protobufFields(metadata)) {
    if (field !== 1) continue;
    for (const inner of protobufFields(bytes))
      if (inner.field === 1) return Buffer.from(inner.bytes).toString("utf8");
  }
  return "";
}

const FLOAT = 1;
const DOUBLE = 2;

/** The number of a tensor that holds one float or double, in `tensor_content` or in the list of its type. */
function scalarOf(tensor: Uint8Array): number | undefined {
  let type = 0;
  let found: number | undefined;
  for (const { field, number, bytes } of protobufFields(tensor)) {
    if (field === 1) type = number;
    else if (field === 4 || field === 5 || field === 6)
      found = bytes.length === 0 ? number : floatOf(bytes, field === 5 ? FLOAT : field === 6 ? DOUBLE : type);
  }
  return type === FLOAT || type === DOUBLE ? found : undefined;
}

function floatOf(bytes: Uint8Array, type: number): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (type === FLOAT && bytes.length === 4) return view.getFloat32(0, true);
  return type === DOUBLE && bytes.length === 8 ? view.getFloat64(0, true) : undefined;
}

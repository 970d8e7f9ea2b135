import { closeSync, openSync, readSync } from "node:fs";
import { DatasetError } from "../../dataset/datasetError";

/** Told while a file is read: bytes done and in all. */
export type OnBytes = (done: number, total: number, file: string) => void;

const CHUNK = 1 << 20;
/** Enough to tell an encoding and a format. */
export const HEAD_BYTES = 1 << 16;

/** A file read piece by piece: `read` gives the next piece, empty at the end. */
interface OpenFile {
  readonly descriptor: number;
  readonly buffer: Buffer;
}

/** The first bytes of a file. Errors: a DatasetError when it cannot be read or is empty. */
export function headOf(file: string): Buffer {
  const open = openFile(file, HEAD_BYTES);
  try {
    const head = Buffer.from(nextPiece(file, open));
    if (head.length === 0)
      throw new DatasetError(file, "content", "expected a log, got an empty file; name another one");
    return head;
  } finally {
    closeSync(open.descriptor);
  }
}

/**
 * The lines of a text file without their ends, streamed; UTF-16 with or without its mark and UTF-8. A carriage return
 * inside a line stays: what it means differs between a table and a console.
 */
export function* textLines(file: string, size: number, onBytes?: OnBytes): Generator<string> {
  const open = openFile(file, CHUNK);
  try {
    let decoder: TextDecoder | undefined;
    let rest = "";
    for (let done = 0; ;) {
      const piece = nextPiece(file, open);
      if (piece.length === 0) break;
      decoder ??= new TextDecoder(encodingOf(piece));
      const lines = (rest + decoder.decode(piece, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      yield* lines.map(withoutReturn);
      done += piece.length;
      onBytes?.(done, size, file);
    }
    rest += decoder?.decode() ?? "";
    if (rest !== "") yield withoutReturn(rest);
  } finally {
    closeSync(open.descriptor);
  }
}

function openFile(file: string, bytes: number): OpenFile {
  return { descriptor: reading(file, () => openSync(file, "r")), buffer: Buffer.alloc(bytes) };
}

/** The next bytes, in the same buffer as the last ones. */
function nextPiece(file: string, { descriptor, buffer }: OpenFile): Buffer {
  return buffer.subarray(
    0,
    reading(file, () => readSync(descriptor, buffer)),
  );
}

function reading<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new DatasetError(file, "content", `expected a readable file, got ${code}`, { cause: error });
  }
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}

/** By the mark, else by where the zeros of Latin text stand; the decoder takes the mark away. */
export function encodingOf(head: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  const zeros = [0, 0];
  const length = Math.min(head.length, 512);
  for (let i = 0; i < length; i++) if (head[i] === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > length / 4 && even === 0) return "utf-16le";
  if (even > length / 4 && odd === 0) return "utf-16be";
  return "utf-8";
}

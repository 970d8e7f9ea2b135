import { crc32, inflateRawSync } from "node:zlib";

/** A file inside a zip archive, its content unpacked when asked for. */
export interface ZipEntry {
  readonly name: string;
  /** Throws an Error that names the entry when it cannot be unpacked or its checksum differs. */
  readonly content: () => Uint8Array;
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
/** A comment of at most 65 535 bytes may follow the 22 bytes of the end record. */
const END_BYTES = 22;

/**
 * The files of a zip archive (stored or deflated, as `numpy.savez` writes them), by its central directory.
 * Throws an Error without the archive's name. Source: PKWARE's APPNOTE 6.3, sections 4.3.12 and 4.3.16.
 */
export function zipEntries(bytes: Uint8Array): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOfDirectory(view);
  const entries: ZipEntry[] = [];
  let offset = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (offset + 46 > end || view.getUint32(offset, true) !== DIRECTORY_ENTRY) throw damaged();
    const [name, extra, comment] = [28, 30, 32].map((at) => view.getUint16(offset + at, true));
    entries.push(entryAt(bytes, view, offset));
    offset += 46 + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return entries;
}

function endOfDirectory(view: DataView): number {
  const last = view.byteLength - END_BYTES;
  for (let at = last; at >= Math.max(0, last - 65535); at--) {
    if (view.getUint32(at, true) === END_OF_DIRECTORY) return at;
  }
  throw damaged();
}

function entryAt(bytes: Uint8Array, view: DataView, offset: number): ZipEntry {
  const nameBytes = view.getUint16(offset + 28, true);
  const name = Buffer.from(bytes.subarray(offset + 46, offset + 46 + nameBytes)).toString("utf8");
  const [method, checksum] = [view.getUint16(offset + 10, true), view.getUint32(offset + 16, true)];
  const [packed, start] = [view.getUint32(offset + 20, true), view.getUint32(offset + 42, true)];
  const content = (): Uint8Array => {
    if (start + 30 > bytes.length) throw damaged(name);
    const dataStart = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
    const unpacked = unpack(bytes.subarray(dataStart, dataStart + packed), method, name);
    if (crc32(unpacked) !== checksum) throw damaged(name);
    return unpacked;
  };
  return { name, content };
}

function unpack(packed: Uint8Array, method: number, name: string): Uint8Array {
  if (method === 0) return packed;
  if (method !== 8) {
    throw new Error(`${name}: expected a stored or deflated entry, got method ${method}; use numpy.savez`);
  }
  try {
    return inflateRawSync(packed);
  } catch {
    throw damaged(name);
  }
}

function damaged(entry?: string): Error {
  const what = entry === undefined ? "a whole zip archive" : `${entry} whole inside the archive`;
  return new Error(`expected ${what}, got a cut or damaged one; copy or save it again`);
}

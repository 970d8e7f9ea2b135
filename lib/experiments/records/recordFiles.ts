import { existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import { atomicWrite } from "../../files/atomicWrite";
import { projectRoot } from "../../files/projectRoot";
import { type Speed } from "../../training/config";
import { digestOf, type Detail } from "./runRecord";

/** What the manifest knows of one record. */
export interface ManifestEntry {
  /** Experiment, label set and seed, for a person. */
  readonly run: string;
  /** The pack it lies in. */
  readonly pack: string;
  readonly detail: Detail;
  readonly digest: string;
  /** Whether the backbone was trained too. */
  readonly fineTuned: boolean;
  /** Seconds of one thread where it was made. */
  readonly seconds: number;
}

/** The one place that tells by which code, when and where records were made. */
export interface Manifest {
  readonly format: 1;
  readonly speed: Speed;
  /** Hash of the code that made them (`numericCodeHash`). */
  readonly code: string;
  /** ISO date. */
  readonly made: string;
  readonly where: string;
  /** By `recordKey`. */
  readonly records: Readonly<Record<string, ManifestEntry>>;
}

/** A record to be kept, as its text. */
export interface KeptRecord extends Omit<ManifestEntry, "digest"> {
  readonly key: string;
  readonly text: string;
}

/** data/results of the project. */
export const resultsFolder = (): string => join(projectRoot(), "data", "results");

const manifestFile = (folder: string, speed: Speed): string => join(folder, "runs", `${speed}.json`);
const packFile = (folder: string, speed: Speed, pack: string): string =>
  join(folder, "runs", speed, `${pack}.jsonl.br`);

/** The manifest of a speed, undefined when there is none. Throws on another format. */
export function readManifest(speed: Speed, folder = resultsFolder()): Manifest | undefined {
  const file = manifestFile(folder, speed);
  if (!existsSync(file)) return undefined;
  const found = JSON.parse(readFileSync(file, "utf8")) as Manifest;
  if ((found as { readonly format?: unknown }).format === 1) return found;
  throw new Error(`${file}: expected a manifest of format 1, got ${String(found.format)}`);
}

/** The texts of a pack, by digest. Throws when it is missing, cut or no pack. */
export function readPack(speed: Speed, pack: string, folder = resultsFolder()): Map<string, string> {
  const lines = brotliDecompressSync(readFileSync(packFile(folder, speed, pack)))
    .toString("utf8")
    .split("\n");
  return new Map(lines.filter((line) => line !== "").map((text) => [digestOf(text), text]));
}

/**
 * Keeps records in place of those of the same speed: packs first, then the manifest, so that what a full disk cuts off
 * is only a record that the manifest does not know. A pack whose texts did not change keeps its bytes, whatever this
 * machine's compressor would make of them.
 */
export function writeRecords(
  about: Pick<Manifest, "speed" | "code" | "made" | "where">,
  records: readonly KeptRecord[],
  folder = resultsFolder(),
): void {
  const { speed } = about;
  const packs = new Map<string, string[]>();
  for (const { pack, text } of records) packs.set(pack, [...(packs.get(pack) ?? []), text]);
  for (const [pack, texts] of packs) {
    if (!isKept(speed, pack, texts, folder)) atomicWrite(packFile(folder, speed, pack), packed(texts));
  }
  writeManifest({ ...about, format: 1, records: entriesOf(records) }, folder);
  const present = existsSync(join(folder, "runs", speed)) ? readdirSync(join(folder, "runs", speed)) : [];
  const known = new Set([...packs.keys()].map((pack) => `${pack}.jsonl.br`));
  for (const file of present.filter((name) => !known.has(name))) rmSync(join(folder, "runs", speed, file));
}

/** Writes a manifest, one record a line. */
export function writeManifest(manifest: Manifest, folder = resultsFolder()): void {
  const text = JSON.stringify(manifest).replaceAll("},", "},\n").replace('"records":{', '"records":{\n');
  atomicWrite(manifestFile(folder, manifest.speed), `${text}\n`);
}

function entriesOf(records: readonly KeptRecord[]): Manifest["records"] {
  return Object.fromEntries(
    records.map(({ key, text, ...entry }) => [key, { ...entry, digest: digestOf(text) }]),
  );
}

function isKept(speed: Speed, pack: string, texts: readonly string[], folder: string): boolean {
  try {
    const kept = [...readPack(speed, pack, folder).keys()];
    return kept.join() === texts.map(digestOf).join();
  } catch {
    return false;
  }
}

function packed(texts: readonly string[]): Uint8Array {
  const text = Buffer.from(texts.map((line) => `${line}\n`).join(""));
  return brotliCompressSync(text, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
    },
  });
}

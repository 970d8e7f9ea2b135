import { resolve } from "node:path";
import { type Place } from "./place";
import { type RunEngine } from "./runEngine";

/** Where coordinator and workers meet, as a person writes it. */
export type Address =
  | (Terms & {
      readonly kind: "redis";
      /** For the client: without our own options. */
      readonly url: string;
      /** A folder that all machines see, for data and runs; without it they travel through Redis. */
      readonly store?: string;
    })
  | (Terms & { readonly kind: "folder"; readonly folder: string });

/** What coordinator and workers must agree on. */
interface Terms {
  /** The address without a password. */
  readonly shown: string;
  /** Seconds after which the task of a silent worker goes to another. Default 30. */
  readonly lease: number;
  /** How often a task is given out before it counts as one that kills its workers. Default 3. */
  readonly attempts: number;
}

const WANTED = "expected redis://host[:port], rediss://… or folder:<path>";
const LEASE = 30;
const ATTEMPTS = 3;

/**
 * Reads `redis://[user:password@]host[:port][/db]`, `rediss://…` or `folder:<path>`, each with `?lease=<seconds>`,
 * `?attempts=<n>`, and for Redis `?store=<folder>`. Throws on anything else, never telling the password.
 */
export function readAddress(text: string): Address {
  const [place = "", query = ""] = text.split("?", 2);
  const options = new URLSearchParams(query);
  const terms = {
    lease: amount(options, "lease", LEASE, 0.2, 3600),
    attempts: amount(options, "attempts", ATTEMPTS, 1, 1e6),
  };
  const store = options.get("store");
  for (const name of options.keys()) {
    if (!["lease", "attempts", "store"].includes(name))
      throw new Error(`--engine: expected lease, attempts or store after the ?, got "${name}"; leave it out`);
  }
  if (place.startsWith("folder:")) return folderAddress(place.slice("folder:".length), terms);
  const { url, shown } = redisUrl(place);
  return { kind: "redis", url, shown, ...terms, ...(store === null ? {} : { store: resolve(store) }) };
}

function folderAddress(path: string, terms: Omit<Terms, "shown">): Address {
  if (path === "") throw new Error(`--engine: ${WANTED}, got a folder without a path; name one`);
  return { kind: "folder", folder: resolve(path), shown: `folder:${path}`, ...terms };
}

function redisUrl(text: string): { readonly url: string; readonly shown: string } {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new Error(`--engine: ${WANTED}, got "${text.replace(/\/\/.*@/, "//…@")}"; correct the address`);
  }
  if (/^postgres(ql)?:$/.test(url.protocol)) {
    throw new Error(
      `--engine: ${WANTED}, got PostgreSQL, which is not offered; start a redis-server or share a folder`,
    );
  }
  if ((url.protocol !== "redis:" && url.protocol !== "rediss:") || url.hostname === "") {
    throw new Error(`--engine: ${WANTED}, got "${url.protocol}//${url.host}"; correct the address`);
  }
  return { url: text, shown: `${url.protocol}//${url.host}${url.pathname === "/" ? "" : url.pathname}` };
}

function amount(options: URLSearchParams, name: string, usual: number, low: number, high: number): number {
  const text = options.get(name);
  const value = text === null ? usual : Number(text);
  if (text !== "" && value >= low && value <= high) return value;
  throw new Error(`--engine: ${name}: expected ${low} to ${high}, got "${text ?? ""}"; correct it`);
}

/** The place an address stands for; what only it needs is loaded now. Not opened yet. */
export async function placeAt(address: string): Promise<Place> {
  const read = readAddress(address);
  if (read.kind === "folder") return (await import("./folder.js")).folderPlace(read);
  return (await import("./queue.js")).queuePlace(read);
}

/** An engine whose runs are made by the workers at an address, which is looked at first. The caller closes it. */
export async function engineAt(address: string, say: (line: string) => void): Promise<RunEngine> {
  const { remoteEngine } = await import("./coordinator.js");
  const place = await placeAt(address);
  await place.open();
  return remoteEngine(place, say);
}

import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../files/projectRoot";

/** What all notebooks' outputs come from beside their own cells: a short hash of each part. */
export interface Fingerprint {
  readonly library: string;
  readonly data: string;
  readonly settings: string;
  readonly versions: string;
}

/** Where each part lies in the project. */
const SOURCES: Readonly<Record<Exclude<keyof Fingerprint, "versions">, string>> = {
  library: "lib/dist",
  data: "data",
  settings: "config.yaml",
};

/** Decides no output: what follows from the rest, what only the command line uses, what helps to debug. */
const NO_SOURCES = [
  /^data\/(?:generated|runs)$/,
  /^lib\/dist\/(?:cli|book|jupyter\/cellCheck)$/,
  /\.(?:map|d\.ts|tsbuildinfo)$/,
];

/** A compiled file whose source is gone: the compiler leaves it, a fresh build has it not. */
function isLeftOver(root: string, path: string): boolean {
  return (
    /^lib\/dist\/.*\.js$/.test(path) &&
    !existsSync(join(root, path.replace(/^lib\/dist\/(.*)js$/, "lib/$1ts")))
  );
}

function filesBelow(root: string, path: string): string[] {
  if (!existsSync(join(root, path)) || NO_SOURCES.some((pattern) => pattern.test(path))) return [];
  if (!statSync(join(root, path)).isDirectory()) return isLeftOver(root, path) ? [] : [path];
  return readdirSync(join(root, path)).flatMap((name) => filesBelow(root, `${path}/${name}`));
}

/** A hash short enough to be read, long enough never to meet another of one project. */
export const shortHash = (text: string): string =>
  createHash("sha256").update(text).digest("hex").slice(0, 16);

function hashFiles(root: string, path: string): string {
  const hash = createHash("sha256");
  for (const file of filesBelow(root, path).sort())
    hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  return hash.digest("hex").slice(0, 16);
}

/** Every package that is installed to run, with its version; those to develop with decide nothing. */
function packagesIn(root: string): string {
  const file = join(root, "package-lock.json");
  if (!existsSync(file)) return "";
  const { packages = {} } = JSON.parse(readFileSync(file, "utf8")) as {
    readonly packages?: Readonly<Record<string, { readonly version?: string; readonly dev?: boolean }>>;
  };
  return Object.entries(packages)
    .filter(([path, { dev }]) => path.startsWith("node_modules/") && dev !== true)
    .map(([path, { version }]) => `${path} ${version ?? ""}`)
    .join("\n");
}

/** The fingerprint of a project as it is now. Error: a package-lock.json that is no JSON. */
export function fingerprint(root: string = projectRoot()): Fingerprint {
  return {
    library: hashFiles(root, SOURCES.library),
    data: hashFiles(root, SOURCES.data),
    settings: hashFiles(root, SOURCES.settings),
    versions: shortHash(packagesIn(root)),
  };
}

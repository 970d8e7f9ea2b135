import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statfsSync,
  symlinkSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { mustRun } from "../mustRun";
import { fetchLibraries } from "./fetchLibraries";
import { NATIVE_VARIANTS, type NativeVariant } from "./wheels";

export interface InstallNativeOptions {
  readonly root: string;
  readonly variant: keyof typeof NATIVE_VARIANTS;
  readonly log: (line: string) => void;
}

const who = "native";
const ADDON = "tfjs_binding.node";

/** Folder of the package inside the project, whether or not it is there. */
function packageFolder(root: string): string {
  return join(root, "node_modules", "@tensorflow", "tfjs-node-gpu");
}

function cacheFolder(root: string, { kind, wheels: [tensorflow] }: NativeVariant): string {
  return join(root, ".seven-fixes", "native", `${kind}-${tensorflow?.version ?? ""}`);
}

/**
 * Puts a working `@tensorflow/tfjs-node-gpu` into the project: the package's own unpatched source, compiled
 * against the TensorFlow libraries of a Python wheel. Libraries and addon are kept in `.seven-fixes/native`,
 * where `npm ci` does not reach, so that a second run takes seconds and needs no network. A package whose own
 * download worked is left alone. Errors say what is missing; nothing half-made is left behind.
 */
export function installNative({ root, variant: kind, log }: InstallNativeOptions): void {
  const folder = packageFolder(root);
  if (isStockInstall(folder)) {
    if (addonLoads(folder)) {
      log("native: tfjs-node-gpu's own download is in place; it is used as it is");
      return;
    }
    log("native: tfjs-node-gpu's own download does not load here; it is replaced");
  }
  requireLinuxX64();
  const variant = NATIVE_VARIANTS[kind];
  const cache = cacheFolder(root, variant);
  if (!existsSync(cache)) fillCache(root, cache, variant, log);
  restorePackage(root, folder, log);
  link(cache, folder);
  log(`native: ${loadedLine(root)}`);
}

/** Takes the native package and its cache out again; the collection goes back to WASM. */
export function removeNative(root: string, log: (line: string) => void): void {
  rmSync(packageFolder(root), { recursive: true, force: true });
  const own = join(root, ".seven-fixes");
  rmSync(join(own, "native"), { recursive: true, force: true });
  if (existsSync(own) && readdirSync(own).length === 0) rmdirSync(own);
  log("native: removed; the collection runs on WASM");
}

/** True when the addon is there and its libraries are not the ones this command linked. */
function isStockInstall(folder: string): boolean {
  const libraries = join(folder, "deps");
  const built =
    existsSync(join(folder, "lib")) &&
    readdirSync(join(folder, "lib")).some((name) => name.startsWith("napi-"));
  return built && existsSync(libraries) && !lstatSync(libraries).isSymbolicLink();
}

/** In a process of its own, for an addon that does not fit can end one. */
function addonLoads(folder: string): boolean {
  const versions = readdirSync(join(folder, "lib")).filter((name) => name.startsWith("napi-"));
  return versions.some((version) => {
    const addon = join(folder, "lib", version, ADDON);
    return spawnSync(process.execPath, ["-e", "require(process.argv[1])", addon]).status === 0;
  });
}

/** Where wheels of TensorFlow with its C++ library exist. Error: any other platform, by name. */
export function requireLinuxX64(platform: string = process.platform, arch: string = process.arch): void {
  const header = (process.report.getReport() as { header: { glibcVersionRuntime?: string } }).header;
  const here = `${platform} ${arch}${platform === "linux" && header.glibcVersionRuntime === undefined ? " without glibc" : ""}`;
  if (here !== "linux x64") {
    throw new Error(
      `native: expected Linux on x64 with glibc, got ${here}; the collection runs on WASM here`,
    );
  }
}

/** Downloads, unpacks and compiles beside the cache's place, then renames: the cache is whole or absent. */
function fillCache(root: string, cache: string, variant: NativeVariant, log: (line: string) => void): void {
  const compiler = firstThatRuns(
    ["g++", "c++", "clang++"],
    ["--version"],
    "a C++ compiler",
    "install g++ (Debian: apt-get install g++)",
  );
  const python = firstThatRuns(
    ["python3", "python"],
    ["-m", "pip", "--version"],
    "Python with pip",
    "install python3-pip",
  );
  const partial = `${cache}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  try {
    requireSpace(partial, variant.neededMB);
    log(
      `native: downloading ${variant.wheels.map((wheel) => `${wheel.name} ${wheel.version}`).join(", ")} (about ${variant.downloadMB} MB; ${variant.keptMB} MB stay in ${cache.slice(root.length + 1)})`,
    );
    fetchLibraries(partial, { python, wheels: variant.wheels, log });
    restorePackage(root, packageFolder(root), log);
    log("native: compiling the addon");
    compile(compiler, root, partial);
    renameSync(partial, cache);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

function firstThatRuns(
  commands: readonly string[],
  args: readonly string[],
  what: string,
  remedy: string,
): string {
  const found = commands.find((command) => spawnSync(command, args, { stdio: "ignore" }).status === 0);
  if (found === undefined)
    throw new Error(`native: expected ${what}, got none of ${commands.join(", ")}; ${remedy}`);
  return found;
}

/** Before anything is downloaded. Error: less free than `neededMB`, with both. */
export function requireSpace(folder: string, neededMB: number): void {
  const { bavail, bsize } = statfsSync(folder);
  const freeMB = Math.floor((bavail * bsize) / 1e6);
  if (freeMB < neededMB)
    throw new Error(`native: expected ${neededMB} MB free in ${folder}, got ${freeMB} MB; free some space`);
}

/** One compiler call instead of node-gyp, which would want Node's own headers from the network. */
function compile(compiler: string, root: string, folder: string): void {
  const source = packageFolder(root);
  const nodeApi = join(dirname(require.resolve("node-api-headers/package.json")), "include");
  mustRun(
    compiler,
    [
      ...[
        "-shared",
        "-fPIC",
        "-O2",
        "-std=c++17",
        "-w",
        "-DNAPI_VERSION=8",
        "-DNODE_GYP_MODULE_NAME=tfjs_binding",
      ],
      ...[nodeApi, source, join(folder, "deps", "include")].map((include) => `-I${include}`),
      ...["tfjs_backend.cc", "tfjs_binding.cc"].map((file) => join(source, "binding", file)),
      ...[
        `-L${join(folder, "deps", "lib")}`,
        // RPATH, not RUNPATH: another TensorFlow on LD_LIBRARY_PATH must not get in the way.
        "-Wl,--disable-new-dtags,-rpath,$ORIGIN/../../deps/lib",
        "-ltensorflow",
        "-ltensorflow_framework",
      ],
      ...["-o", join(folder, ADDON)],
    ],
    { who, what: "compile the addon", remedy: "look at the compiler's message above" },
  );
  rmSync(join(folder, "deps", "include"), { recursive: true }); // needed to compile only
}

/** npm drops an optional package whose install script failed; this puts its files back without running it. */
function restorePackage(root: string, folder: string, log: (line: string) => void): void {
  if (existsSync(join(folder, "package.json"))) return;
  log("native: restoring the npm package");
  mustRun(
    "npm",
    [
      "install",
      "--ignore-scripts",
      "--no-save",
      "--prefer-offline",
      "--no-audit",
      "--no-fund",
      "--loglevel=error",
      "--prefix",
      root,
    ],
    { who, what: "restore @tensorflow/tfjs-node-gpu", remedy: "check the network and run it again" },
  );
}

/** Puts the cache's libraries and addon into the package; does not touch what is right, for another process may use it. */
function link(cache: string, folder: string): void {
  const [libraries, addon] = [join(folder, "deps"), join(folder, "lib", "napi-v8", ADDON)];
  const isLinked = existsSync(libraries) && realpathSync(libraries) === realpathSync(join(cache, "deps"));
  if (isLinked && existsSync(addon) && readFileSync(addon).equals(readFileSync(join(cache, ADDON)))) return;
  rmSync(libraries, { recursive: true, force: true });
  symlinkSync(join(cache, "deps"), libraries);
  rmSync(addon, { force: true });
  cpSync(join(cache, ADDON), addon);
}

/** The backend's own line from a fresh process: the proof that the addon loads. */
function loadedLine(root: string): string {
  const script = 'require("seven-fixes").training.selectBackend({ backend: "tfjs-node-gpu" })';
  const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", script], {
    cwd: root,
    encoding: "utf8",
  });
  if (status === 0) return stdout.trim();
  throw new Error(
    `native: expected the addon to load, got "${stderr.trim().split("\n").at(-1) ?? ""}"; run with --remove, then again`,
  );
}

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { atomicWrite } from "../../files/atomicWrite";
import { WHEEL_TAGS, type Wheel } from "./wheels";

export interface FetchOptions {
  /** A Python that has pip; any will do. */
  readonly python: string;
  readonly wheels: readonly Wheel[];
  readonly log: (line: string) => void;
}

/**
 * Downloads the wheels and puts TensorFlow's libraries and headers and NVIDIA's folders into `folder`/deps. All that is
 * written on the way lies in `folder`, too. Errors: no such wheel, another sum, a full disk, each in one line.
 */
export function fetchLibraries(folder: string, options: FetchOptions): void {
  download(folder, options);
  unpack(folder, options);
}

/**
 * pip checks every file against the sums of our table before it is kept. What it writes on the way lies in `folder`
 * too, whose space was looked at, and nothing stays in its own cache.
 */
function download(folder: string, { python, wheels }: FetchOptions): void {
  const requirements = wheels.map(
    ({ name, version, sha256 }) => `${name}==${version} --hash=sha256:${sha256}\n`,
  );
  atomicWrite(join(folder, "requirements.txt"), requirements.join(""));
  const temporary = join(folder, "tmp");
  mkdirSync(temporary);
  const args = [
    "-m",
    "pip",
    "download",
    "--no-cache-dir",
    "--no-deps",
    "--only-binary=:all:",
    "--require-hashes",
    "--disable-pip-version-check",
  ];
  runPython(
    python,
    [...args, ...WHEEL_TAGS, "-r", join(folder, "requirements.txt"), "-d", join(folder, "wheels")],
    { what: "download the wheels", remedy: "check the network and run it again", temporary },
  );
  rmSync(temporary, { recursive: true });
}

/** Shows what Python prints, and keeps of a failure the one line that says why, pip's or the last of a traceback. */
function runPython(
  python: string,
  args: readonly string[],
  { what, remedy, temporary }: { readonly what: string; readonly remedy: string; readonly temporary: string },
): void {
  const { status, signal, stderr } = spawnSync(python, args, {
    stdio: ["ignore", "inherit", "pipe"],
    encoding: "utf8",
    env: { ...process.env, TMPDIR: temporary },
  });
  if (status === 0) return;
  const lines = stderr.trim().split("\n");
  // Above a traceback pip says no more than "Exception:"; the reason is its last line.
  const said =
    lines.find((line) => line.startsWith("ERROR: ") && !line.endsWith("Exception:")) ?? lines.at(-1);
  const reason = said?.replace("ERROR: ", "") || String(signal);
  const next = reason.includes("No space left") ? "free some disk space and run it again" : remedy;
  throw new Error(`native: expected to ${what}, got "${reason}"; ${next}`);
}

/** Unpacks the wheels (zip files) and keeps libraries, headers and NVIDIA's folders, laid out as in site-packages. */
function unpack(folder: string, { python, log }: FetchOptions): void {
  const site = join(folder, "site");
  const files = readdirSync(join(folder, "wheels"));
  for (const [i, file] of files.entries()) {
    log(`native: unpacking ${i + 1} of ${files.length}: ${file.split("-", 2).join(" ")}`);
    const wheel = join(folder, "wheels", file);
    runPython(python, ["-m", "zipfile", "-e", wheel, site], {
      what: `unpack ${file}`,
      remedy: "run it again",
      temporary: folder,
    });
    rmSync(wheel); // or the disk would have to hold all of them twice
  }
  const lib = join(folder, "deps", "lib");
  mkdirSync(lib, { recursive: true });
  for (const name of ["tensorflow_cc", "tensorflow_framework"]) {
    renameSync(join(site, "tensorflow", `lib${name}.so.2`), join(lib, `lib${name}.so.2`));
  }
  // The linker looks for these names; at run time the addon asks for the versioned ones.
  symlinkSync("libtensorflow_cc.so.2", join(lib, "libtensorflow.so"));
  symlinkSync("libtensorflow_framework.so.2", join(lib, "libtensorflow_framework.so"));
  renameSync(join(site, "tensorflow", "include"), join(folder, "deps", "include"));
  if (existsSync(join(site, "nvidia"))) renameSync(join(site, "nvidia"), join(folder, "deps", "nvidia"));
  for (const used of ["site", "wheels"]) rmSync(join(folder, used), { recursive: true });
}

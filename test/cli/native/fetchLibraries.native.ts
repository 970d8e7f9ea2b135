import { execFileSync, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { projectRoot } from "../../../lib/files/projectRoot";

const FILE = "fake-1.0-py3-none-any.whl";

/** A wheel that holds these bytes, alone in a folder. */
function wheel(bytes: Uint8Array): { readonly folder: string; readonly sha256: string } {
  const folder = mkdtempSync(join(tmpdir(), "wheel-"));
  const info = join(folder, "source", "fake-1.0.dist-info");
  mkdirSync(info, { recursive: true });
  writeFileSync(join(info, "METADATA"), "Metadata-Version: 2.1\nName: fake\nVersion: 1.0\n");
  writeFileSync(join(info, "WHEEL"), "Wheel-Version: 1.0\nTag: py3-none-any\n");
  writeFileSync(join(folder, "source", "library.so"), bytes);
  const parts = ["fake-1.0.dist-info", "library.so"].map((part) => join(folder, "source", part));
  execFileSync("python3", ["-m", "zipfile", "-c", join(folder, FILE), ...parts]);
  const sha256 = createHash("sha256")
    .update(readFileSync(join(folder, FILE)))
    .digest("hex");
  return { folder, sha256 };
}

/** What fetchLibraries throws in a process that can write no file of more than 500 kB. */
function failure({ folder, sha256 }: ReturnType<typeof wheel>): string {
  const wheels = [{ name: "fake", version: "1.0", sha256 }];
  const script = `
    const { fetchLibraries } = require("./lib/dist/cli/native/fetchLibraries.js");
    const options = { python: "python3", wheels: ${JSON.stringify(wheels)}, log: () => {} };
    try { fetchLibraries(${JSON.stringify(mkdtempSync(join(tmpdir(), "fetch-")))}, options); }
    catch (error) { console.error(error.message); }`;
  const command = 'ulimit -f 500; exec "$0" -e "$1"';
  const { stderr } = spawnSync("bash", ["-c", command, process.execPath, script], {
    cwd: projectRoot(),
    encoding: "utf8",
    env: { ...process.env, PIP_NO_INDEX: "1", PIP_FIND_LINKS: folder },
  });
  return stderr.trim();
}

it("fetchLibraries(…) says in one line that a wheel could not be written", () => {
  expect(failure(wheel(randomBytes(1e6)))).toMatch(
    /^native: expected to download the wheels, got "OSError: \[Errno 27\] File too large[^\n]*"; check the network and run it again$/,
  );
});

it("fetchLibraries(…) says in one line that what a wheel holds could not be written", () => {
  // a million zeros are a kilobyte in the wheel
  expect(failure(wheel(new Uint8Array(1e6)))).toBe(
    `native: expected to unpack ${FILE}, got "OSError: [Errno 27] File too large"; run it again`,
  );
});

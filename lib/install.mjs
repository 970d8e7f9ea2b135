// First step of `npm start` and `npm test`: installs what is not there as the lock file says. On a clone that is
// installed it takes a moment and says nothing.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { requireNode } from "./requireNode.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const LOOK_AGAIN_MS = 500;

const readPackages = (file) => JSON.parse(readFileSync(file, "utf8")).packages ?? {};

/** Packages that are missing or of another version than the lock file's; npm leaves out optional ones that fail. */
export function notAsLocked(root = ROOT) {
  const wanted = readPackages(join(root, "package-lock.json"));
  const list = join(root, "node_modules", ".package-lock.json");
  const installed = existsSync(list) ? readPackages(list) : {};
  return Object.entries(wanted)
    .filter(
      ([path, { optional = false }]) => path.includes("node_modules/") && !(optional && !installed[path]),
    )
    .filter(([path, { version, integrity }]) => {
      const found = installed[path];
      const isSame = found?.version === version && found?.integrity === integrity;
      return !isSame || !existsSync(join(root, path));
    })
    .map(([path]) => path.replace(/^.*node_modules\//, ""));
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Takes the lock file, or waits until the process that holds it is done or gone. */
async function take(lock) {
  mkdirSync(dirname(lock), { recursive: true });
  for (let told = false; ; told = true) {
    try {
      return writeFileSync(lock, String(process.pid), { flag: "wx" });
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const pid = Number(readFileSync(lock, "utf8"));
    if (pid > 0 && !isAlive(pid)) rmSync(lock, { force: true });
    else {
      if (!told) console.error(`waiting for process ${pid}, which installs the packages`);
      await wait(LOOK_AGAIN_MS);
    }
  }
}

/** Makes node_modules what the lock file says; the exit code of npm. */
export async function install(root = ROOT) {
  if (notAsLocked(root).length === 0) return 0;
  const lock = join(root, ".seven-fixes", "install.lock");
  await take(lock);
  try {
    const missing = notAsLocked(root); // the process waited for has installed them
    if (missing.length === 0) return 0;
    const some = [...missing.slice(0, 3), ...(missing.length > 3 ? ["…"] : [])].join(", ");
    console.error(`installing what is not as package-lock.json says (${missing.length}: ${some}): npm ci`);
    const npm = process.env.npm_execpath;
    const [command, args] = npm === undefined ? ["npm", ["ci"]] : [process.execPath, [npm, "ci"]];
    const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
    return status ?? 1;
  } finally {
    rmSync(lock, { force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  requireNode();
  process.exitCode = await install();
}

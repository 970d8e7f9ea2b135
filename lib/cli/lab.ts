import { type Command } from "commander";
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { constants } from "node:os";
import { join } from "node:path";
import { atomicWrite } from "../files/atomicWrite";
import { projectRoot } from "../files/projectRoot";
import { mustRun } from "./mustRun";

const who = "lab";
const OLDEST_PYTHON = [3, 10] as const;
const FIRST_NOTEBOOK = "notebooks/00-start-here.ipynb";

/** No question about Jupyter's news over the first notebook, and no request to find newer versions. */
const QUIET_SETTINGS = {
  "@jupyterlab/apputils-extension:notification": { fetchNews: "false", checkForUpdates: false },
};

interface LabOptions {
  readonly prepare?: boolean;
  readonly port?: string;
}

/** `lab`: JupyterLab in a private Python environment of the project, with our kernel. */
export function registerLab(program: Command): void {
  program
    .command("lab [jupyterOptions...]")
    .description("open the notebooks in JupyterLab (needs Python 3.10 or newer; installs into .venv)")
    .option("--prepare", "set everything up, but do not start")
    .option("--port <number>", "the port to serve on; default: the first free one from 8888")
    .allowUnknownOption()
    .action(async (jupyterOptions: string[], { prepare, port }: LabOptions) => {
      const root = projectRoot();
      const environment = prepareEnvironment(root);
      if (prepare === true) return;
      if (port !== undefined) await requireFreePort(port);
      const portOptions = port === undefined ? [] : [`--port=${port}`, "--ServerApp.port_retries=0"];
      process.exitCode = await startLab(root, environment, [...portOptions, ...jupyterOptions]);
    });
}

/**
 * The project's Python environment with JupyterLab and our kernel in it; made when it is missing or when the
 * pinned versions changed. Returns the folder of its programs. Errors: no fitting Python, no network.
 */
export function prepareEnvironment(root: string): string {
  const folder = join(root, ".venv");
  const programs = join(folder, process.platform === "win32" ? "Scripts" : "bin");
  const requirements = join(root, "lib", "jupyter", "requirements.txt");
  const wanted = createHash("sha256").update(readFileSync(requirements)).digest("hex");
  const stamp = join(folder, "seven-fixes.sha256"); // written last: a half-made environment has none
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
    const python = findPython();
    console.error("lab: setting up JupyterLab in .venv, once (about a minute, 320 MB)");
    rmSync(folder, { recursive: true, force: true });
    mustRun(python, ["-m", "venv", folder], {
      who,
      what: "make .venv",
      remedy: "install the venv module (Debian: apt-get install python3-venv)",
    });
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements];
    mustRun(join(programs, "python"), pip, {
      who,
      what: "install JupyterLab",
      remedy: "check the network and run it again",
    });
    atomicWrite(stamp, wanted);
  }
  registerKernel(root, folder);
  writeIfNew(join(folder, "share", "jupyter", "lab", "settings", "overrides.json"), QUIET_SETTINGS);
  return programs;
}

/**
 * Our kernel under the name the notebooks ask for, inside the environment, so that JupyterLab, nbconvert and
 * VS Code find it without any setting; nothing is written to the home folder.
 */
function registerKernel(root: string, environment: string): void {
  const source = join(root, "lib", "jupyter", "kernels", "seven-fixes");
  const spec = JSON.parse(readFileSync(join(source, "kernel.json"), "utf8")) as { argv: string[] };
  const argv = spec.argv.map((word) => word.replace("{resource_dir}", source));
  const target = join(environment, "share", "jupyter", "kernels", "tslab", "kernel.json");
  writeIfNew(target, { ...spec, argv });
}

function writeIfNew(file: string, settings: object): void {
  const content = `${JSON.stringify(settings, null, 2)}\n`;
  if (!existsSync(file) || readFileSync(file, "utf8") !== content) atomicWrite(file, content);
}

/** The newest fitting Python on the PATH. Error: none, with what was found. */
function findPython(): string {
  const names = ["python3", "python", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10"];
  const found: string[] = [];
  for (const name of names) {
    const { status, stdout } = spawnSync(name, ["-c", "import sys; print(*sys.version_info[:2])"], {
      encoding: "utf8",
    });
    if (status !== 0) continue;
    const [major = 0, minor = 0] = stdout.trim().split(" ").map(Number);
    if (major === OLDEST_PYTHON[0] && minor >= OLDEST_PYTHON[1]) return name;
    found.push(`${name} ${major}.${minor}`);
  }
  throw new Error(
    `lab: expected Python ${OLDEST_PYTHON.join(".")} or newer, got ${found.join(", ") || "none"}; install it (python.org), or read the notebooks in the book: npm start`,
  );
}

/** Resolves when the port can be served on; error: it is in use, or is no port number. */
export async function requireFreePort(port: string): Promise<void> {
  const number = Number(port);
  if (!(Number.isInteger(number) && number > 0 && number < 65536)) {
    throw new Error(`lab: expected a port from 1 to 65535, got "${port}"; leave --port away for a free one`);
  }
  await new Promise<void>((resolve, reject) => {
    const server = createServer()
      .once("error", () =>
        reject(
          new Error(
            `lab: expected port ${number} to be free, got one in use; leave --port away for a free one`,
          ),
        ),
      )
      .listen(number, "127.0.0.1", () => server.close(() => resolve()));
  });
}

/** Runs JupyterLab until it ends; its state stays in the project. Returns its exit code. */
function startLab(root: string, programs: string, options: readonly string[]): Promise<number> {
  const state = (name: string): string => join(root, ".seven-fixes", "jupyter", name);
  const env = {
    ...process.env,
    JUPYTER_CONFIG_DIR: state("config"),
    JUPYTER_DATA_DIR: state("data"),
    JUPYTER_RUNTIME_DIR: state("runtime"),
    JUPYTERLAB_SETTINGS_DIR: state("settings"),
    JUPYTERLAB_WORKSPACES_DIR: state("workspaces"),
    IPYTHONDIR: state("ipython"),
  };
  const asRoot = process.getuid?.() === 0 ? ["--allow-root"] : []; // in a container
  // By python -m: the scripts' first line holds a path that is too long for some systems.
  const fixed = ["-m", "jupyterlab", `--LabApp.default_url=/lab/tree/${FIRST_NOTEBOOK}`];
  const command = [...fixed, ...asRoot, ...options];
  // It serves the folder it is started in, unless --ServerApp.root_dir names another.
  const lab = spawn(join(programs, "python"), command, { cwd: root, env, stdio: "inherit" });
  process.on("SIGINT", () => undefined); // the terminal sends it to JupyterLab too, which asks before it ends
  process.on("SIGTERM", () => lab.kill("SIGTERM"));
  return new Promise((resolve, reject) => {
    lab.once("error", reject);
    lab.once("exit", (code, signal) =>
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
    );
  });
}

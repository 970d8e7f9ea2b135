import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join, resolve } from "node:path";

const project = resolve(__dirname, "../..");
const START_SECONDS = 120;

/** A real JupyterLab, started by the command a reader uses, that serves a folder of the test's own. */
export interface LabServer {
  /** The served folder; notebooks lie in `notebooks/`, and find the library as the real ones do. */
  readonly folder: string;
  /** The address of a notebook in `notebooks/`, in a fresh workspace. */
  url(notebook: string): string;
  /** Ends all kernels: a closed page leaves its own running. */
  endKernels(): Promise<void>;
  close(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

async function untilItAnswers(address: string, isAlive: () => boolean): Promise<void> {
  for (let tries = 0; tries < START_SECONDS * 4; tries++) {
    const answer = await fetch(address).catch(() => undefined);
    if (answer?.ok === true) return;
    if (!isAlive())
      throw new Error("JupyterLab: expected it to serve, got its end; run seven-fixes lab by hand");
    await new Promise((turn) => setTimeout(turn, 250));
  }
  throw new Error(`JupyterLab: expected an answer within ${START_SECONDS} s, got none`);
}

/** Starts `seven-fixes lab` without a window on a free port. Its folder lies in the project, where git ignores it. */
export async function startJupyterLab(): Promise<LabServer> {
  mkdirSync(join(project, ".seven-fixes"), { recursive: true });
  const folder = mkdtempSync(join(project, ".seven-fixes", "browser-"));
  mkdirSync(join(folder, "notebooks"));
  const port = await freePort();
  const token = randomUUID();
  const server = spawn(
    process.execPath,
    [
      join(project, "lib/bin/seven-fixes.cjs"),
      ...["lab", "--port", String(port), "--no-browser"],
      ...[`--ServerApp.root_dir=${folder}`, `--IdentityProvider.token=${token}`, "--log-level=ERROR"],
    ],
    {
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, SEVEN_FIXES_READER: folder, SEVEN_FIXES_SPEED: "fast" },
    },
  );
  const ended = new Promise((end) => server.once("exit", end));
  const address = `http://127.0.0.1:${port}`;
  await untilItAnswers(`${address}/api/status?token=${token}`, () => server.exitCode === null);
  return {
    folder,
    url: (notebook) => `${address}/lab/workspaces/test/tree/notebooks/${notebook}?reset&token=${token}`,
    async endKernels() {
      const headers = { Authorization: `token ${token}` };
      const kernels = (await (await fetch(`${address}/api/kernels`, { headers })).json()) as { id: string }[];
      await Promise.all(
        kernels.map(({ id }) => fetch(`${address}/api/kernels/${id}`, { method: "DELETE", headers })),
      );
    },
    async close() {
      server.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

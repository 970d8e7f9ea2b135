import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { connectKernel } from "../../lib/jupyter/runner/kernelClient";
import { spawnKernel } from "../../lib/jupyter/runner/kernelProcess";

const library = resolve(__dirname, "../../lib");

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** True once the script has begun: it has loaded ZeroMQ, and goes on to load the compiler for a second or more. */
const hasBegun = (pid: number): boolean => readFileSync(`/proc/${pid}/maps`, "utf8").includes("zeromq");

async function until(happened: () => boolean, seconds: number): Promise<boolean> {
  for (const start = Date.now(); Date.now() - start < seconds * 1000;) {
    if (happened()) return true;
    await new Promise((turn) => setTimeout(turn, 20));
  }
  return false;
}

describe("the kernel's process", () => {
  it("survives Stop in its first moments, and ends at shutdown though a cell left an interval", async () => {
    const process = await spawnKernel({ kernel: "seven-fixes", folder: tmpdir() });
    expect(await until(() => hasBegun(process.pid), 30)).toBe(true);
    process.interrupt();
    const stops = setInterval(() => process.interrupt(), 100);
    const client = await connectKernel(process);
    clearInterval(stops);
    expect((await client.execute("setInterval(() => {}, 10); undefined")).status).toBe("ok");
    await client.request("shutdown_request", { restart: false }, "control");
    expect(await process.exited).toBe("exit code 0");
    await client.close(0);
  });

  it("ends when the client that started it was killed", async () => {
    const starter = `
      const { spawnKernel } = require(${JSON.stringify(`${library}/dist/jupyter/runner/kernelProcess.js`)});
      const { connectKernel } = require(${JSON.stringify(`${library}/dist/jupyter/runner/kernelClient.js`)});
      (async () => {
        const client = await connectKernel(await spawnKernel({ kernel: "seven-fixes", folder: ${JSON.stringify(tmpdir())} }));
        await client.execute("console.log(process.pid)", {
          onOutput: (type, content) => type === "stream" && process.stdout.write(content.text),
        });
      })();`;
    const client = spawn(process.execPath, ["-e", starter], { stdio: ["ignore", "pipe", "inherit"] });
    const [text] = (await once(client.stdout, "data")) as [Buffer];
    const pid = Number(text.toString());
    expect(isAlive(pid)).toBe(true);
    client.kill("SIGKILL");
    expect(await until(() => !isAlive(pid), 30)).toBe(true);
  });
});

describe("the kernelspec", () => {
  it("starts the script that the runner starts, wherever the project lies, with Stop as a signal", () => {
    const file = resolve(library, "jupyter/kernels/seven-fixes/kernel.json");
    const spec = JSON.parse(readFileSync(file, "utf8")) as { argv: string[]; [field: string]: unknown };
    const script = spec.argv[1]?.replace("{resource_dir}", dirname(file)) ?? "";
    expect(resolve(script)).toBe(resolve(library, "dist/jupyter/kernel/main.js"));
    expect(spec).toMatchObject({ interrupt_mode: "signal", language: "typescript", env: { NO_COLOR: "1" } });
  });
});

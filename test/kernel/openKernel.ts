import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectKernel, type KernelClient } from "../../lib/jupyter/runner/kernelClient";
import { spawnKernel, type KernelName } from "../../lib/jupyter/runner/kernelProcess";
import { type Content } from "../../lib/jupyter/kernel/wire";

/** One output message of a cell. */
export interface Said {
  readonly type: string;
  readonly content: Content;
}

/** What a cell did: the reply's status and content, and every output message in order. */
export interface CellRun {
  readonly status: string;
  readonly reply: Content;
  readonly said: readonly Said[];
}

/** A real kernel for tests. */
export interface OpenKernel {
  readonly client: KernelClient;
  run(code: string, stopOnError?: boolean): Promise<CellRun>;
  /** Runs code and presses Stop once the cell has printed `ready`, until it ends. */
  runAndStop(code: string): Promise<CellRun>;
  /**
   * Runs code and presses Stop once, so many milliseconds after the first message of a type. A cell that does not
   * end by it within 5 s is ended by more presses, and its `said` is empty.
   */
  runAndStopOnce(code: string, after: string, delayMs: number): Promise<CellRun>;
  close(): Promise<void>;
}

/** Starts a kernel in a folder of its own and connects to it. */
export async function openKernel(kernel: KernelName): Promise<OpenKernel> {
  const folder = mkdtempSync(join(tmpdir(), "seven-fixes-kernel-"));
  const client = await connectKernel(await spawnKernel({ kernel, folder }));

  const execute = async (
    code: string,
    stopOnError: boolean,
    heard: (said: Said) => void,
  ): Promise<CellRun> => {
    const said: Said[] = [];
    const { status, content } = await client.execute(code, {
      stopOnError,
      onOutput: (type, output) => {
        said.push({ type, content: output });
        heard({ type, content: output });
      },
    });
    return { status, reply: content, said };
  };
  return {
    client,
    run: (code, stopOnError = true) => execute(code, stopOnError, () => undefined),
    async runAndStop(code) {
      let presses: NodeJS.Timeout | undefined;
      const run = await execute(code, true, ({ content }) => {
        if (String(content["text"]).includes("ready")) presses = setInterval(() => client.interrupt(), 200);
      });
      clearInterval(presses);
      return run;
    },
    async runAndStopOnce(code, after, delayMs) {
      const timers: NodeJS.Timeout[] = [];
      const lost: number[] = [];
      const pressAgain = (): void => {
        lost.push(delayMs);
        client.interrupt();
      };
      const run = await execute(code, true, ({ type }) => {
        if (type !== after || timers.length > 0) return;
        timers.push(
          setTimeout(() => client.interrupt(), delayMs),
          setInterval(pressAgain, 5000),
        );
      });
      timers.forEach((timer) => clearInterval(timer));
      return lost.length > 0 ? { ...run, said: [] } : run;
    },
    async close() {
      await client.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The text a cell wrote to one stream. */
export function printed({ said }: CellRun, name: "stdout" | "stderr" = "stdout"): string {
  return said
    .filter(({ type, content }) => type === "stream" && content["name"] === name)
    .map(({ content }) => String(content["text"]))
    .join("");
}

/** The content of a cell's first message of a type. */
export function first({ said }: CellRun, type: string): Content | undefined {
  return said.find((message) => message.type === type)?.content;
}

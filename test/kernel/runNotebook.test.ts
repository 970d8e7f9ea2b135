import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CodeCell } from "../../lib/jupyter/nbformat/notebook";
import { readNotebook } from "../../lib/jupyter/nbformat/readNotebook";
import { formatNotebook } from "../../lib/jupyter/nbformat/formatNotebook";
import { fingerprint } from "../../lib/jupyter/runner/fingerprint";
import { outputRecord, recordIn, withRecord } from "../../lib/jupyter/runner/outputRecord";
import { type KernelName } from "../../lib/jupyter/runner/kernelProcess";
import { runNotebook, type RunProgress } from "../../lib/jupyter/runner/runNotebook";
import { runNotebooks } from "../../lib/jupyter/runner/runNotebooks";
import { interruptAll, InterruptedError } from "../../lib/task/interrupt";

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "seven-fixes-run-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a notebook of code cells; a source may start with `#tag name` for its tag, or with `#md` for Markdown. */
function notebook(name: string, sources: readonly string[]): string {
  const cells = sources.map((source, index) => {
    const tag = /^#tag (\S+)\n/.exec(source)?.[1];
    const id = `cell-${index + 1}`;
    if (source.startsWith("#md")) return { cell_type: "markdown", id, metadata: {}, source: source.slice(4) };
    return {
      cell_type: "code",
      id,
      metadata: tag === undefined ? {} : { tags: [tag] },
      source: source.replace(/^#tag \S+\n/, ""),
      execution_count: null,
      outputs: [],
    };
  });
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }));
  return path;
}

const codeCells = (path: string): CodeCell[] =>
  readNotebook(path).cells.filter((cell): cell is CodeCell => cell.cell_type === "code");

/** All that a cell shows, as text. */
const shown = ({ outputs }: CodeCell): string =>
  outputs
    .map((output) =>
      output.output_type === "stream"
        ? output.text
        : "data" in output
          ? String(output.data["text/plain"])
          : `${output.ename}: ${output.evalue}`,
    )
    .join("");

const GOOD = [
  "const speed: number = 30;\nconsole.log(speed);\nconsole.log('m/s');",
  "   ",
  "#tag skip-execution\nthrow new Error('never run');",
  "#tag raises-exception\nthrow new RangeError('expected');",
  "speed * 2",
  "console.log(process.env.SEVEN_FIXES_SPEED);",
  'import { newDisplay } from "tslab";\nconst live = newDisplay();\nlive.text("frame 1");',
  'live.text("last frame");',
  "for (const share of [10, 20, 100]) process.stdout.write(`${share}%\\r`);\nconsole.log();",
];

const FAULTY = [
  "throw new RangeError('first');",
  "console.log('goes on');",
  "for (let line = 0; line < 50_000; line++) console.log(line);",
  "setTimeout(() => { throw new Error('late'); }, 1);\nawait new Promise((resolve) => setTimeout(resolve, 100));",
];

describe.each<KernelName>(["seven-fixes", "tslab"])("runNotebook with the kernel %s", (kernel) => {
  it("writes outputs and counts 1…n, obeys tags and folds a display", async () => {
    const path = notebook(`good-${kernel}.ipynb`, GOOD);
    const progress: RunProgress[] = [];
    const options = { kernel, speed: "fast", onProgress: (now: RunProgress) => progress.push(now) } as const;
    const run = await runNotebook(path, options);
    expect(run).toMatchObject({ failures: [], wrote: true, codeCells: 7 });
    expect(progress.map(({ cell, of }) => `${cell}/${of}`)).toEqual(
      GOOD.map((_, cell) => `${cell}/9`).concat("9/9"),
    );
    const cells = codeCells(path);
    expect(cells.map((cell) => cell.execution_count)).toEqual([1, null, null, 2, 3, 4, 5, 6, 7]);
    expect(cells.map(shown).map((text) => text.trimEnd())).toEqual([
      "30\nm/s",
      "",
      "",
      expect.stringContaining("RangeError: expected") as string,
      "60",
      "fast",
      "last frame",
      "",
      "100%",
    ]);
  });

  it("goes on after errors if asked, tells each failed cell, and keeps head and tail of 50 000 lines", async () => {
    const path = notebook(`faulty-${kernel}.ipynb`, FAULTY);
    const run = await runNotebook(path, { kernel, allowErrors: true });
    expect(run.failures.map(({ cell, kind, message }) => `${cell} ${kind}: ${message}`)).toEqual([
      "1 error: RangeError: first",
      "4 late: an error nobody awaited: Error: late",
    ]);
    expect(run.wrote).toBe(true);
    expect(codeCells(path).map(shown)[1]).toBe("goes on\n");
    expect(codeCells(path).map(shown)[2]).toMatch(/\n149\n\[… \d+ lines, \d+ characters left out …\]\n/);
    expect(statSync(path).size).toBeLessThan(20_000);
  });
});

describe("runNotebook", () => {
  it("leaves the bytes and the file's time alone when a run changes nothing", async () => {
    const path = notebook("twice.ipynb", ["console.log(1);\n2"]);
    expect(await runNotebook(path)).toMatchObject({ wrote: true });
    const { mtimeMs } = statSync(path);
    expect(await runNotebook(path)).toMatchObject({ wrote: false, failures: [] });
    expect(statSync(path).mtimeMs).toBe(mtimeMs);
  });

  it("records what the outputs were made from, and only that run's where they come out the same", async () => {
    const path = notebook("recorded.ipynb", ["console.log(1);"]);
    await runNotebook(path);
    const now = fingerprint();
    const run = readNotebook(path);
    expect(recordIn(run)).toEqual(outputRecord(run, now));
    const old = withRecord(run, outputRecord(run, { ...now, library: "of an earlier day" }));
    writeFileSync(path, formatNotebook(old));
    expect(await runNotebook(path)).toMatchObject({ wrote: false });
    expect(await runNotebook(path, { record: true })).toMatchObject({ wrote: true });
    expect(recordIn(readNotebook(path))).toMatchObject(now);
  });

  it("leaves no record in a notebook that another speed gives other outputs", async () => {
    const path = notebook("fast.ipynb", ["console.log(process.env.SEVEN_FIXES_SPEED);"]);
    await runNotebook(path, { speed: "laptop" });
    expect(recordIn(readNotebook(path))).toBeDefined();
    await runNotebook(path, { speed: "fast" });
    expect(recordIn(readNotebook(path))).toBeUndefined();
  });

  it("ends a cell that hangs, says what it hangs in, and leaves the file as it was", async () => {
    const path = notebook("hangs.ipynb", ["await new Promise(() => {});", "1"]);
    const before = readFileSync(path, "utf8");
    const run = await runNotebook(path, { timeoutSeconds: 5 });
    const message = "no end after 5 s (it waits for something that does not come)";
    expect(run).toMatchObject({ wrote: false, failures: [{ cell: 1, kind: "timeout", message }] });
    expect(readFileSync(path, "utf8")).toBe(before);
  });

  it("reports the death of the kernel", async () => {
    const run = await runNotebook(notebook("exit.ipynb", ["process.exit(3);"]), { allowErrors: true });
    const message = expect.stringContaining("the kernel died (exit code 3)") as string;
    expect(run).toMatchObject({ wrote: false, failures: [{ cell: 1, kind: "death", message }] });
  });

  it("ends at Stop, with the kernel, and leaves the file as it was", async () => {
    const path = notebook("stopped.ipynb", ["await new Promise(() => {});"]);
    const before = readFileSync(path, "utf8");
    const run = runNotebook(path, { onProgress: ({ cell }) => cell === 1 && setTimeout(interruptAll, 100) });
    await expect(run).rejects.toBeInstanceOf(InterruptedError);
    expect(readFileSync(path, "utf8")).toBe(before);
  });

  it("does not write over what was saved while it ran", async () => {
    const path = notebook("edited.ipynb", ["1"]);
    const run = runNotebook(path, {
      onProgress: ({ cell }) => {
        if (cell === 1) writeFileSync(path, `${readFileSync(path, "utf8")}\n`);
      },
    });
    await expect(run).rejects.toThrow(
      "expected the file of the start, got one saved meanwhile; run it again",
    );
  });

  it("refuses a file that is no notebook before it starts a kernel", async () => {
    const path = join(folder, "no.ipynb");
    writeFileSync(path, "{");
    await expect(runNotebook(path)).rejects.toThrow("expected JSON");
  });
});

describe("runNotebooks(paths)", () => {
  it("prints one line of outcome each, failures below under the number of the traceback, and goes on after a notebook that stopped at its first failing cell", async () => {
    const written: string[] = [];
    const stream = { write: (text: string) => written.push(text) };
    const durations = { expected: () => undefined, remember: () => undefined };
    const paths = [
      notebook("bad.ipynb", ["#md\n# Title", "1;", "throw new Error('first');", "process.exit(9);"]),
      notebook("fine.ipynb", ["1"]),
    ];
    const runs = await runNotebooks(paths, { stream, durations, jobs: 1 });
    expect(runs.map(({ failures }) => failures.length)).toEqual([1, 0]);
    const text = written.join("").replace(/\d+\.\d s/g, "1.0 s");
    expect(text).toBe(
      [
        "bad.ipynb · 3 code cells · 1.0 s · FAILED",
        "bad.ipynb, cell 2 (cell-3): Error: first",
        "  Error: first",
        "      1 | throw new Error('first');",
        "      at cell 2, line 1",
        "fine.ipynb · 1 code cells · 1.0 s · outputs written",
        "",
      ].join("\n"),
    );
  });

  it("runs two at the same time, the outcomes in the order given, a line of the terminal for each", async () => {
    const meet = (mine: string, other: string): string =>
      `import { existsSync, writeFileSync } from "node:fs";
writeFileSync(${JSON.stringify(join(folder, mine))}, "");
while (!existsSync(${JSON.stringify(join(folder, other))})) await new Promise((done) => setTimeout(done, 20));`;
    const paths = [
      notebook("one.ipynb", [meet("one", "two"), "await new Promise((done) => setTimeout(done, 500));"]),
      notebook("two.ipynb", [meet("two", "one")]),
    ];
    const written: string[] = [];
    const stream = { isTTY: true, columns: 80, write: (text: string) => written.push(text) };
    const durations = { expected: () => undefined, remember: () => undefined };
    const runs = await runNotebooks(paths, { stream, durations, jobs: 2, timeoutSeconds: 30 });
    expect(runs.map(({ path, failures }) => [path, failures])).toEqual(paths.map((path) => [path, []]));
    expect(written.some((text) => /one\.ipynb \d\/2.*\ntwo\.ipynb \d\/1/.test(text))).toBe(true);
  });

  it("leaves out what its last run left as it is, if asked, and runs what was edited since", async () => {
    const path = notebook("edited-later.ipynb", ["1"]);
    const stream = { write: () => true };
    const durations = { expected: () => undefined, remember: () => undefined };
    const outcome = async (): Promise<string> => {
      const [run] = await runNotebooks([path], { stream, durations, changedOnly: true });
      return run?.wrote === true ? "written" : `${run?.codeCells ?? NaN} cells run`;
    };
    expect([await outcome(), await outcome()]).toEqual(["written", "0 cells run"]);
    notebook("edited-later.ipynb", ["2"]);
    expect(await outcome()).toBe("written");
  });
});

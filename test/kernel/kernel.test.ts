import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { splitRng } from "../../lib/math/rng";
import { first, openKernel, printed, type OpenKernel } from "./openKernel";

let kernel: OpenKernel;
beforeAll(async () => (kernel = await openKernel("seven-fixes")));
afterAll(() => kernel.close());

const lines = (count: number): string => Array.from({ length: count }, (_, line) => `${line}\n`).join("");

describe("what a cell shows", () => {
  it("sends the value of the last expression as execute_result, under counts that rise by one", async () => {
    const one = await kernel.run("1 + 1");
    const two = await kernel.run("'abc'");
    expect(first(one, "execute_result")?.["data"]).toEqual({ "text/plain": "2" });
    expect(first(two, "execute_result")?.["data"]).toEqual({ "text/plain": "'abc'" });
    expect(two.reply["execution_count"]).toBe(Number(one.reply["execution_count"]) + 1);
    expect(first(two, "execute_input")).toEqual({
      code: "'abc'",
      execution_count: two.reply["execution_count"],
    });
  });

  it("keeps each of 10 000 lines printed in one turn, in a few joined messages", async () => {
    const run = await kernel.run("for (let line = 0; line < 10_000; line++) console.log(line)");
    expect(printed(run)).toBe(lines(10_000));
    expect(run.said.length).toBeLessThan(200); // tslab: 10 000 messages, of which about 500 arrive
  });

  it("cuts a cell that prints 100 MB, says so, and still replies", async () => {
    const run = await kernel.run(
      "const block = 'x'.repeat(1e6);\nfor (let i = 0; i < 100; i++) console.log(block);",
    );
    expect(run.status).toBe("ok");
    expect(printed(run)).toContain("this cell printed more than 2000000 characters");
    expect(printed(run).length).toBeLessThan(2_000_200);
  });

  it("folds 10 000 updates of one display into few messages and ends with the last", async () => {
    const run = await kernel.run(
      `import { newDisplay } from "tslab";\nconst live = newDisplay();\nfor (let i = 0; i < 10_000; i++) live.text("frame " + i);`,
    );
    expect(run.said.length).toBeLessThan(200);
    expect(run.said.at(-1)?.content["data"]).toEqual({ "text/plain": "frame 9999" });
  });

  it("replaces lone surrogates, which Python clients cannot read, and keeps whole pairs", async () => {
    const run = await kernel.run('console.log("\\ud800 lone, whole \\ud83d\\ude00")');
    expect(printed(run)).toBe("\ufffd lone, whole 😀\n");
  });

  it("shows bytes written to stdout as text and pictures as base64", async () => {
    const bytes = await kernel.run("process.stdout.write(new Uint8Array([104, 105])); undefined");
    expect(printed(bytes)).toBe("hi");
    const picture = await kernel.run(
      'import { display } from "tslab"; display.png(new Uint8Array([1, 2, 3]))',
    );
    expect(first(picture, "display_data")?.["data"]).toEqual({ "image/png": "AQID" });
  });

  it("passes clear_output on, in order with what is printed", async () => {
    const run = await kernel.run(
      'console.log("before"); (globalThis as any)[Symbol.for("seven-fixes.clearOutput")](true); console.log("after"); undefined',
    );
    expect(run.said.map(({ type }) => type)).toEqual(["execute_input", "stream", "clear_output", "stream"]);
    expect(first(run, "clear_output")).toEqual({ wait: true });
  });
});

describe("a cell that fails", () => {
  it("tells name, message and the typed line, through types, comments and blank lines, without machinery", async () => {
    const code = [
      "interface Car {", // compiles to nothing, as do the blank lines
      "  speed: number;",
      "}",
      "",
      "// drives",
      "function drive(car: Car): void {",
      "",
      "  throw new RangeError(`too fast: ${car.speed}`);", // line 8
      "}",
      "",
      "drive({ speed: 300 });", // line 11
    ].join("\n");
    const run = await kernel.run(code);
    const count = Number(run.reply["execution_count"]);
    expect(run.status).toBe("error");
    expect(first(run, "error")).toEqual({
      ename: "RangeError",
      evalue: "too fast: 300",
      traceback: [
        "RangeError: too fast: 300",
        "    8 | throw new RangeError(`too fast: ${car.speed}`);",
        `    at drive (cell ${count}, line 8)`,
        `    at cell ${count}, line 11`,
      ],
    });
    expect(run.reply["ename"]).toBe("RangeError");
  });

  it("names the line of the cell that defined the function, also after an await", async () => {
    const defined = await kernel.run("function later(): never {\n\n  throw new Error('deep');\n}");
    const run = await kernel.run("await Promise.resolve();\n\nlater();");
    expect(first(run, "error")?.["traceback"]).toEqual([
      "Error: deep",
      "    3 | throw new Error('deep');",
      `    at later (cell ${String(defined.reply["execution_count"])}, line 3)`,
      `    at cell ${String(run.reply["execution_count"])}, line 3`,
    ]);
  });

  it("tells compiler errors with line and column", async () => {
    const run = await kernel.run("const fine = 1;\nconst wrong: string = 3;");
    expect(first(run, "error")).toMatchObject({
      ename: "TypeScriptError",
      evalue: "2:7 - Type 'number' is not assignable to type 'string'.",
    });
  });

  it.each([
    ["throw 'a string'", "'a string'"],
    ["const loop: any = {}; loop.self = loop; throw loop;", "<ref *1> { self: [Circular *1] }"],
    ["throw undefined", "undefined"],
    [
      "throw { [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('no'); } }",
      "a value that cannot be shown",
    ],
  ])("answers %s", async (code, evalue) => {
    const run = await kernel.run(code);
    expect(run.status).toBe("error");
    expect(first(run, "error")).toMatchObject({ ename: "Thrown", evalue });
  });

  it("drops the requests that were already sent, and runs the next one at once", async () => {
    const failing = kernel.run("throw new Error('stop here')");
    const queued = kernel.run("'queued'");
    expect((await failing).status).toBe("error");
    expect((await queued).status).toBe("aborted");
    expect((await kernel.run("'next'")).status).toBe("ok"); // tslab answers abort for 200 ms
  });

  it("runs the requests behind it when the client says stop_on_error: false", async () => {
    const failing = kernel.run("throw new Error('go on')", false);
    const queued = kernel.run("'queued'");
    expect((await failing).status).toBe("error");
    expect((await queued).status).toBe("ok");
  });

  it("prints errors that nobody awaited, with the cell's line, and lives on", async () => {
    const run = await kernel.run(
      "setTimeout(() => {\n  throw new Error('late');\n}, 1);\nvoid Promise.reject(new Error('unheard'));\nawait new Promise((resolve) => setTimeout(resolve, 200));",
    );
    const count = String(run.reply["execution_count"]);
    expect(printed(run, "stderr")).toContain("UnhandledPromiseRejection: Error: unheard");
    expect(printed(run, "stderr")).toContain(
      `UncaughtException: Error: late\n    2 | throw new Error('late');`,
    );
    expect(printed(run, "stderr")).toContain(`(cell ${count}, line 2)`);
    expect((await kernel.run("1")).status).toBe("ok");
  });
});

describe("Stop", () => {
  it("ends a loop without await", async () => {
    const run = await kernel.runAndStop('console.log("ready"); for (;;);');
    expect(first(run, "error")?.["ename"]).toBe("InterruptedError");
  });

  it("ends a wait for something that never comes", async () => {
    const run = await kernel.runAndStop('console.log("ready"); await new Promise(() => {});');
    expect(first(run, "error")?.["ename"]).toBe("InterruptedError");
  });

  // Computes for 15 ms, then waits and computes in turn for as long as its trial lasts.
  const turns = (trial: number): string => `
    const compute = (ms: number) => { const start = performance.now(); while (performance.now() - start < ms); };
    (globalThis as any).trial = ${trial};
    console.log("ready");
    compute(15);
    while ((globalThis as any).trial === ${trial}) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      compute(2);
    }`;
  const rng = splitRng(1, "stop");
  const moments = (count: number, low: number, high: number): number[] =>
    Array.from({ length: count }, () => low + (high - low) * rng.uniform());

  it.each([
    ["while a cell is compiled", "execute_input", moments(12, 0, 40)],
    ["at any time of a cell that computes and waits in turn", "stream", moments(20, 0, 40)],
    ["about the end of a cell's synchronous part", "stream", moments(40, 10, 17)],
  ])("ends at one press %s", async (_, from, delays) => {
    const ends: unknown[] = [];
    for (const [trial, delay] of delays.entries()) {
      ends.push(first(await kernel.runAndStopOnce(turns(trial), from, delay), "error")?.["ename"]);
    }
    await kernel.run("(globalThis as any).trial = undefined;"); // a stopped loop of plain waits goes on by itself
    expect(ends).toEqual(delays.map(() => "InterruptedError"));
  });

  it("pressed while nothing runs is not for the next cell", async () => {
    for (let trial = 0; trial < 3; trial++) {
      kernel.client.interrupt();
      // A crowded machine may take long to wake the thread that hears it.
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect((await kernel.run("await Promise.resolve(1)")).status).toBe("ok");
    }
  });

  it("lets a loop that listens end by itself and keep what it has", async () => {
    const run = await kernel.runAndStop(`
      let steps = 0;
      console.log("ready");
      await new Promise<void>((resolve) => {
        const timer = setInterval(() => steps++, 1);
        const waiting: Set<() => void> = (globalThis as any)[Symbol.for("seven-fixes.waiting")];
        waiting.add(() => { clearInterval(timer); resolve(); });
      });`);
    expect(run.status).toBe("ok");
    expect(printed(await kernel.run("console.log(steps > 0)"))).toBe("true\n");
  });
});

describe("requests besides execute", () => {
  it("kernel_info names kernel, tslab and TypeScript with their versions, and TypeScript for highlighting", async () => {
    const info = await kernel.client.request("kernel_info_request", {});
    expect(info["status"]).toBe("ok");
    expect(info["banner"]).toMatch(/^seven-fixes \d.* · tslab 1\.0\.22 · TypeScript 5\.0\.4 · Node \d/);
    expect(info["language_info"]).toMatchObject({ name: "typescript", codemirror_mode: "typescript" });
  });

  it.each([
    ["const a = 1;", "complete"],
    ["if (true) {\n  1", "incomplete"],
    [")", "invalid"],
    ["const const = 3;", "invalid"],
    ["import = 7q", "invalid"],
    ["await Promise.resolve(1)", "complete"],
  ])("is_complete of %s is %s", async (code, status) => {
    expect((await kernel.client.request("is_complete_request", { code }))["status"]).toBe(status);
  });

  it("completes and describes while a cell waits, counting cursors in code points", async () => {
    const waits = kernel.run("await new Promise((resolve) => setTimeout(resolve, 1500))");
    const ended = waits.then(() => "cell");
    const code = "'😀'; Math.sq"; // the emoji is one code point, two UTF-16 units
    const completed = kernel.client.request("complete_request", { code, cursor_pos: 12 });
    expect(await Promise.race([ended, completed.then(() => "completion")])).toBe("completion");
    expect(await completed).toMatchObject({ cursor_start: 10, cursor_end: 12 });
    expect((await completed)["matches"]).toContain("sqrt");
    const described = await kernel.client.request("inspect_request", { code: "Math.sqrt", cursor_pos: 7 });
    expect(described["data"]).toMatchObject({
      "text/plain": expect.stringContaining("square root") as string,
    });
    await waits;
    const inCall = await kernel.client.request("inspect_request", { code: "Math.hypot(3, ", cursor_pos: 14 });
    expect(JSON.stringify(inCall)).toContain("Math.hypot(");
  });

  it("history answers tail, range and search, with results if asked", async () => {
    const ran = await kernel.run("40 + 2");
    const line = Number(ran.reply["execution_count"]);
    const ask = async (content: object): Promise<unknown> =>
      (await kernel.client.request("history_request", { session: 0, ...content }))["history"];
    expect(await ask({ hist_access_type: "tail", n: 1, output: true })).toEqual([
      [1, line, ["40 + 2", "42"]],
    ]);
    expect(await ask({ hist_access_type: "range", start: line, stop: line + 1 })).toEqual([
      [1, line, "40 + 2"],
    ]);
    expect(await ask({ hist_access_type: "search", pattern: "40*", n: 5 })).toEqual([[1, line, "40 + 2"]]);
    expect(await ask({ hist_access_type: "search", pattern: "none of these" })).toEqual([]);
  });

  it("answers the heartbeat", async () => {
    expect(await kernel.client.beats(10)).toBe(true);
  });
});

describe("many cells", () => {
  it("leave the heap where it was, what is used of it and what is taken", async () => {
    const heap = async (): Promise<{ used: number; taken: number }> =>
      JSON.parse(
        printed(
          await kernel.run(`{
            require("v8").setFlagsFromString("--expose_gc");
            require("vm").runInNewContext("gc")();
            const { heapUsed, heapTotal } = process.memoryUsage();
            console.log(JSON.stringify({ used: heapUsed / 2 ** 20, taken: heapTotal / 2 ** 20 }));
          }`),
        ),
      ) as { used: number; taken: number };
    const runCells = async (count: number): Promise<void> => {
      for (let cell = 0; cell < count; cell++) await kernel.run(`const value = ${cell}; value * 2`);
    };
    await runCells(20);
    const before = await heap();
    await runCells(100);
    const after = await heap();
    // A leak of what a cell compiles to (tens of kB of text, its program of MBs) would show as 10 MB and more.
    expect(after.used - before.used).toBeLessThan(5);
    // Uncompacted, a page of 256 kB stays for each cell: 20 MB.
    expect(after.taken - before.taken).toBeLessThan(10);
  });
});

import { describe, expect, it } from "vitest";
import { createOutputCollector, type Displays } from "../../../lib/jupyter/runner/outputCollector";

const stream = (name: string, text: string): readonly [string, Record<string, unknown>] => [
  "stream",
  { name, text },
];
const display = (text: string, id?: string): Record<string, unknown> => ({
  data: { "text/plain": text },
  metadata: {},
  transient: id === undefined ? {} : { display_id: id },
});

describe("createOutputCollector(count, displays)", () => {
  it("joins what one stream writes in a row, and keeps the order of the two", () => {
    const cell = createOutputCollector(1, new Map());
    cell.take(...stream("stdout", "a\n"));
    cell.take(...stream("stdout", "b\n"));
    cell.take(...stream("stderr", "c\n"));
    cell.take(...stream("stdout", "d\n"));
    expect(cell.outputs()).toEqual([
      { output_type: "stream", name: "stdout", text: "a\nb\n" },
      { output_type: "stream", name: "stderr", text: "c\n" },
      { output_type: "stream", name: "stdout", text: "d\n" },
    ]);
  });

  it("keeps progress that is printed over itself in its last state, each stream for itself", () => {
    const cell = createOutputCollector(1, new Map());
    cell.take(...stream("stdout", "10%\r"));
    cell.take(...stream("stdout", "20%\r"));
    cell.take(...stream("stderr", "slow\r\n"));
    cell.take(...stream("stdout", "100%\n"));
    expect(cell.outputs()).toEqual([
      { output_type: "stream", name: "stdout", text: "20%" },
      { output_type: "stream", name: "stderr", text: "slow\n" },
      { output_type: "stream", name: "stdout", text: "100%\n" },
    ]);
  });

  it("folds updates of a display into the one output, also those from a later cell", () => {
    const displays: Displays = new Map();
    const cell = createOutputCollector(1, displays);
    const later = createOutputCollector(2, displays);
    cell.take("display_data", display("frame 1", "live"));
    cell.take("update_display_data", display("frame 2", "live"));
    later.take("update_display_data", display("last", "live"));
    later.take("update_display_data", display("of nobody", "unknown"));
    expect(cell.outputs()).toEqual([
      { output_type: "display_data", data: { "text/plain": "last" }, metadata: {} },
    ]);
    expect(later.outputs()).toEqual([]);
  });

  it("gives a result the notebook's count, not the kernel's", () => {
    const cell = createOutputCollector(3, new Map());
    cell.take("execute_result", { ...display("42"), execution_count: 17 });
    expect(cell.outputs()).toMatchObject([{ output_type: "execute_result", execution_count: 3 }]);
  });

  it("clears at once, or when the next output comes", () => {
    const cell = createOutputCollector(1, new Map());
    cell.take(...stream("stdout", "old"));
    cell.take("clear_output", { wait: true });
    expect(cell.outputs()).toHaveLength(1);
    cell.take(...stream("stdout", "new"));
    expect(cell.outputs()).toMatchObject([{ text: "new" }]);
    cell.take("clear_output", { wait: false });
    expect(cell.outputs()).toEqual([]);
  });

  it("keeps errors with their traceback and cuts a result of 100 000 characters", () => {
    const cell = createOutputCollector(1, new Map());
    cell.take("error", { ename: "Error", evalue: "no", traceback: ["Error: no"] });
    cell.take("execute_result", display("y".repeat(100_000)));
    const [error, result] = cell.outputs();
    expect(error).toEqual({ output_type: "error", ename: "Error", evalue: "no", traceback: ["Error: no"] });
    expect(result).toMatchObject({
      data: { "text/plain": `${"y".repeat(40_000)}\n[… 60000 characters left out]` },
    });
  });
});

import { beforeEach, describe, expect, it } from "vitest";
import { openNotebook } from "../../lib/lessons/currentNotebook";
import { ledger, ledgerTable, readLedger } from "../../lib/lessons/ledger";
import { asReader } from "./reader";

const reader = asReader();
const first = { asked: "Does it fall?", found: "0.58", verdict: "fails" } as const;
const second = { asked: "Is it |big|?", found: "94 m", verdict: "holds" } as const;

describe("ledger(id, row) and ledger(rows)", () => {
  beforeEach(() => openNotebook("test-notebook"));

  it("shows the row it adds, no earlier one again, and keeps all as JSON", () => {
    ledger("fall", first);
    ledger("size", second);
    expect(reader.printed().at(-1)).toBe(
      "| asked | found | verdict |\n| --- | --- | --- |\n| Is it \\|big\\|? | 94 m | holds |",
    );
    expect(readLedger("test-notebook")).toEqual({ fall: first, size: second });
  });

  it("shows several rows of one call in one table", () => {
    ledger({ fall: first, size: second });
    expect(reader.printed().at(-1)).toBe(
      "| asked | found | verdict |\n| --- | --- | --- |\n" +
        "| Does it fall? | 0.58 | fails |\n| Is it \\|big\\|? | 94 m | holds |",
    );
  });

  it("replaces the row of a cell that runs again", () => {
    ledger("fall", { ...first, found: "0.60" });
    expect(readLedger("test-notebook")).toMatchObject({ fall: { found: "0.60" } });
    expect(Object.keys(readLedger("test-notebook") ?? {})).toEqual(["fall", "size"]);
  });

  it("keeps each notebook's own table", () => {
    openNotebook("another");
    ledger("fall", first);
    expect(readLedger("another")).toEqual({ fall: first });
    expect(readLedger("never-run")).toBeUndefined();
  });
});

describe("ledgerTable(rows)", () => {
  it("is a Markdown table with the verdicts in bold", () => {
    expect(ledgerTable({ fall: first })).toContain("| Does it fall? | 0.58 | **fails** |");
  });
});

import { join } from "node:path";
import { type Command } from "commander";
import { projectRoot } from "../files/projectRoot";

const FINDING = 1;

/** `claims`: every sentence of the document with its test, number and verdict; a finding where a test was not run. */
export function registerClaims(program: Command): void {
  program
    .command("claims")
    .description("list every sentence of the document with its test, the number found and the verdict")
    .option("--notebooks <folder>", "folder with the executed notebooks (default: notebooks of the project)")
    .option("--json", "print the rows as JSON")
    .action(claims);
}

async function claims({ notebooks, json = false }: { notebooks?: string; json?: boolean }): Promise<void> {
  const { claimsLedger, claimsTable, verdictsInWords } = await import("../book/claimsLedger.js");
  const rows = claimsLedger(notebooks ?? join(projectRoot(), "notebooks"));
  console.log(json ? JSON.stringify(rows, undefined, 2) : `${claimsTable(rows)}\n\n${verdictsInWords(rows)}`);
  const missing = rows.filter(({ verdict }) => verdict === "not run");
  if (missing.length === 0) return;
  const names = [...new Set(missing.map(({ notebook }) => notebook))].join(" ");
  console.error(`${missing.length} sentences have no verdict yet; npx seven-fixes run ${names}`);
  process.exitCode = FINDING;
}

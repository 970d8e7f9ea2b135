import { type Command } from "commander";
import { basename } from "node:path";
import { atomicWrite } from "../files/atomicWrite";
import { readNotebookText } from "../jupyter/nbformat/readNotebook";
import { findNotebooks } from "../jupyter/runner/findNotebooks";

const FINDING = 1;

/** `npx seven-fixes clean [notebooks…]`: gives notebooks saved by a front-end the form the runner writes. */
export function registerClean(program: Command): void {
  program
    .command("clean")
    .description(
      "Bring saved notebooks into one form: our pictures, no timings, no kernel versions, stable ids.",
    )
    .argument("[notebooks...]", "paths, or names from notebooks/; all by default")
    .option("--check", "change nothing; exit code 1 if a notebook is not clean or larger than 400 kB")
    .action(clean);
}

async function clean(names: readonly string[], { check = false }: { check?: boolean }): Promise<void> {
  const { cleanNotebook, LARGEST_BYTES } = await import("../jupyter/nbformat/cleanNotebook.js");
  for (const path of findNotebooks(names)) {
    const text = readNotebookText(path);
    const cleaned = cleanNotebook(text, basename(path));
    const size = Buffer.byteLength(cleaned);
    const isClean = cleaned === text;
    if (!isClean && !check) atomicWrite(path, cleaned);
    const state = isClean ? "clean" : check ? "not clean; run npm run notebooks:clean" : "cleaned";
    const large = size > LARGEST_BYTES ? `; too large, expected at most ${LARGEST_BYTES} bytes` : "";
    console.log(`${basename(path)} · ${size} bytes · ${state}${large}`);
    if (large !== "" || (check && !isClean)) process.exitCode = FINDING;
  }
}

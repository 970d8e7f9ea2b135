/**
 * `node test/formatCells.mjs [--check] [notebook …]`: the code cells of notebooks as the project's formatter leaves
 * them at the width of a page of the book. With --check names the cells that are not, and exits 1.
 */
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "prettier";

/** What fits on a page of the book at 1300 px. */
export const CELL_COLUMNS = 88;

/** @param {string} source @returns {Promise<string>} */
export const formatCell = async (source) =>
  (await format(source, { parser: "typescript", printWidth: CELL_COLUMNS })).trimEnd();

async function formatNotebooks(paths, isCheck) {
  const { readNotebook, formatNotebook, atomicWrite } = await fromLibrary();
  let unformatted = 0;
  for (const path of paths) {
    const notebook = readNotebook(path);
    const cells = [];
    for (const cell of notebook.cells) {
      const source = cell.cell_type === "code" ? await formatCell(cell.source) : cell.source;
      if (source !== cell.source && isCheck) console.log(`${path}, cell ${cell.id}: npm run format`);
      if (source !== cell.source) unformatted++;
      cells.push({ ...cell, source });
    }
    if (!isCheck && unformatted > 0) atomicWrite(path, formatNotebook({ ...notebook, cells }));
  }
  return unformatted;
}

async function fromLibrary() {
  const library = (file) => import(new URL(`../lib/dist/${file}.js`, import.meta.url));
  return {
    ...(await library("jupyter/nbformat/readNotebook")),
    ...(await library("jupyter/nbformat/formatNotebook")),
    ...(await library("files/atomicWrite")),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const isCheck = process.argv.includes("--check");
  const named = process.argv.slice(2).filter((argument) => argument !== "--check");
  const folder = resolve(fileURLToPath(import.meta.url), "../../notebooks");
  const all = readdirSync(folder).filter((name) => name.endsWith(".ipynb"));
  const unformatted = await formatNotebooks(
    named.length > 0 ? named : all.map((name) => join(folder, name)),
    isCheck,
  );
  process.exitCode = isCheck && unformatted > 0 ? 1 : 0;
}

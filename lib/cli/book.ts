import { relative, resolve } from "node:path";
import type { Command } from "commander";
import { projectRoot } from "../files/projectRoot";

/** `book`: static pages of the executed notebooks. */
export function registerBook(program: Command): void {
  program
    .command("book")
    .description("make the book: static pages of the executed notebooks, to open from disk")
    .option("--notebooks <folder>", "folder with the notebooks (default: notebooks of the project)")
    .option("--out <folder>", "folder for the pages (default: book of the project)")
    .action(async (options: { notebooks?: string; out?: string }) => {
      const { buildBook } = await import("../book/buildBook.js");
      const { readResults } = await import("../experiments/results.js");
      const results = readResults("laptop");
      const book = buildBook({
        notebooks: options.notebooks ?? resolve(projectRoot(), "notebooks"),
        out: options.out ?? resolve(projectRoot(), "book"),
        ...(results === undefined ? {} : { results }),
      });
      const near = relative(process.cwd(), book.index);
      const place = near.startsWith("..") ? book.index : near;
      console.log(`Book of ${book.notebooks} notebooks: open ${place}`);
    });
}

import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";

const folder = resolve(__dirname, "../../notebooks");

/** A cell as the tests read it: its source and, of code cells, the outputs. */
export interface FileCell {
  readonly id: string;
  readonly kind: "code" | "markdown";
  readonly source: string;
  readonly tags: readonly string[];
}

/** Every notebook of the collection: name, bytes and cells. */
export const NOTEBOOKS = readdirSync(folder)
  .filter((file) => file.endsWith(".ipynb"))
  .sort()
  .map((file) => {
    const text = readFileSync(join(folder, file), "utf8");
    const { cells } = JSON.parse(text) as {
      cells: {
        id: string;
        cell_type: "code" | "markdown";
        source: string[];
        metadata: { tags?: string[] };
      }[];
    };
    return {
      name: file.replace(/\.ipynb$/, ""),
      bytes: Buffer.byteLength(text),
      cells: cells.map(({ id, cell_type, source, metadata }): FileCell => ({
        id,
        kind: cell_type,
        source: source.join(""),
        tags: metadata.tags ?? [],
      })),
    };
  });

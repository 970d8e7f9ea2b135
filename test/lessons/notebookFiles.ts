import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";

const folder = resolve(__dirname, "../../notebooks");

/** A cell as the tests read it: its source and, of code cells, what the outputs say in plain text. */
export interface FileCell {
  readonly id: string;
  readonly kind: "code" | "markdown";
  readonly source: string;
  readonly tags: readonly string[];
  readonly text: string;
}

interface FileOutput {
  readonly text?: readonly string[];
  readonly data?: { readonly "text/plain"?: readonly string[] };
}

const textOf = ({ text, data }: FileOutput): string => (text ?? data?.["text/plain"] ?? []).join("");

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
        outputs?: FileOutput[];
      }[];
    };
    return {
      name: file.replace(/\.ipynb$/, ""),
      bytes: Buffer.byteLength(text),
      cells: cells.map(({ id, cell_type, source, metadata, outputs = [] }): FileCell => ({
        id,
        kind: cell_type,
        source: source.join(""),
        tags: metadata.tags ?? [],
        text: outputs.map(textOf).join("\n"),
      })),
    };
  });

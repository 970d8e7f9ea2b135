/** Any JSON object of a notebook file. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** What a stream prints, an error, a display, or the value of the last expression; text is one string here. */
export type Output =
  | { readonly output_type: "stream"; readonly name: "stdout" | "stderr"; readonly text: string }
  | {
      readonly output_type: "error";
      readonly ename: string;
      readonly evalue: string;
      readonly traceback: readonly string[];
    }
  | { readonly output_type: "display_data"; readonly data: JsonObject; readonly metadata: JsonObject }
  | {
      readonly output_type: "execute_result";
      readonly execution_count: number | null;
      readonly data: JsonObject;
      readonly metadata: JsonObject;
    };

/** A cell with code; `outputs` and `execution_count` are of its last run. */
export interface CodeCell {
  readonly cell_type: "code";
  readonly id: string;
  readonly metadata: JsonObject;
  readonly source: string;
  readonly execution_count: number | null;
  readonly outputs: readonly Output[];
}

/** A cell with text. */
export interface TextCell {
  readonly cell_type: "markdown" | "raw";
  readonly id: string;
  readonly metadata: JsonObject;
  readonly source: string;
  readonly attachments?: JsonObject;
}

export type Cell = CodeCell | TextCell;

/** A notebook of nbformat 4.5 in memory: every multi-line text is one string, every cell has an id. */
export interface Notebook {
  readonly cells: readonly Cell[];
  readonly metadata: JsonObject;
}

/** The tags of a cell, such as `raises-exception` or `skip-execution`. */
export function tagsOf(cell: Cell): readonly string[] {
  const { tags } = cell.metadata;
  return Array.isArray(tags) ? tags.filter((tag): tag is string => typeof tag === "string") : [];
}

/** True for a code cell that a run executes. */
export function isRunnable(cell: Cell): cell is CodeCell {
  return cell.cell_type === "code" && cell.source.trim() !== "" && !tagsOf(cell).includes("skip-execution");
}

/** The cells that a run executes, each with the number that Jupyter then shows beside it: 1…n. */
export function numberedCells(
  cells: readonly Cell[],
): { readonly cell: CodeCell; readonly number: number }[] {
  return cells.filter(isRunnable).map((cell, index) => ({ cell, number: index + 1 }));
}

import { CLAIM_MIME, type Claimed } from "./claims";

/** As much of nbformat 4 as claims need; a source or text is a string or a list of lines. */
interface Cells {
  readonly cells: readonly {
    readonly cell_type: string;
    readonly source: string | readonly string[];
    readonly outputs?: readonly unknown[];
  }[];
}

/**
 * The notebook with the text of every claim marker replaced by what the claims of its executed cells
 * say; pure, and a second call changes nothing. The runner calls it after the last cell.
 * Throws, naming all faults at once: a marker without a claim, a marker left open, an id claimed twice.
 */
export function fillClaims<N extends Cells>(notebook: N): N {
  const { texts, faults } = claimedTexts(notebook);
  const cells = notebook.cells.map((cell) => {
    if (cell.cell_type !== "markdown") return cell;
    const source = fillMarkers(joined(cell.source), texts, faults);
    return { ...cell, source: typeof cell.source === "string" ? source : lines(source) };
  });
  if (faults.length > 0) throw new Error(`claims in Markdown: ${faults.join("; ")}`);
  return { ...notebook, cells };
}

function claimedTexts(notebook: Cells): { texts: Map<string, string>; faults: string[] } {
  const texts = new Map<string, string>();
  const faults: string[] = [];
  for (const output of notebook.cells.flatMap((cell) => cell.outputs ?? [])) {
    for (const { id, text } of claimsOf(output)) {
      if (texts.has(id)) faults.push(`expected each claim once, got ${id} twice`);
      texts.set(id, text);
    }
  }
  return { texts, faults };
}

/** The claims that an output of a cell holds. */
export const claimsOf = (output: unknown): readonly Claimed[] =>
  ((output as { data?: Record<string, unknown> }).data?.[CLAIM_MIME] ?? []) as readonly Claimed[];

function fillMarkers(markdown: string, texts: ReadonlyMap<string, string>, faults: string[]): string {
  const marker = /<!--claim:([\w-]+)-->((?:(?!<!--)[^])*)<!--\/claim-->/g;
  const filled = markdown.replace(marker, (_, id: string, old: string) => {
    const text = texts.get(id);
    if (text === undefined) faults.push(`expected a claim("${id}", …) in a cell that ran, got none`);
    return `<!--claim:${id}-->${text ?? old}<!--/claim-->`;
  });
  const opened = /<!--claim:(\w+(?:-\w+)*)/.exec(markdown.replace(marker, ""))?.[1];
  if (opened !== undefined) faults.push(`expected <!--/claim--> after <!--claim:${opened}-->, got none`);
  return filled;
}

const joined = (source: string | readonly string[]): string =>
  typeof source === "string" ? source : source.join("");

/** A text as nbformat's list of lines, each but the last with its line feed. */
const lines = (text: string): string[] => (text === "" ? [] : text.split(/(?<=\n)/));

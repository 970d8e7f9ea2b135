import { type Notebook } from "../jupyter/nbformat/notebook";
import { readNotebook } from "../jupyter/nbformat/readNotebook";
import { findNotebooks } from "../jupyter/runner/findNotebooks";

/** What of the exercises a copy of a notebook holds. */
export interface HandoutFacts {
  readonly copy: string;
  readonly tasks: number;
  readonly hints: number;
  readonly solutions: number;
}

function factsOf(copy: string, { cells }: Notebook): HandoutFacts {
  const count = (call: RegExp): number =>
    cells.reduce((sum, { source }) => sum + (source.match(call)?.length ?? 0), 0);
  return {
    copy,
    tasks: count(/\blessons\.check\(/g),
    hints: count(/\blessons\.hint\(/g),
    solutions: count(/\blessons\.solution\(/g),
  };
}

/** Tasks, hints and solutions of a notebook as it is, and as a class gets it. Errors: as `findNotebooks`. */
export async function handoutFacts(name: string): Promise<HandoutFacts[]> {
  const { withoutSolutions } = await import("./handout.js"); // with the whole book behind it
  return findNotebooks([name]).flatMap((path) => {
    const notebook = readNotebook(path);
    return [factsOf("yours", notebook), factsOf("the class's", withoutSolutions(notebook))];
  });
}

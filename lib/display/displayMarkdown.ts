import { displayBundle } from "./displayBundle";

/** Shows a text as Markdown; where none is drawn, in a terminal say, its plain form. */
export function displayMarkdown(markdown: string, plain: string = withoutMarkup(markdown)): void {
  displayBundle({ "text/plain": plain, "text/markdown": markdown });
}

/** A fenced block or a code span, its text in the first or second group; or a mark of emphasis. */
const MARKS = /```\w*\n([^]*?)\n```|`([^`]*)`|\*/g;

/** The text without emphasis, code marks and folds; what is code stays as it is. */
function withoutMarkup(markdown: string): string {
  const unfolded = markdown.replace(/<\/?(?:details|summary)>/g, "");
  return unfolded.replace(MARKS, (_, block?: string, span?: string) => block ?? span ?? "");
}

import { displayBundle } from "./displayBundle";

/** Shows a text as Markdown; where none is drawn, in a terminal say, its plain form. */
export function displayMarkdown(markdown: string, plain: string = withoutMarkup(markdown)): void {
  displayBundle({ "text/plain": plain, "text/markdown": markdown });
}

/** The text without emphasis, code marks and folds. */
function withoutMarkup(markdown: string): string {
  return markdown.replace(/<\/?(?:details|summary)>/g, "").replace(/\*\*|[*`]/g, "");
}

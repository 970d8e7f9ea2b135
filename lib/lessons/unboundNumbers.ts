/**
 * Numbers in a Markdown cell that no result stands behind: digits outside a claim marker
 * (`<!--claim:id-->…<!--/claim-->`) and outside a marked quotation of the incident document
 * (`<!--quote-->…<!--/quote-->`). Formulas, fenced code, link targets and list numbers do not count, nor
 * do digits inside a word or a file name ("L2", "V2X", "00-start-here").
 */
export function unboundNumbers(markdown: string): string[] {
  const prose = markdown
    .replace(/<!--claim:[\w-]+-->[^]*?<!--\/claim-->/g, "")
    .replace(/<!--quote-->[^]*?<!--\/quote-->/g, "")
    .replace(/^(`{3,})[^]*?^\1/gm, "")
    .replace(/\$\$[^]*?\$\$|\$[^$\n]*[a-z\\][^$\n]*\$/gi, "") // a formula; "$94$" alone is a number
    .replace(/\]\([^)]*\)/g, "]")
    .replace(/^\s*\d+\.\s/gm, "");
  return prose.match(/(?<![a-z\d]\.?)\d+(?:[.,]\d+)*(?!D\b|[\w-]*-[a-z])/gi) ?? [];
}

/** The texts between quotation markers of a Markdown cell: what must be found in the document's own numbers. */
export function quotations(markdown: string): string[] {
  return [...markdown.matchAll(/<!--quote-->([^]*?)<!--\/quote-->/g)].map((match) => match[1] ?? "");
}

import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { projectRoot } from "../files/projectRoot";
import { frontPictures } from "./frontPage";

/** The scripts of a page, compiled from `browser/`, in the order they run. */
const SCRIPTS = ["menu", "copyCode", "search", "figures"];

/** Folder of an installed package, found through a file it surely exports. */
const folderOf = (file: string): string => dirname(require.resolve(file));

/** A compiled script without what only Node and debuggers understand: its mark as a module, its source map. */
function browserScript(lib: string, name: string): string {
  const compiled = readFileSync(join(lib, `dist/book/browser/${name}.js`), "utf8");
  return (
    compiled.replace(/^Object\.defineProperty\(exports.*$|^\/\/# sourceMappingURL.*$/gm, "").trim() + "\n"
  );
}

/** Everything the pages need besides themselves, by path in the book: style, scripts, Plotly, KaTeX, search. */
export function bookAssets(): Map<string, string | Uint8Array> {
  const lib = join(projectRoot(), "lib");
  const katex = folderOf("katex");
  const fonts = readdirSync(join(katex, "fonts")).filter((file) => file.endsWith(".woff2"));
  return new Map<string, string | Uint8Array>([
    ["assets/book.css", readFileSync(join(lib, "book/book.css"))],
    ["assets/theme.js", browserScript(lib, "theme")],
    ["assets/book.js", SCRIPTS.map((name) => browserScript(lib, name)).join("\n")],
    ["assets/plotly.js", readFileSync(require.resolve("plotly.js-dist"))],
    ["assets/minisearch.js", readFileSync(join(folderOf("minisearch"), "../umd/index.js"))],
    ["assets/katex/katex.min.css", readFileSync(join(katex, "katex.min.css"))],
    ...frontPictures(),
    ...fonts.map((file) => [`assets/katex/fonts/${file}`, readFileSync(join(katex, "fonts", file))] as const),
  ]);
}

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkCells, describeCellError } from "../../../lib/jupyter/cellCheck/checkCells";
import { allNotebooks } from "../../../lib/jupyter/runner/findNotebooks";

// Inside the project, so that "seven-fixes" is found as in notebooks/.
let folder: string;
beforeAll(() => (folder = mkdtempSync(join(resolve(__dirname, "../../.."), ".seven-fixes-check-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes one notebook of the cells, `#tag name` in the first line for a tag. */
function notebook(name: string, sources: readonly string[], where = folder): string {
  const cells = sources.map((source, index) => ({
    cell_type: source.startsWith("#md") ? "markdown" : "code",
    id: `c${index + 1}`,
    metadata: source.startsWith("#tag") ? { tags: [source.slice(5, source.indexOf("\n"))] } : {},
    source: source.replace(/^#\S.*\n/, ""),
  }));
  const path = join(where, name);
  writeFileSync(path, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }));
  return path;
}

describe("checkCells(paths)", () => {
  it("finds errors in every cell of every notebook at their own place, and only them", () => {
    const first = notebook("first.ipynb", [
      'import { math } from "seven-fixes";\nimport { join } from "node:path";\nconst average: string = math.mean([1]);', // 3:7
      "#md\nconst prose: string = 1;",
      "const average = 5;\nconst doubled: number = average * 2;", // declared again, with another type
      "#tag raises-exception\nconst wrong: string = 1;",
      'import { math, nothing } from "seven-fixes";\nawait Promise.resolve(math.mean([doubled]));\njoin("a");', // 1:1
      "const const = 3;", // 1:7, and the cell after it is still judged
      "doubled.toFixed();\ndoubled.toUpperCase();", // 2:9
      "function guess(value) { return value; }", // 1:16, strict only
    ]);
    const second = notebook("second.ipynb", ["doubled + 1"]); // knows nothing of the first
    const places = checkCells([first, second]).map(describeCellError);
    expect(places.map((place) => place.replace(/: .*/, ""))).toEqual([
      "first.ipynb, cell 1 (c1), line 3:7",
      "first.ipynb, cell 4 (c5), line 1:1",
      "first.ipynb, cell 5 (c6), line 1:7",
      "first.ipynb, cell 5 (c6), line 1:13",
      "first.ipynb, cell 5 (c6), line 1:15",
      "first.ipynb, cell 6 (c7), line 2:9",
      "first.ipynb, cell 7 (c8), line 1:16",
      "second.ipynb, cell 1 (c1), line 1:1",
    ]);
    expect(places[1]).toContain("has no exported member 'nothing'");
    expect(places[5]).toContain("Property 'toUpperCase' does not exist on type 'number'");
  });

  it("says of a notebook outside the project why seven-fixes is not found", () => {
    const outside = mkdtempSync(join(tmpdir(), "seven-fixes-check-"));
    const path = notebook("copied.ipynb", ['import { math } from "seven-fixes";'], outside);
    const [found] = checkCells([path]).map(describeCellError);
    rmSync(outside, { recursive: true, force: true });
    expect(found).toContain(
      `seven-fixes: expected a notebook inside its project, got one in ${outside}; move`,
    );
  });

  it("finds nothing in the notebooks of the collection", () => {
    expect(checkCells(allNotebooks()).map(describeCellError)).toEqual([]);
  });
});

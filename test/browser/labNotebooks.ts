import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { at } from "../../lib/math/at";
import type { CodeCell, Notebook, Output } from "../../lib/jupyter/nbformat/notebook";
import { readNotebook } from "../../lib/jupyter/nbformat/readNotebook";
import { allNotebooks } from "../../lib/jupyter/runner/findNotebooks";
import { figureCells, seen } from "./figureCells";
import { cellAt, runAll, save, untilAllRan } from "./labPage";
import { labSession, original } from "./labSession";

/** At fast speed the slowest takes a minute; a laden machine gets its time. */
const LONGEST_NOTEBOOK_MS = 15 * 60_000;

const isError = ({ output_type }: Output): boolean => output_type === "error";

const codeCells = ({ cells }: Notebook): CodeCell[] =>
  cells.filter((cell): cell is CodeCell => cell.cell_type === "code");

/** Where a reader would point at a figure: its marks, or its middle from top to bottom where it has lines only. */
function placesIn(cell: Element): { x: number; y: number }[] {
  const centre = ({ x, y, width, height }: DOMRect): { x: number; y: number } => ({
    x: x + width / 2,
    y: y + height / 2,
  });
  const plot = cell.querySelector(".nsewdrag")?.getBoundingClientRect() ?? new DOMRect();
  const marks = [...cell.querySelectorAll(".points path")]
    .map((mark) => centre(mark.getBoundingClientRect()))
    .filter(({ x, y }) => x > plot.left && x < plot.right && y > plot.top && y < plot.bottom);
  const middle = centre(plot).x;
  return marks.length > 0
    ? marks
    : Array.from({ length: 19 }, (_, row) => ({ x: middle, y: plot.top + (plot.height * (row + 1)) / 20 }));
}

/** Rests the mouse on one place of a figure after the other until a label shows; its text. */
async function labelUnderMouse(page: Page, index: number): Promise<string | null> {
  const area = await seen(page, index, ".nsewdrag");
  const label = cellAt(page, index).locator(".hoverlayer").first();
  for (let tries = 0; tries < 40 && (await label.textContent()) === ""; tries++) {
    await area.evaluate((plot) => plot.scrollIntoView({ block: "center" }));
    const places = await cellAt(page, index).evaluate(placesIn); // anew: cells above may have grown
    const { x, y } = at(places, (tries * 7) % places.length);
    await page.mouse.move(x - 3, y);
    await page.mouse.move(x, y);
    await page.waitForTimeout(200); // Plotly waits for the mouse to rest
  }
  return label.textContent();
}

/** The colour of a word that stands alone in the code. */
const colourOf = (page: Page, word: string): Promise<string> =>
  page
    .locator(".jp-CodeCell .cm-content span", { hasText: new RegExp(`^${word}$`) })
    .first()
    .evaluate((span) => getComputedStyle(span).color);

/** Every second notebook from one on: a file of tests for each core. */
export function testNotebooks(from: 0 | 1): void {
  const lab = labSession();
  const names = allNotebooks()
    .filter((_, i) => i % 2 === from)
    .map((path) => path.split("/").at(-1) ?? path);
  describe("JupyterLab", () => {
    it.each(names)(
      "shows %s in colour with every picture, untrusted, then runs all cells and tells the value under the mouse",
      async (name) => {
        await lab.openCopy(name);
        expect(await colourOf(lab.page, "import")).not.toBe(await colourOf(lab.page, "setUp"));
        const figures = figureCells(readNotebook(original(name)));
        for (const index of figures) {
          const picture = await seen(lab.page, index, ".jp-OutputArea img");
          expect(await picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(
            700,
          );
        }
        await runAll(lab.page);
        await untilAllRan(lab.page);
        await save(lab.page, lab.fileOf(name));
        const cells = codeCells(readNotebook(lab.fileOf(name)));
        expect(cells.flatMap(({ outputs }) => outputs).filter(isError)).toEqual([]);
        expect(cells.map(({ execution_count }) => execution_count)).toEqual(
          cells.map((_, index) => index + 1),
        );
        if (figures[0] !== undefined) expect(await labelUnderMouse(lab.page, figures[0])).toMatch(/\d/);
      },
      LONGEST_NOTEBOOK_MS,
    );
  });
}

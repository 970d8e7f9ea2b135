import type { Locator, Page } from "playwright-core";
import { PLOTLY_MIME } from "../../lib/display/figureBundle";
import type { Notebook, Output } from "../../lib/jupyter/nbformat/notebook";
import { cellAt } from "./labPage";

export const isFigure = (output: Output): boolean => "data" in output && PLOTLY_MIME in output.data;

/** The places of the cells that show a figure. */
export const figureCells = ({ cells }: Notebook): number[] =>
  cells.flatMap((cell, index) => (cell.cell_type === "code" && cell.outputs.some(isFigure) ? [index] : []));

/** Scrolls to a cell, again while others above it grow, until something is seen in it. */
export async function seen(page: Page, index: number, selector: string): Promise<Locator> {
  const found = cellAt(page, index).locator(selector).first();
  while (!(await found.isVisible())) {
    await cellAt(page, index).evaluate((cell) => cell.scrollIntoView({ block: "center" }));
    await page.waitForTimeout(200);
  }
  return found;
}

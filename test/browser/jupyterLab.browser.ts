import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { at } from "../../lib/math/at";
import { PLOTLY_MIME } from "../../lib/display/figureBundle";
import { cleanNotebook } from "../../lib/jupyter/nbformat/cleanNotebook";
import { formatNotebook } from "../../lib/jupyter/nbformat/formatNotebook";
import type { Cell, CodeCell, Notebook, Output } from "../../lib/jupyter/nbformat/notebook";
import { readNotebook } from "../../lib/jupyter/nbformat/readNotebook";
import { allNotebooks } from "../../lib/jupyter/runner/findNotebooks";
import { launchChromium } from "./chromium";
import { startJupyterLab, type LabServer } from "./jupyterLab";
import {
  cellAt,
  openNotebook,
  pressStop,
  restartAndRunAll,
  runAll,
  save,
  trust,
  untilAllRan,
} from "./labPage";

const COLLECTION = allNotebooks().map((path) => path.split("/").at(-1) ?? path);

/** At fast speed the slowest takes a minute; a laden machine gets its time. */
const LONGEST_NOTEBOOK_MS = 15 * 60_000;

let lab: LabServer;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  [lab, browser] = await Promise.all([startJupyterLab(), launchChromium()]);
  page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
});

afterEach(() => lab.endKernels());

afterAll(async () => {
  await browser.close();
  await lab.close();
});

const fileOf = (name: string): string => join(lab.folder, "notebooks", name);
const original = (name: string): string => resolve(__dirname, "../../notebooks", name);

/** Opens a copy of one of the collection's notebooks, which nobody has trusted. */
async function openCopy(name: string): Promise<void> {
  copyFileSync(original(name), fileOf(name));
  await openNotebook(page, lab.url(name));
}

/** Opens a notebook of the given code cells, never run. */
async function openCells(name: string, sources: readonly string[]): Promise<void> {
  const cells = sources.map((source, index): Cell => ({
    cell_type: "code",
    id: `cell-${index}`,
    metadata: {},
    source,
    execution_count: null,
    outputs: [],
  }));
  writeFileSync(fileOf(name), formatNotebook({ metadata: {}, cells }));
  await openNotebook(page, lab.url(name));
}

const isError = ({ output_type }: Output): boolean => output_type === "error";
const isFigure = (output: Output): boolean => "data" in output && PLOTLY_MIME in output.data;

/** The places of the cells that show a figure. */
const figureCells = ({ cells }: Notebook): number[] =>
  cells.flatMap((cell, index) => (cell.cell_type === "code" && cell.outputs.some(isFigure) ? [index] : []));

/** Whether a cell of one of the collection's notebooks shows a figure that moves. */
const hasFrames = (name: string, index: number): boolean => {
  const cell = at(readNotebook(original(name)).cells, index);
  return (
    cell.cell_type === "code" &&
    cell.outputs.some((output) => isFigure(output) && JSON.stringify(output).includes('"frames"'))
  );
};

const codeCells = ({ cells }: Notebook): CodeCell[] =>
  cells.filter((cell): cell is CodeCell => cell.cell_type === "code");

const DRAWN = ".js-plotly-plot .main-svg";

/** Scrolls to a cell, again while others above it grow, until something is seen in it. */
async function seen(index: number, selector: string): Promise<Locator> {
  const found = cellAt(page, index).locator(selector).first();
  while (!(await found.isVisible())) {
    await cellAt(page, index).evaluate((cell) => cell.scrollIntoView({ block: "center" }));
    await page.waitForTimeout(200);
  }
  return found;
}

/**
 * Points at a figure, as a reader does, until it is drawn: one that was kept with a picture shows that picture first,
 * and JupyterLab's Plotly draws the figure when the mouse comes in.
 */
async function drawnUnderMouse(index: number): Promise<void> {
  const picture = await seen(index, `.plot-img, ${DRAWN}`);
  const figure = cellAt(page, index).locator(DRAWN).first();
  while (!(await figure.isVisible())) {
    await picture.evaluate((shown) => shown.scrollIntoView({ block: "center" }));
    const box = await picture.boundingBox(); // null once the figure stands in its place
    if (box !== null) await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.waitForTimeout(200);
  }
}

/** What a figure's slider says of its place, now and at each change from now on. */
function labelsFromNowOn(cell: Element): string[] {
  const said: string[] = [];
  const listen = (): void => {
    const now = cell.querySelector(".slider-label")?.textContent ?? "";
    if (now !== said[said.length - 1]) said.push(now);
  };
  listen();
  new MutationObserver(listen).observe(cell, { subtree: true, childList: true, characterData: true });
  return said;
}

/** How high each mark of a figure stands, whole pixels: at the end of a move Plotly writes other decimals. */
const roundedHeights = (marks: readonly Element[]): number[] =>
  marks.map((mark) => Math.round((mark as SVGPathElement).transform.baseVal.getItem(0).matrix.f));

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
async function labelUnderMouse(index: number): Promise<string | null> {
  const area = await seen(index, ".nsewdrag");
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
const colourOf = (word: string): Promise<string> =>
  page
    .locator(".jp-CodeCell .cm-content span", { hasText: new RegExp(`^${word}$`) })
    .first()
    .evaluate((span) => getComputedStyle(span).color);

const outputOf = (index: number): Promise<string> =>
  cellAt(page, index).locator(".jp-OutputArea").innerText();

const LIVE = [
  'import { lessons, math } from "seven-fixes";',
  'const chart = lessons.liveChart({ title: "Loss", x: "epoch", y: "loss (m)", series: ["train"] });',
  "for (let epoch = 0; epoch < 12; epoch++) {\n  chart.add(epoch, { train: 60 - epoch });\n  await math.sleep(0.4);\n}\nchart.done();",
  "const counted = globalThis as { runs?: number };\ncounted.runs = (counted.runs ?? 0) + 1;\nconsole.log(`run ${counted.runs} of this kernel`);",
];

describe("JupyterLab", () => {
  it.each(COLLECTION)(
    "shows %s in colour with every picture, untrusted, then runs all cells and tells the value under the mouse",
    async (name) => {
      await openCopy(name);
      expect(await colourOf("import")).not.toBe(await colourOf("setUp"));
      const figures = figureCells(readNotebook(original(name)));
      for (const index of figures) {
        const picture = await seen(index, ".jp-OutputArea img");
        expect(await picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(
          700,
        );
      }
      await runAll(page);
      await untilAllRan(page);
      await save(page, fileOf(name));
      const cells = codeCells(readNotebook(fileOf(name)));
      expect(cells.flatMap(({ outputs }) => outputs).filter(isError)).toEqual([]);
      expect(cells.map(({ execution_count }) => execution_count)).toEqual(cells.map((_, index) => index + 1));
      if (figures[0] !== undefined) expect(await labelUnderMouse(figures[0])).toMatch(/\d/);
    },
    LONGEST_NOTEBOOK_MS,
  );

  it("gives back the same bytes after trusting and saving an untouched notebook and cleaning it", async () => {
    const name = "00-start-here.ipynb";
    await openCopy(name);
    await trust(page);
    for (const index of figureCells(readNotebook(original(name)))) await drawnUnderMouse(index); // adds a picture of its own
    await save(page, fileOf(name));
    const saved = readFileSync(fileOf(name), "utf8");
    const committed = readFileSync(original(name), "utf8");
    expect(saved).not.toBe(committed);
    expect(cleanNotebook(saved, name)).toBe(committed);
  });

  it("moves a live chart, ends it as a figure, and starts afresh at Restart and Run All", async () => {
    await openCells("live.ipynb", LIVE);
    await runAll(page);
    const states = new Set<string>();
    const frame = cellAt(page, 2).locator(".jp-OutputArea img, .jp-OutputArea svg").first();
    const drawn = cellAt(page, 2).locator(DRAWN).first();
    while (!(await drawn.isVisible())) {
      if (await frame.isVisible()) states.add(await frame.evaluate((image) => image.outerHTML));
      await page.waitForTimeout(50);
    }
    expect(states.size).toBeGreaterThanOrEqual(3);
    await untilAllRan(page);
    expect(await outputOf(3)).toContain("run 1 of");
    await runAll(page);
    await untilAllRan(page);
    expect(await outputOf(3)).toContain("run 2 of");
    await restartAndRunAll(page);
    await untilAllRan(page);
    expect(await outputOf(3)).toContain("run 1 of");
  });

  it("plays predictions over the epochs at a press, and goes to the epoch a slider is set to", async () => {
    const name = "02-reading-a-collapse.ipynb";
    await openCopy(name);
    const movie = figureCells(readNotebook(original(name))).find((index) => hasFrames(name, index)) ?? -1;
    await drawnUnderMouse(movie);
    const cell = cellAt(page, movie);
    const epoch = (): Promise<string | null> => cell.locator(".slider-label").first().textContent();
    const heights = (): Promise<number[]> => cell.locator(".points path").evaluateAll(roundedHeights);
    const [last, atLast] = [await epoch(), await heights()];
    const labels = await cell.evaluateHandle(labelsFromNowOn);
    await cell.locator(".updatemenu-button").click();
    await cell.locator(".slider-label", { hasText: "epochs done: 1" }).waitFor({ state: "attached" });
    await expect.poll(epoch, { timeout: 60_000 }).toBe(last);
    expect(await labels.jsonValue()).toEqual(
      [7, 0, 1, 2, 3, 4, 5, 6, 7].map((done) => `epochs done: ${done}`),
    );
    await expect.poll(heights).toEqual(atLast); // the last move is over
    await cell.locator(".slider-rail-touch-rect").click({ position: { x: 2, y: 5 } });
    await expect.poll(epoch).toBe("epochs done: 0");
    expect(await heights()).not.toEqual(atLast);
  });

  it("stops an endless cell at Stop and runs the next", async () => {
    await openCells("endless.ipynb", [
      'import { math } from "seven-fixes";\nconsole.log("begun");\nfor (;;) await math.sleep(0.1);',
      'console.log("after the stop");',
    ]);
    await cellAt(page, 0).locator(".cm-content").click();
    await page.keyboard.press("Shift+Enter");
    await cellAt(page, 0).locator(".jp-OutputArea", { hasText: "begun" }).waitFor();
    await pressStop(page);
    await cellAt(page, 0).locator(".jp-OutputArea", { hasText: "InterruptedError" }).waitFor();
    await untilAllRan(page); // a cell sent before the stopped one's reply is dropped, as at Run All
    await cellAt(page, 1).locator(".cm-content").click();
    await page.keyboard.press("Shift+Enter");
    await cellAt(page, 1).locator(".jp-OutputArea", { hasText: "after the stop" }).waitFor();
  });

  it("completes the library's names, and shows their types and documentation", async () => {
    await openCells("help.ipynb", [LIVE.slice(0, 2).join("\n"), "chart.", "chart.add("]);
    await cellAt(page, 0).locator(".cm-content").click();
    await page.keyboard.press("Shift+Enter");
    await untilAllRan(page);
    await cellAt(page, 1).locator(".cm-content").click();
    await page.keyboard.press("End");
    await page.keyboard.press("Tab");
    const names = page.locator(".jp-Completer .jp-Completer-match");
    await names.first().waitFor();
    expect(await names.allTextContents()).toEqual(["add", "done"]);
    await page.keyboard.press("Escape");
    await cellAt(page, 2).locator(".cm-content").click();
    await page.keyboard.press("End");
    await page.keyboard.press("Shift+Tab");
    const tooltip = page.locator(".jp-Tooltip");
    await tooltip.waitFor();
    expect(await tooltip.innerText()).toContain("Adds one value to some or all lines");
    expect(await tooltip.innerText()).toContain("values: Readonly<Record<string, number>>");
  });
});

import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { at } from "../../lib/math/at";
import { cleanNotebook } from "../../lib/jupyter/nbformat/cleanNotebook";
import { readNotebook } from "../../lib/jupyter/nbformat/readNotebook";
import { figureCells, isFigure, seen } from "./figureCells";
import { cellAt, pressStop, restartAndRunAll, runAll, save, trust, untilAllRan } from "./labPage";
import { labSession, original } from "./labSession";

const lab = labSession();

/** Whether a cell of one of the collection's notebooks shows a figure that moves. */
const hasFrames = (name: string, index: number): boolean => {
  const cell = at(readNotebook(original(name)).cells, index);
  return (
    cell.cell_type === "code" &&
    cell.outputs.some((output) => isFigure(output) && JSON.stringify(output).includes('"frames"'))
  );
};

const DRAWN = ".js-plotly-plot .main-svg";

/**
 * Points at a figure, as a reader does, until it is drawn: one that was kept with a picture shows that picture first,
 * and JupyterLab's Plotly draws the figure when the mouse comes in.
 */
async function drawnUnderMouse(page: Page, index: number): Promise<void> {
  const picture = await seen(page, index, `.plot-img, ${DRAWN}`);
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

const outputOf = (page: Page, index: number): Promise<string> =>
  cellAt(page, index).locator(".jp-OutputArea").innerText();

const LIVE = [
  'import { lessons, math } from "seven-fixes";',
  'const chart = lessons.liveChart({ title: "Loss", x: "epoch", y: "loss (m)", series: ["train"] });',
  "for (let epoch = 0; epoch < 12; epoch++) {\n  chart.add(epoch, { train: 60 - epoch });\n  await math.sleep(0.4);\n}\nchart.done();",
  "const counted = globalThis as { runs?: number };\ncounted.runs = (counted.runs ?? 0) + 1;\nconsole.log(`run ${counted.runs} of this kernel`);",
];

describe("JupyterLab", () => {
  it("gives back the same bytes after trusting and saving an untouched notebook and cleaning it", async () => {
    const name = "00-start-here.ipynb";
    await lab.openCopy(name);
    await trust(lab.page);
    for (const index of figureCells(readNotebook(original(name)))) await drawnUnderMouse(lab.page, index); // adds a picture of its own
    await save(lab.page, lab.fileOf(name));
    const saved = readFileSync(lab.fileOf(name), "utf8");
    const committed = readFileSync(original(name), "utf8");
    expect(saved).not.toBe(committed);
    expect(cleanNotebook(saved, name)).toBe(committed);
  });

  it("moves a live chart, ends it as a figure, and starts afresh at Restart and Run All", async () => {
    await lab.openCells("live.ipynb", LIVE);
    await runAll(lab.page);
    const states = new Set<string>();
    const frame = cellAt(lab.page, 2).locator(".jp-OutputArea img, .jp-OutputArea svg").first();
    const drawn = cellAt(lab.page, 2).locator(DRAWN).first();
    while (!(await drawn.isVisible())) {
      if (await frame.isVisible()) states.add(await frame.evaluate((image) => image.outerHTML));
      await lab.page.waitForTimeout(50);
    }
    expect(states.size).toBeGreaterThanOrEqual(3);
    await untilAllRan(lab.page);
    expect(await outputOf(lab.page, 3)).toContain("run 1 of");
    await runAll(lab.page);
    await untilAllRan(lab.page);
    expect(await outputOf(lab.page, 3)).toContain("run 2 of");
    await restartAndRunAll(lab.page);
    await untilAllRan(lab.page);
    expect(await outputOf(lab.page, 3)).toContain("run 1 of");
  });

  it("plays predictions over the epochs at a press, and goes to the epoch a slider is set to", async () => {
    const name = "02-reading-a-collapse.ipynb";
    await lab.openCopy(name);
    const movie = figureCells(readNotebook(original(name))).find((index) => hasFrames(name, index)) ?? -1;
    await drawnUnderMouse(lab.page, movie);
    const cell = cellAt(lab.page, movie);
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
    await lab.openCells("endless.ipynb", [
      'import { math } from "seven-fixes";\nconsole.log("begun");\nfor (;;) await math.sleep(0.1);',
      'console.log("after the stop");',
    ]);
    await cellAt(lab.page, 0).locator(".cm-content").click();
    await lab.page.keyboard.press("Shift+Enter");
    await cellAt(lab.page, 0).locator(".jp-OutputArea", { hasText: "begun" }).waitFor();
    await pressStop(lab.page);
    await cellAt(lab.page, 0).locator(".jp-OutputArea", { hasText: "InterruptedError" }).waitFor();
    await untilAllRan(lab.page); // a cell sent before the stopped one's reply is dropped, as at Run All
    await cellAt(lab.page, 1).locator(".cm-content").click();
    await lab.page.keyboard.press("Shift+Enter");
    await cellAt(lab.page, 1).locator(".jp-OutputArea", { hasText: "after the stop" }).waitFor();
  });

  it("completes the library's names, and shows their types and documentation", async () => {
    await lab.openCells("help.ipynb", [LIVE.slice(0, 2).join("\n"), "chart.", "chart.add("]);
    await cellAt(lab.page, 0).locator(".cm-content").click();
    await lab.page.keyboard.press("Shift+Enter");
    await untilAllRan(lab.page);
    await cellAt(lab.page, 1).locator(".cm-content").click();
    await lab.page.keyboard.press("End");
    await lab.page.keyboard.press("Tab");
    const names = lab.page.locator(".jp-Completer .jp-Completer-match");
    await names.first().waitFor();
    expect(await names.allTextContents()).toEqual(["add", "done"]);
    await lab.page.keyboard.press("Escape");
    await cellAt(lab.page, 2).locator(".cm-content").click();
    await lab.page.keyboard.press("End");
    await lab.page.keyboard.press("Shift+Tab");
    const tooltip = lab.page.locator(".jp-Tooltip");
    await tooltip.waitFor();
    expect(await tooltip.innerText()).toContain("Adds one value to some or all lines");
    expect(await tooltip.innerText()).toContain("values: Readonly<Record<string, number>>");
  });
});

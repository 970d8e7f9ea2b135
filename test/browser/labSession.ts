import { copyFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import { formatNotebook } from "../../lib/jupyter/nbformat/formatNotebook";
import type { Cell } from "../../lib/jupyter/nbformat/notebook";
import { launchChromium } from "./chromium";
import { startJupyterLab, type LabServer } from "./jupyterLab";
import { openNotebook } from "./labPage";

/** A JupyterLab and a page of a browser for the tests of one file; started before them, ended behind them. */
export interface LabSession {
  readonly page: Page;
  /** Where a notebook lies that the page shows. */
  fileOf(name: string): string;
  /** Opens a copy of one of the collection's notebooks, which nobody has trusted. */
  openCopy(name: string): Promise<void>;
  /** Opens a notebook of the given code cells, never run. */
  openCells(name: string, sources: readonly string[]): Promise<void>;
}

/** One of the collection's notebooks. */
export const original = (name: string): string => resolve(__dirname, "../../notebooks", name);

export function labSession(): LabSession {
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
  return {
    get page() {
      return page;
    },
    fileOf,
    async openCopy(name) {
      copyFileSync(original(name), fileOf(name));
      await openNotebook(page, lab.url(name));
    },
    async openCells(name, sources) {
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
    },
  };
}

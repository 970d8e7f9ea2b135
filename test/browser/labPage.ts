import { readFileSync, statSync } from "node:fs";
import type { Locator, Page } from "playwright-core";

const LONGEST_RUN_MS = 12 * 60_000;

/** A kernel begins in two seconds; on a laden machine it gets its time. */
const LONGEST_START_MS = 150_000;

/** Opens a notebook and waits until its kernel is idle. */
export async function openNotebook(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.locator(".jp-Notebook .jp-Cell").first().waitFor();
  await page.locator("#jp-main-statusbar :text('| Idle')").waitFor({ timeout: LONGEST_START_MS });
}

/** A cell by its place, text cells counted too. */
export const cellAt = (page: Page, index: number): Locator =>
  page.locator(".jp-Notebook .jp-Cell").nth(index);

async function runMenu(page: Page, command: string): Promise<void> {
  await page.click('.lm-MenuBar-item:has-text("Run")');
  await page.click(`.lm-Menu-item[data-command="${command}"]`);
}

const waiting = (page: Page): Locator => page.locator(".jp-InputPrompt", { hasText: "[*]" });

/** Run All; returns when the cells wait for their turn. */
export async function runAll(page: Page): Promise<void> {
  await runMenu(page, "runmenu:run-all");
  await waiting(page).last().waitFor({ state: "attached" });
}

/** Restart Kernel and Run All, its question answered; returns when the cells wait for their turn. */
export async function restartAndRunAll(page: Page): Promise<void> {
  await runMenu(page, "runmenu:restart-and-run-all");
  await page.click(".jp-Dialog .jp-mod-accept");
  await waiting(page).last().waitFor({ state: "attached" });
}

/** Waits until no cell waits for its turn. */
export async function untilAllRan(page: Page): Promise<void> {
  const none = (): boolean =>
    [...document.querySelectorAll(".jp-InputPrompt")].every((prompt) => prompt.textContent !== "[*]:");
  await page.waitForFunction(none, undefined, { timeout: LONGEST_RUN_MS });
}

/** Presses the toolbar's Stop. */
export const pressStop = (page: Page): Promise<void> =>
  page.click('[data-jp-item-name="interrupt"] jp-button');

/** Trusts the notebook by the command palette, its question answered. */
export async function trust(page: Page): Promise<void> {
  await page.keyboard.press("Control+Shift+C");
  await page.keyboard.type("Trust Notebook");
  await page.locator(".lm-CommandPalette-item", { hasText: "Trust Notebook" }).first().click();
  await page.click(".jp-Dialog .jp-mod-accept");
}

/** Saves the notebook from the keyboard and waits until its file is written. */
export async function save(page: Page, file: string): Promise<void> {
  const before = statSync(file).mtimeMs;
  await page.keyboard.press("Control+s");
  const isWritten = (): boolean =>
    statSync(file).mtimeMs !== before && readFileSync(file, "utf8").endsWith("}\n"); // Jupyter empties it first
  while (!isWritten()) await page.waitForTimeout(50);
}

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { buildBook } from "../../lib/book/buildBook";
import { judgeSample, SET_UP, writeSampleNotebooks } from "../book/sampleNotebooks";
import { launchChromium, watchedPage, type WatchedPage } from "./chromium";

const folder = mkdtempSync(join(tmpdir(), "book-browser-"));
const urlOf = (page: string): string => pathToFileURL(join(folder, "book", `${page}.html`)).href;

let browser: Browser;
const open: WatchedPage[] = [];

/** Opens one page of the sample book from disk. */
async function opened(page: string, options: BrowserContextOptions = {}): Promise<Page> {
  const watched = await watchedPage(browser, options);
  open.push(watched);
  await watched.page.goto(urlOf(page));
  return watched.page;
}

/** Scrolls to a figure and waits until Plotly has drawn it. */
async function drawn(page: Page, figure: string): Promise<void> {
  await page.locator(`${figure} .figure`).scrollIntoViewIfNeeded();
  await page.locator(`${figure} .figure.drawn .main-svg`).first().waitFor();
}

/** Texts of a figure that its edge cuts off or that lie on another one, upright ones aside. */
function misplaced(figure: Element): string[] {
  const edge = figure.querySelector(".drawing")?.getBoundingClientRect() ?? new DOMRect();
  const boxes = [...figure.querySelectorAll(".main-svg text")]
    .map((text) => ({ words: text.textContent, box: text.getBoundingClientRect() }))
    .filter(({ words, box }) => words !== "" && box.width > 0);
  const cut = boxes.filter(
    ({ box }) =>
      box.left < edge.left || box.right > edge.right || box.top < edge.top || box.bottom > edge.bottom,
  );
  const on = boxes.flatMap(({ words, box }, i) =>
    boxes
      .slice(i + 1)
      .filter(
        ({ box: other }) =>
          Math.min(box.right, other.right) - Math.max(box.left, other.left) > 2 &&
          Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top) > 4,
      )
      .map((other) => `${words} on ${other.words}`),
  );
  return [...cut.map(({ words }) => `${words} cut off`), ...on];
}

const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

beforeAll(async () => {
  writeSampleNotebooks(join(folder, "notebooks"));
  buildBook({ notebooks: join(folder, "notebooks"), out: join(folder, "book"), judge: judgeSample });
  browser = await launchChromium();
});

afterEach(async () => {
  const watched = open.splice(0);
  await Promise.all(watched.map(({ context }) => context.close()));
  expect(watched.flatMap(({ faults }) => faults)).toEqual([]); // in every test: no error, no request
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

describe("the book, opened from disk", () => {
  it("leads from the table of notebooks to a notebook and on to the next", async () => {
    const page = await opened("index");
    await page.click(".notebooks a");
    expect(await page.textContent("h1")).toBe("Why does the loss stand still?");
    await page.click("[rel=next]");
    expect(await page.textContent("h1")).toBe("What can a foreign output do?");
  });

  it("shows a figure as a picture first and makes it interactive when it comes into view", async () => {
    const page = await opened("00-sample", { viewport: { width: 1200, height: 500 } });
    expect(await page.locator("#similar .figure.drawn").count()).toBe(0); // far below the fold
    expect(await page.locator("#similar .figure img").getAttribute("alt")).toContain("similarity 0.97");
    await drawn(page, "#loss-figure");
    const area = page.locator("#loss-figure .nsewdrag");
    await area.hover({ position: { x: 200, y: 24 } });
    await area.hover({ position: { x: 204, y: 24 } }); // on the incident's line, near 66.6 m
    await page.locator("#loss-figure .hovertext").first().waitFor();
    expect(await page.locator("#loss-figure .hoverlayer").textContent()).toMatch(/66\.\d+/);
  });

  it("draws figures as wide as the column, and without a jump when the picture gives way", async () => {
    const page = await opened("00-sample", { viewport: { width: 1400, height: 900 } });
    const height = (): Promise<number> => page.locator("#loss-figure").evaluate((cell) => cell.clientHeight);
    const before = await height();
    await drawn(page, "#loss-figure");
    expect(Math.abs((await height()) - before)).toBeLessThan(4);
    const width = await page.locator("#loss-figure .plot").evaluate((plot) => plot.clientWidth);
    expect(width).toBe(760);
  });

  it("finds words in all notebooks, and says when there are none", async () => {
    const page = await opened("00-sample");
    await page.keyboard.press("/");
    await page.keyboard.type("best const");
    await page.locator(".results a").first().waitFor();
    expect(await page.locator(".results").textContent()).toContain("The loss, epoch by epoch");
    await page.fill(".search input", "foreign");
    await page.locator(".results a", { hasText: "foreign output" }).first().waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(/01-second/);
    await page.fill(".search input", "drives straight on");
    await page.locator(".results a", { hasText: "Exercise" }).first().waitFor();
    await page.fill(".search input", "zebra");
    await page.locator(".results .none").waitFor();
  });

  it("follows the system's dark mode, and the switch, which it remembers", async () => {
    const page = await opened("00-sample", { colorScheme: "dark" });
    const brightness = (): Promise<number> =>
      page.evaluate(() => Number(/\d+/.exec(getComputedStyle(document.body).backgroundColor)?.[0]));
    expect(await brightness()).toBeLessThan(60);
    await page.click(".theme");
    expect(await brightness()).toBeGreaterThan(200);
    await page.reload();
    expect(await brightness()).toBeGreaterThan(200);
  });

  it("fits a phone: nothing to scroll sideways, menu and figures usable", async () => {
    const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
    for (const name of ["index", "00-sample", "01-second"]) {
      const page = await opened(name, phone);
      if (name === "00-sample") await drawn(page, "#loss-figure");
      expect(await overflow(page)).toBe(0);
      expect(await page.locator(".chapters").isVisible()).toBe(false);
      await page.click(".menu");
      expect(await page.locator(".chapters a").count()).toBe(2);
      expect(await page.locator(".chapters").isVisible()).toBe(true);
    }
  });

  it("keeps every word of a figure inside it and off the others on a phone, long titles too", async () => {
    const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
    for (const [name, ...figures] of [
      ["00-sample", "#loss-figure", "#similar"],
      ["01-second", "#movie"],
    ] as const) {
      const page = await opened(name, phone);
      for (const figure of figures) {
        await drawn(page, figure);
        expect(await page.locator(`${figure} .figure`).evaluate(misplaced), figure).toEqual([]);
      }
    }
  });

  it("plays a figure that moves under a finger, and goes where its slider is put", async () => {
    const page = await opened("01-second", {
      viewport: { width: 390, height: 844 },
      isMobile: true,
      hasTouch: true,
    });
    await drawn(page, "#movie");
    const done = (): Promise<string | null> => page.locator("#movie .slider-label").first().textContent();
    expect(await done()).toBe("epochs done: 2");
    await page.tap("#movie .updatemenu-button");
    await expect.poll(done, { interval: 20 }).toBe("epochs done: 1");
    await expect.poll(done).toBe("epochs done: 2");
    await page.locator("#movie .slider-rail-touch-rect").tap({ position: { x: 2, y: 5 } });
    await expect.poll(done).toBe("epochs done: 0");
  });

  it("runs no script that came with an output or a text", async () => {
    const page = await opened("01-second");
    await page.click("text=A table of someone else");
    await page.click("text=link");
    expect(await page.evaluate(() => "attacked" in window)).toBe(false);
    expect(await page.locator("#foreign td").first().textContent()).toBe("a");
    expect(await page.locator("#foreign circle").count()).toBe(2);
  });

  it("opens folded hints and solutions on a click", async () => {
    const page = await opened("00-sample");
    expect(await page.locator("#solution").isVisible()).toBe(false);
    await page.click("summary:has-text('Solution')");
    expect(await page.locator("#solution").isVisible()).toBe(true);
  });

  it("opens folded imports and checks on a click", async () => {
    const page = await opened("00-sample");
    for (const [fold, inside] of [
      [".imports", "#set-up .imports pre"],
      [".claims", "#loss-figure .claim"],
    ] as const) {
      expect(await page.locator(inside).first().isVisible()).toBe(false);
      await page.click(`${fold} summary`);
      expect(await page.locator(inside).first().isVisible()).toBe(true);
    }
  });

  it("cuts off no line of code, wide or narrow", async () => {
    for (const width of [1300, 390]) {
      const page = await opened("01-second", { viewport: { width, height: 800 } });
      const cut = await page
        .locator("pre")
        .evaluateAll((blocks) => blocks.filter((block) => block.scrollWidth > block.clientWidth).length);
      expect(cut, `${width} px`).toBe(0);
    }
  });

  it("copies folded imports too", async () => {
    const page = await opened("00-sample", { permissions: ["clipboard-read", "clipboard-write"] });
    await page.hover("#set-up .code");
    await page.click("#set-up .copy");
    await page.locator("#set-up .copy", { hasText: "Copied" }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(SET_UP);
  });

  it("copies code as it was written", async () => {
    const page = await opened("00-sample", { permissions: ["clipboard-read", "clipboard-write"] });
    await page.hover("#predict .code");
    await page.click("#predict .copy");
    await page.locator("#predict .copy", { hasText: "Copied" }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('predict("stuck", null);');
  });

  it("prints the pictures on white, from a dark page too, without bar, menus and buttons", async () => {
    const page = await opened("00-sample", { colorScheme: "dark" });
    await drawn(page, "#loss-figure");
    const filter = (): Promise<string> =>
      page.locator("#loss-figure .drawing").evaluate((drawing) => getComputedStyle(drawing).filter);
    expect(await filter()).toContain("invert");
    await page.emulateMedia({ media: "print" });
    expect(await filter()).toBe("none");
    expect(await page.locator("#loss-figure img").isVisible()).toBe(true);
    for (const hidden of ["#loss-figure .plot", ".bar", ".chapters", ".contents"]) {
      expect(await page.locator(hidden).first().isVisible()).toBe(false);
    }
  });
});

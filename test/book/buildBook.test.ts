import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { JSDOM } from "jsdom";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildBook } from "../../lib/book/buildBook";
import { PARTS } from "../../lib/lessons/parts";
import { judgeSample, SET_UP, writeSampleNotebooks } from "./sampleNotebooks";

const folder = mkdtempSync(join(tmpdir(), "book-"));
const notebooks = join(folder, "notebooks");
const out = join(folder, "book");

const filesOf = (root: string): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();

const pageOf = (file: string): Document => new JSDOM(readFileSync(join(out, file), "utf8")).window.document;

const pages = ["index.html", "00-sample.html", "01-second.html"];

beforeAll(() => {
  writeSampleNotebooks(notebooks);
  buildBook({ notebooks, out, judge: judgeSample });
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("buildBook(options)", () => {
  it("gives the same bytes for the same notebooks, in the place of the earlier book", () => {
    const bytes = (): Buffer[] => filesOf(out).map((file) => readFileSync(join(out, file)));
    const before = bytes();
    expect(buildBook({ notebooks, out, judge: judgeSample })).toEqual({
      index: join(out, "index.html"),
      notebooks: 2,
    });
    expect(bytes().every((content, i) => content.equals(before[i] ?? Buffer.alloc(0)))).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(["book", "notebooks"]); // nothing half-built beside
  });

  it("lists every notebook with question, minutes and what it is about", () => {
    const cells = [...pageOf("index.html").querySelectorAll(".notebooks tbody tr:first-child td")];
    expect(cells.map((cell) => cell.textContent)).toEqual([
      "00",
      "Why does the loss stand still?",
      "20 min",
      "The loss of this run falls by less than one percent in seven epochs, and we ask whether that is learning at all.",
    ]);
  });

  it("orders index, menu and neighbours by the list of parts, each part under its heading", () => {
    const listed = join(folder, "listed");
    const names = ["01-the-sick-run", "02-reading-a-collapse", "18-the-model-and-what-it-sees"];
    mkdirSync(listed);
    for (const name of names) copyFileSync(join(notebooks, "00-sample.ipynb"), join(listed, `${name}.ipynb`));
    const built = join(folder, "listed book");
    buildBook({ notebooks: listed, out: built, judge: judgeSample });
    const page = (file: string): Document =>
      new JSDOM(readFileSync(join(built, file), "utf8")).window.document;
    const words = (selector: string): string[] =>
      [...page("index.html").querySelectorAll(selector)].map(({ textContent }) => textContent);
    expect(words(".notebooks h2, .notebooks .number")).toEqual([
      ...["The case", "18", "01"],
      ...["Reading a collapse", "02"],
    ]);
    expect(words(".chapters > p, .chapters .number")).toEqual(words(".notebooks h2, .notebooks .number"));
    expect(words(".notebooks .part p")[1]).toBe(PARTS[1]?.about);
    const next = page("18-the-model-and-what-it-sees.html").querySelector("[rel=next]");
    expect(next?.getAttribute("href")).toBe("01-the-sick-run.html");
    rmSync(listed, { recursive: true });
    rmSync(built, { recursive: true });
  });

  it("has no link that leads nowhere: files and anchors all exist", () => {
    const files = filesOf(out);
    const missing = pages.flatMap((page) => {
      const links = [...pageOf(page).querySelectorAll("[href], [src]")];
      return links
        .map((link) => decodeURI(link.getAttribute("href") ?? link.getAttribute("src") ?? ""))
        .filter((link) => {
          const [file = "", anchor] = link.split("#");
          const target = file === "" ? page : join(dirname(page), file);
          if (!files.includes(target)) return true;
          return anchor !== undefined && pageOf(target).getElementById(anchor) === null;
        });
    });
    expect(missing).toEqual([]);
  });

  it("shows a figure as its picture with the summary as caption, and carries its data for the script", () => {
    const figure = pageOf("00-sample.html").querySelector("#loss-figure .figure");
    const image = figure?.querySelector("img");
    expect(image?.getAttribute("width")).toBe("760");
    expect(image?.alt).toMatch(/^Loss against the best constant predictor: The incident's loss falls/);
    expect(figure?.querySelector("figcaption")?.textContent).toMatch(/^The incident's loss falls/);
    const json = JSON.parse(figure?.querySelector("script")?.textContent ?? "") as { data: object[] };
    expect(json.data).toHaveLength(3);
  });

  it("sets maths, colours TypeScript, folds hints and solutions, marks checked numbers", () => {
    const page = pageOf("00-sample.html");
    expect(page.querySelectorAll(".katex-display .mfrac").length).toBe(2);
    expect(page.querySelector("#set-up .hljs-keyword")?.textContent).toBe("import");
    const folds = [...page.querySelectorAll("details.fold > summary")].map((fold) => fold.textContent);
    expect(folds).toEqual(["Hint", "Solution"]);
    expect(page.querySelector(".claim-text")?.textContent).toBe("66.2 m");
  });

  it("shows a task once, above the stub it belongs to", () => {
    const cell = pageOf("00-sample.html").querySelector("#stub");
    expect(cell?.firstElementChild?.textContent).toMatch(
      /^Exercise\. A car drives straight on .* 3\.6 km\/h\.\n$/,
    );
    expect(cell?.querySelector(".task + .code")?.textContent).toContain("← your answer");
    expect(cell?.querySelector(".outputs")?.textContent.trim()).toBe("Not yet. Replace it.");
  });

  it("folds imports longer than a line, and no others", () => {
    const page = pageOf("00-sample.html");
    const fold = page.querySelector("#set-up .code > details");
    expect(fold?.querySelector("summary")?.textContent).toBe('import … from "seven-fixes", "danfojs-node"');
    const parts = [...page.querySelectorAll("#set-up .code code")].map((code) => code.textContent);
    expect(parts.join("\n")).toBe(SET_UP);
    expect(parts[1]).toMatch(/^const \{ speed/);
    expect(page.querySelectorAll(".code > details").length).toBe(1);
  });

  it("folds what a cell has checked into one line", () => {
    const [fold, ...others] = pageOf("00-sample.html").querySelectorAll("details.claims");
    expect(others).toEqual([]);
    expect(fold?.querySelector("summary")?.textContent).toBe(
      "✓ 2 numbers and 1 statement of this text checked",
    );
    expect([...(fold?.querySelectorAll(".claim") ?? [])].map((claim) => claim.textContent)).toEqual([
      "✓ last-loss: 66.2 m (expected 66.2 m)",
      "✓ verdict: less than 5 % (expected less than 5 %)",
      "✓ change: -0.03 m (expected -0.03 m)",
    ]);
  });

  it("shows errors, warnings and stale outputs as such", () => {
    const page = pageOf("01-second.html");
    expect(page.querySelector(".error-title")?.textContent).toContain("TypeError: Cannot read");
    expect(page.querySelector(".stderr")?.textContent).toContain("target lies behind the car");
    expect(page.querySelector("aside.stale")?.textContent).toContain("Stale: library changed (cell 4)");
    expect([...page.querySelectorAll("p.stale")].map((mark) => mark.closest("section")?.id)).toEqual([
      "failing",
    ]);
    expect(pageOf("00-sample.html").querySelector(".stale")).toBeNull();
  });

  it("says of outputs without a record that nobody knows what they were made from", () => {
    const unknown = join(folder, "unknown");
    buildBook({ notebooks, out: unknown });
    const page = new JSDOM(readFileSync(join(unknown, "00-sample.html"), "utf8")).window.document;
    rmSync(unknown, { recursive: true });
    expect(page.querySelector("aside.stale li")?.textContent).toMatch(/^Unknown: never run by npm start/);
  });

  it("leads to the neighbours", () => {
    expect(pageOf("00-sample.html").querySelector("[rel=next]")?.getAttribute("href")).toBe("01-second.html");
    expect(pageOf("00-sample.html").querySelector("[rel=prev]")).toBeNull();
  });

  it("keeps the earlier book and names the file when a notebook is broken", () => {
    const broken = join(folder, "broken");
    writeSampleNotebooks(broken);
    writeFileSync(join(broken, "02-broken.ipynb"), '{"cells": [');
    const before = filesOf(out);
    expect(() => buildBook({ notebooks: broken, out })).toThrow(
      /^notebook 02-broken\.ipynb: expected JSON, got/,
    );
    expect(filesOf(out)).toEqual(before);
  });

  it("refuses a folder that holds something else, and one without notebooks", () => {
    const thesis = join(folder, "thesis");
    mkdirSync(thesis);
    writeFileSync(join(thesis, "thesis.tex"), "years of work");
    expect(() => buildBook({ notebooks, out: thesis })).toThrow(/got one with other files; choose another$/);
    expect(readFileSync(join(thesis, "thesis.tex"), "utf8")).toBe("years of work");
    expect(() => buildBook({ notebooks: thesis, out })).toThrow(
      /expected notebooks \(\*\.ipynb\) in .*thesis, got none/,
    );
  });
});

import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { frontPictures, glossary, opening } from "../../lib/book/frontPage";
import { type NotebookPage } from "../../lib/book/notebookPage";

const page = (name: string): NotebookPage => ({ name }) as NotebookPage;
const parsed = (html: string): Document => new JSDOM(html).window.document;

describe("opening(pages)", () => {
  const { body } = parsed(opening([page("00-first"), page("15-the-end")]));

  it("sends the reader to the first notebook and names the one with the cause", () => {
    expect([...body.querySelectorAll("a")].map((a) => [a.textContent, a.getAttribute("href")])).toEqual([
      ["notebook 15", "15-the-end.html"],
      ["Start here", "00-first.html"],
    ]);
  });

  it("links nothing that the book does not hold", () => {
    expect(parsed(opening([])).querySelectorAll("a")).toHaveLength(0);
    expect(parsed(opening([])).body.textContent).toContain("before notebook 15?");
  });

  it("shows pictures that the book brings along, each with a text", () => {
    const pictures = [...body.querySelectorAll("img")];
    expect(pictures.map((picture) => picture.getAttribute("src"))).toEqual([...frontPictures().keys()]);
    expect(pictures.filter((picture) => (picture.getAttribute("alt") ?? "") === "")).toEqual([]);
  });
});

it("frontPictures() are JPEG and PNG files", () => {
  const heads = [...frontPictures()].map(([path, bytes]) => [path.slice(-4), bytes[0], bytes[1]]);
  expect(heads).toEqual([
    [".jpg", 0xff, 0xd8],
    [".jpg", 0xff, 0xd8],
    [".png", 0x89, 0x50],
  ]);
});

it("glossary() explains twelve words", () => {
  const { body } = parsed(glossary());
  expect(body.querySelectorAll("dt")).toHaveLength(12);
  expect([...body.querySelectorAll("dd")].every((dd) => dd.textContent.length > 20)).toBe(true);
});

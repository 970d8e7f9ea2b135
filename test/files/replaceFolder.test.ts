import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { atomicWrite } from "../../lib/files/atomicWrite";
import { replaceFolder } from "../../lib/files/replaceFolder";

const root = mkdtempSync(join(tmpdir(), "replace-"));
const place = join(root, "book");
const build = (text: string) => (folder: string) => atomicWrite(join(folder, "mark"), text);

afterAll(() => rmSync(root, { recursive: true }));

describe("replaceFolder(path, build, options)", () => {
  it("puts the new folder in the place of the old, nothing beside", () => {
    replaceFolder(place, build("one"), { marker: "mark" });
    replaceFolder(place, build("two"), { marker: "mark" });
    expect(readFileSync(join(place, "mark"), "utf8")).toBe("two");
    expect(readdirSync(root)).toEqual(["book"]);
  });

  it("keeps the old folder when the build fails half-way", () => {
    const fail = (folder: string): void => {
      build("half")(folder);
      throw new Error("disk full");
    };
    expect(() => replaceFolder(place, fail, { marker: "mark" })).toThrow("disk full");
    expect(readFileSync(join(place, "mark"), "utf8")).toBe("two");
    expect(readdirSync(root)).toEqual(["book"]);
  });

  it("refuses a folder that lacks the marker", () => {
    expect(() => replaceFolder(place, build("x"), { marker: "other" })).toThrow(/got one with other files/);
  });
});

import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { atomicWrite } from "../../lib/files/atomicWrite";

const folder = (): string => mkdtempSync(join(tmpdir(), "atomic-"));

describe("atomicWrite(path, content)", () => {
  it("makes missing folders, replaces content and leaves nothing beside", () => {
    const root = folder();
    const path = join(root, "a", "b.txt");
    atomicWrite(path, "one");
    atomicWrite(path, "two");
    expect(readFileSync(path, "utf8")).toBe("two");
    expect(readdirSync(join(root, "a"))).toEqual(["b.txt"]);
  });

  it("keeps the old file and names the path when the write fails", () => {
    const root = folder();
    const path = join(root, "target");
    mkdirSync(path); // a folder cannot be replaced by a file
    writeFileSync(join(path, "kept"), "kept");
    expect(() => atomicWrite(path, "new")).toThrow(`write ${path}: expected a writable place`);
    expect(readFileSync(join(path, "kept"), "utf8")).toBe("kept");
    expect(readdirSync(root)).toEqual(["target"]);
    chmodSync(root, 0o755);
  });
});

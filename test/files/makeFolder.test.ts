import { existsSync, mkdtempSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder } from "../../lib/files/makeFolder";

describe("makeFolder(folder)", () => {
  it("makes what is missing above it, and leaves what is there", () => {
    const folder = join(mkdtempSync(join(tmpdir(), "make folder ")), "a", "b");
    makeFolder(folder);
    makeFolder(folder);
    expect(statSync(folder).isDirectory()).toBe(true);
  });

  it("throws the system's word below a file, and where the kernel makes no folders", () => {
    const file = join(mkdtempSync(join(tmpdir(), "make folder ")), "file");
    writeFileSync(file, "");
    expect(() => makeFolder(join(file, "a", "b"))).toThrow("ENOTDIR");
    if (existsSync("/proc")) expect(() => makeFolder("/proc/nowhere/a")).toThrow("ENOENT");
  });
});

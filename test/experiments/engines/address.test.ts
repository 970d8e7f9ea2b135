import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { readAddress } from "../../../lib/experiments/engines/address";

describe("readAddress(text)", () => {
  it("reads servers and folders with what both sides must agree on", () => {
    expect(readAddress("redis://:pass@host:7000/2?lease=5&store=shared")).toEqual({
      kind: "redis",
      url: "redis://:pass@host:7000/2",
      shown: "redis://host:7000/2",
      lease: 5,
      attempts: 3,
      store: resolve("shared"),
    });
    expect(readAddress("folder:some/place?attempts=9")).toEqual({
      kind: "folder",
      folder: resolve("some/place"),
      shown: "folder:some/place",
      lease: 30,
      attempts: 9,
    });
  });

  it.for([
    ["localhost:6379", 'got "localhost://"'],
    ["", 'got ""'],
    ["redis://", "got "],
    ["folder:", "a folder without a path"],
    ["postgres://host", "got PostgreSQL, which is not offered; start a redis-server or share a folder"],
    ["postgresql://me:secret@host/db", "got PostgreSQL, which is not offered"],
    ["redis://h?lease=", 'lease: expected 0.2 to 3600, got ""'],
    ["redis://h?lease=0", 'got "0"'],
    ["redis://h?attempts=0", "attempts: expected 1 to 1000000"],
    ["redis://h?ttl=4", 'expected lease, attempts or store after the ?, got "ttl"'],
  ] as const)("refuses %s", ([text, message]) => {
    expect(() => readAddress(text)).toThrow(message);
  });

  it("never tells a password", () => {
    for (const text of [
      "http://me:secret@host",
      "postgres://me:secret@host",
      "redis://me:secret@host:port",
    ]) {
      expect(() => readAddress(text)).toThrow(/^(?!.*secret)/s);
    }
  });
});

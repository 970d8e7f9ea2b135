import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { settings } from "../../lib/lessons/settings";
import { asReader } from "./reader";

const reader = asReader();

describe("settings(env)", () => {
  it("reads the file, over which the environment is laid", () => {
    const file = join(reader.folder(), "config.yaml");
    writeFileSync(file, "speed: fast\nseed: 7\n");
    expect(settings({}, file)).toEqual({ speed: "fast", seed: 7, swapLabels: false });
    const laid = { SEVEN_FIXES_SPEED: "full", SEVEN_FIXES_SEED: "3", SEVEN_FIXES_SWAP_LABELS: "1" };
    expect(settings(laid, file)).toEqual({ speed: "full", seed: 3, swapLabels: true });
    writeFileSync(file, "{}");
    expect(settings({}, file)).toMatchObject({ speed: "laptop", seed: 1 });
  });

  it("refuses an unknown speed and a seed that is no whole number", () => {
    expect(() => settings({ SEVEN_FIXES_SPEED: "quick" })).toThrow(
      'SEVEN_FIXES_SPEED: expected fast, laptop or full, got "quick"',
    );
    for (const seed of ["-1", "1.5", "", "4294967296", "one"]) {
      expect(() => settings({ SEVEN_FIXES_SEED: seed })).toThrow(
        `SEVEN_FIXES_SEED: expected a whole number below 2^32, got "${seed}"`,
      );
    }
  });
});

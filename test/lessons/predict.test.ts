import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { predict, reveal } from "../../lib/lessons/predict";
import { asReader } from "./reader";

const reader = asReader();
const guess = (): string => readFileSync(join(reader.folder(), "guesses", "debug-arithmetic.json"), "utf8");
const last = (): string => reader.printed().at(-1) ?? "";

describe("predict(id, guess)", () => {
  it("asks, with every choice, and runs without a guess", () => {
    predict("debug-arithmetic", null);
    expect(last()).toContain("Predict. Two debug lines print an error");
    expect(last()).toContain("- B · only the one before");
    expect(last()).toContain("No guess yet");
    expect(guess).toThrow("no such file");
  });

  it("keeps the first guess until it is replaced on purpose", () => {
    predict("debug-arithmetic", "a");
    expect(last()).toContain("Your guess: A.");
    predict("debug-arithmetic", "B");
    expect(last()).toContain("Your first guess, A, is kept.");
    expect(guess()).toBe('{"guess":"A"}\n');
    predict("debug-arithmetic", "B", { replace: true });
    expect(last()).toContain("Your guess: B.");
    expect(guess()).toBe('{"guess":"B"}\n');
  });

  it("shows the kept guess when the cell is run without one", () => {
    predict("debug-arithmetic", "C");
    predict("debug-arithmetic", null);
    expect(last()).toContain("Your guess: C.");
  });

  it("refuses a letter that is no choice and a question nobody asked", () => {
    expect(() => predict("debug-arithmetic", "E")).toThrow(
      'predict("debug-arithmetic"): expected one of A, B, C, D, got "E"; give its letter',
    );
    expect(() => predict("debug-arithmetics")).toThrow('got "debug-arithmetics"; check its spelling');
  });

  it("names a damaged guess file", () => {
    mkdirSync(join(reader.folder(), "guesses"));
    writeFileSync(join(reader.folder(), "guesses", "debug-arithmetic.json"), '{"guess":');
    expect(() => predict("debug-arithmetic", null)).toThrow(/guess: expected .*debug-arithmetic\.json, got/);
  });
});

describe("reveal(id, ...correct)", () => {
  it("sets the guess beside what the run says", () => {
    predict("debug-arithmetic", "B");
    reveal("debug-arithmetic", "B");
    expect(last()).toBe("The run says B · only the one before. You guessed B: right.");
    reveal("debug-arithmetic", "A", "C");
    expect(last()).toBe(
      "The run says A · both and C · only the promised one. You guessed B: what made it tempting?",
    );
  });

  it("does not need a guess", () => {
    reveal("debug-arithmetic", "B");
    expect(last()).toBe("The run says B · only the one before. You made no guess.");
  });

  it("refuses a letter that is no choice", () => {
    expect(() => reveal("debug-arithmetic", "E")).toThrow('reveal("debug-arithmetic"): expected one of A');
  });
});

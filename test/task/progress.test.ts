import { describe, expect, it } from "vitest";
import { formatSeconds, secondsLeft, startProgress } from "../../lib/task/progress";

function recorder(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, columns: 60, written, write: (text: string) => written.push(text) };
}

/** What a terminal shows after the first writes, up to `last`: a plain reading of the control sequences. */
function screenOf(written: readonly string[], last: number): string[] {
  const rows = [""];
  let row = 0;
  for (const [, control, text] of written
    .slice(0, last + 1)
    .join("")
    .matchAll(/(\r|\n|\u001b\[2K|\u001b\[1A)|([^\r\n\u001b]+)/g)) {
    if (text !== undefined) rows[row] = `${rows[row]}${text}`;
    else if (control === "\u001b[2K") rows[row] = "";
    else if (control === "\u001b[1A") row--;
    else if (control === "\n") rows[++row] ??= "";
  }
  return rows;
}

describe("formatSeconds(seconds)", () => {
  it.each([
    [0, "0.0 s"],
    [8.24, "8.2 s"],
    [59.94, "59.9 s"],
    [59.96, "1 min 00 s"], // not "60.0 s"
    [65, "1 min 05 s"],
    [119.7, "2 min 00 s"], // not "1 min 60 s"
  ])("writes %s as %s", (seconds, text) => {
    expect(formatSeconds(seconds)).toBe(text);
  });
});

describe("secondsLeft(elapsed, done, total, expected)", () => {
  it("is a straight line without an expectation: 6 s for 2 of 5 leave 9 s", () => {
    expect(secondsLeft(6, 2, 5)).toBe(9);
  });

  it("is what is left of the expected time, and the straight line once that has run out", () => {
    expect(secondsLeft(6, 2, 5, 10)).toBe(4);
    expect(secondsLeft(6, 2, 5, 5)).toBe(9);
  });

  it("is undefined before anything is done", () => {
    expect(secondsLeft(6, 0, 5)).toBeUndefined();
  });
});

describe("startProgress(label, total)", () => {
  it("redraws one terminal line with count, seconds and estimate, cut to the width", () => {
    const stream = recorder(true);
    let clock = 0;
    const progress = startProgress("train", 4, { stream, now: () => clock });
    clock = 2000;
    progress.update(1, "a note that is far too long for this narrow terminal");
    // 2 s for 1 of 4 leave 6 s.
    expect(stream.written[0]).toMatch(/^\r\u001b\[2Ktrain 1\/4 · 2\.0 s · about 6\.0 s left · a note/);
    expect(stream.written[0]?.replace("\r\u001b[2K", "")).toHaveLength(59);
  });

  it("takes the caller's word for the time left", () => {
    const stream = recorder(true);
    let clock = 0;
    const progress = startProgress("train", 4, { stream, now: () => clock });
    clock = 2000;
    progress.update(1, undefined, 90);
    expect(stream.written[0]).toContain("2.0 s · about 1 min 30 s left");
  });

  it("redraws at most ten times a second", () => {
    const stream = recorder(true);
    let clock = 0;
    const progress = startProgress("train", 100, { stream, now: () => clock });
    for (clock = 0; clock < 1000; clock += 10) progress.update(clock / 10);
    expect(stream.written).toHaveLength(10);
  });

  it("prints only its closing line where there is no terminal, and only once", () => {
    const stream = recorder(false);
    let clock = 0;
    const progress = startProgress("train", 4, { stream, now: () => clock });
    progress.update(2);
    clock = 1500;
    progress.end();
    progress.end("again");
    progress.update(3);
    expect(stream.written).toEqual(["train 4/4 · 1.5 s\n"]);
  });

  it("draws overlapping work one line below the other, and keeps what has ended above what goes on", () => {
    const stream = recorder(true);
    let clock = 0;
    const [first, second] = ["data", "train"].map((name) =>
      startProgress(name, 2, { stream, now: () => clock }),
    );
    clock = 1000;
    first?.update(1);
    second?.update(1);
    clock = 2000;
    first?.update(2);
    first?.end();
    second?.end();
    expect(screenOf(stream.written, 0)).toEqual(["data 1/2 · 1.0 s · about 1.0 s left"]);
    const both = ["data 1/2 · 1.0 s · about 1.0 s left", "train 1/2 · 1.0 s · about 1.0 s left"];
    expect(screenOf(stream.written, 1)).toEqual(both);
    expect(screenOf(stream.written, 3)).toEqual(["data 2/2 · 2.0 s", both[1]]);
    expect(screenOf(stream.written, 4)).toEqual(["data 2/2 · 2.0 s", "train 2/2 · 2.0 s", ""]);
  });

  it("leaves no trace of work that is over within its quiet seconds, and draws from then on", () => {
    for (const isTTY of [true, false]) {
      const stream = recorder(isTTY);
      let clock = 0;
      const start = () => startProgress("check", 2, { stream, quietSeconds: 1, now: () => clock });
      const short = start();
      clock = 999;
      short.update(1);
      short.end();
      expect(stream.written).toEqual([]);
      const long = start();
      clock += 1000;
      long.update(1);
      long.end();
      // 1 s for 1 of 2 leaves 1 s
      const line = "\r\u001b[2Kcheck 1/2 · 1.0 s · about 1.0 s left";
      const end = "check 2/2 · 1.0 s\n";
      expect(stream.written).toEqual(isTTY ? [line, `\r\u001b[2K${end}`] : [end]);
    }
  });
});

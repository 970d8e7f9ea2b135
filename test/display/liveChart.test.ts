import { afterEach, describe, expect, it, vi } from "vitest";
import { PLOTLY_MIME } from "../../lib/display/figureBundle";
import { liveChart, type LiveChart } from "../../lib/display/liveChart";
import { sentBy } from "./kernelOutput";

let milliseconds = 0;

const open = (): LiveChart =>
  liveChart({
    title: "Loss",
    x: "step",
    y: "loss (m)",
    series: ["train", "validation"],
    baselines: { "best constant": 44 },
    clock: () => milliseconds,
  });

afterEach(() => {
  vi.restoreAllMocks();
});

describe("liveChart(options)", () => {
  it("draws at most four frames a second, and the full figure last, all under one id", () => {
    const sent = sentBy(() => {
      const chart = open();
      for (let step = 0; step < 100; step++) {
        milliseconds = 10 * step; // 0…990 ms: frames at 0, 250, 500 and 750
        chart.add(step, { train: 60 - step / 2 });
      }
      chart.done();
    });
    expect(sent.map(({ update }) => update)).toEqual([false, true, true, true, true]);
    expect(new Set(sent.map(({ displayId }) => displayId)).size).toBe(1);
    expect(sent.slice(0, 4).every(({ data }) => String(data["image/svg+xml"]).startsWith("<svg"))).toBe(true);
    expect(sent.at(-1)?.data[PLOTLY_MIME]).toMatchObject({
      data: [
        { name: "train" },
        { name: "validation", x: [] },
        { name: "best constant", x: [0, 99], y: [44, 44] },
      ],
    });
  });

  it("says in one line what became of the lines", () => {
    const sent = sentBy(() => {
      const chart = open();
      chart.add(1, { train: 66.77, validation: 67.49 });
      chart.add(2, { train: 66.19 });
      chart.done();
    });
    expect(sent.at(-1)?.data["text/plain"]).toBe(
      "Loss: train 66.77 → 66.19 (2 points); validation 67.49 → 67.49 (1 points); best constant 44.",
    );
  });

  it("sums a line of many points up by the means of its tenths, not by two restless points", () => {
    const sent = sentBy(() => {
      const chart = open();
      // 40 points: 9, 11, 9, 11 … then four of 4, 6, 4, 6; a tenth is four points, with means 10 and 5
      for (let step = 0; step < 40; step++)
        chart.add(step, { train: (step < 36 ? 10 : 5) + (step % 2 === 0 ? -1 : 1) });
      chart.done();
    });
    expect(sent.at(-1)?.data["text/plain"]).toContain(
      "train 10 → 5 (means of the first and the last tenth of 40 points)",
    );
  });

  it("gives every chart its own id, so a cell run again does not draw into the old one", () => {
    const ids = sentBy(() => {
      for (const chart of [open(), open()]) {
        milliseconds += 1000;
        chart.add(0, { train: 1 });
      }
    }).map(({ displayId }) => displayId);
    expect(new Set(ids).size).toBe(2);
  });

  it("prints one line at the end outside a kernel", () => {
    const log = vi.spyOn(console, "log").mockReturnValue(undefined);
    const chart = open();
    chart.add(1, { train: 3 });
    expect(log).not.toHaveBeenCalled();
    chart.done();
    expect(log.mock.calls[0]?.[0]).toMatch(/^Loss: train 3 → 3/);
  });

  it("keeps a long run within the budget of points", () => {
    const sent = sentBy(() => {
      const chart = open();
      for (let step = 0; step < 5000; step++) chart.add(step, { train: step });
      chart.done();
    });
    const figure = sent.at(-1)?.data[PLOTLY_MIME] as { data: { x: number[] }[] };
    expect(figure.data[0]?.x).toHaveLength(300);
    expect(figure.data[0]?.x.at(-1)).toBe(4999);
  });

  it("names a value that belongs to no line", () => {
    expect(() => open().add(1, { trian: 1 })).toThrow(
      'live chart: expected one of train, validation, got "trian"; name it in series',
    );
  });
});

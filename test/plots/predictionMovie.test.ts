import { describe, expect, it } from "vitest";
import { figureBundle, PLOTLY_MIME } from "../../lib/display/figureBundle";
import { predictionMovie, type PredictionMovieOptions } from "../../lib/plots/predictionMovie";

const options: PredictionMovieOptions = {
  title: "Prediction against target",
  coordinate: "x at 4.5 s",
  limits: [-10, 50],
  counted: "epochs done",
  moments: ["0", "1"],
  panels: [
    {
      name: "right",
      color: "#0072B2",
      target: [1, 21],
      predicted: [
        [5, 5],
        [2, 20],
      ],
    },
    {
      name: "wrong",
      color: "#D55E00",
      target: [-4, 30],
      predicted: [
        [7, 7],
        [8, 9],
      ],
    },
  ],
  summary: "Two runs.",
};
const movie = predictionMovie(options);

/** What the figure's dots are after a frame has been laid over it, as Plotly does. */
function dotsAfter(frame: number): unknown[] {
  const { data = [], traces = [] } = movie.frames?.[frame] ?? {};
  return [1, 3].map((trace) => ({ ...movie.data[trace], ...data[traces.indexOf(trace)] }).y);
}

describe("predictionMovie", () => {
  it("stands at the last moment, and its slider too", () => {
    expect([1, 3].map((trace) => movie.data[trace]?.["y"])).toEqual([
      [2, 20],
      [8, 9],
    ]);
    expect(movie.layout["sliders"]).toMatchObject([{ active: 1 }]);
  });

  it("moves the dots and leaves the diagonals: a frame holds what every panel predicted then", () => {
    expect(dotsAfter(0)).toEqual([
      [5, 5],
      [7, 7],
    ]);
    expect(dotsAfter(1)).toEqual([
      [2, 20],
      [8, 9],
    ]);
  });

  it("has a place on the slider for each frame, by its name", () => {
    const [slider] = movie.layout["sliders"] as { steps: { args: [string[]] }[] }[];
    expect(slider?.steps.map(({ args: [names] }) => names)).toEqual([["0"], ["1"]]);
    expect(movie.frames?.map(({ name }) => name)).toEqual(["0", "1"]);
  });

  it("carries its frames in the bundle that front-ends draw from; a figure without has none there", () => {
    expect(figureBundle(movie)[PLOTLY_MIME]).toMatchObject({ frames: [{ name: "0" }, { name: "1" }] });
    const { frames, ...still } = movie;
    expect(frames).toHaveLength(2);
    expect(figureBundle(still)[PLOTLY_MIME]).not.toHaveProperty("frames");
  });

  it("refuses a panel that lacks a moment", () => {
    const [first, second] = options.panels;
    if (first === undefined || second === undefined) throw new Error("two panels stand above");
    const short = { ...second, predicted: second.predicted.slice(1) };
    expect(() => predictionMovie({ ...options, panels: [first, short] })).toThrow(
      "predictionMovie: expected 2 moments of wrong, got 1",
    );
  });
});

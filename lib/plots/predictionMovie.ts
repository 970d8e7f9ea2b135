import { at } from "../math/at";
import { type Figure, type Frame } from "./figure";
import { predictionPanels, type PredictionPanel, type PredictionPanelsOptions } from "./predictionPanels";

/** One run's samples and what was predicted for them at each moment, metres. */
export interface MovingPanel extends Omit<PredictionPanel, "predicted"> {
  readonly predicted: readonly (readonly number[])[];
}

export interface PredictionMovieOptions extends Omit<PredictionPanelsOptions, "panels"> {
  readonly panels: readonly MovingPanel[];
  /** What the slider counts, "epochs done" say, and the words of its places, one a moment. */
  readonly counted: string;
  readonly moments: readonly string[];
}

/** Milliseconds for which a moment stands, and those in which its dots move to their places. */
const PACE = { stands: 700, moves: 350 } as const;

/**
 * Predictions over targets, panel beside panel, moment after moment: a slider goes through them and a button plays
 * them. Before either is touched, and in a picture, it stands at the last. Throws when a panel lacks a moment.
 */
export function predictionMovie({ panels, moments, counted, ...options }: PredictionMovieOptions): Figure {
  for (const { name, predicted } of panels) {
    if (predicted.length !== moments.length) {
      throw new RangeError(
        `predictionMovie: expected ${moments.length} moments of ${name}, got ${predicted.length}`,
      );
    }
  }
  const still = predictionPanels({
    ...options,
    panels: panels.map((panel) => ({ ...panel, predicted: at(panel.predicted, moments.length - 1) })),
  });
  return {
    ...still,
    frames: moments.map((name, i) => frameOf(name, panels, i)),
    layout: {
      ...still.layout,
      height: 460,
      margin: { l: 56, r: 12, t: 84, b: 164 },
      sliders: [slider(moments, counted)],
      updatemenus: [PLAY],
    },
  };
}

/** Dots lie behind each panel's diagonal: they are the traces 1, 3, 5 … */
const frameOf = (name: string, panels: readonly MovingPanel[], moment: number): Frame => ({
  name,
  data: panels.map(({ predicted }) => ({ y: [...at(predicted, moment)] })),
  traces: panels.map((_, i) => 2 * i + 1),
});

const BELOW = { x: 0, y: 0, xanchor: "left", yanchor: "top" } as const;

const slider = (moments: readonly string[], counted: string): Readonly<Record<string, unknown>> => ({
  ...{ ...BELOW, len: 1, pad: { t: 88 }, active: moments.length - 1 },
  currentvalue: { prefix: `${counted}: `, xanchor: "right" },
  steps: moments.map((name) => ({
    label: name,
    method: "animate",
    args: [[name], { mode: "immediate", frame: { duration: 0, redraw: false }, transition: { duration: 0 } }],
  })),
});

const PLAY = {
  ...{ ...BELOW, type: "buttons", showactive: false, pad: { t: 64 } },
  buttons: [
    {
      label: "▶ play",
      method: "animate",
      args: [
        null,
        {
          mode: "immediate",
          frame: { duration: PACE.stands, redraw: false },
          transition: { duration: PACE.moves },
        },
      ],
    },
  ],
};

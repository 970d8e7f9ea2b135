import { mean } from "../math/statistics";
import { figure, type Figure } from "./figure";

/** One set of six factors: its bits, and the runs made with it. */
export interface MappedSet {
  readonly set: number;
  readonly outcomes: readonly { readonly error: number; readonly dead: boolean }[];
}

export interface SetMapOptions {
  readonly title: string;
  /** What bits 0 to 5 stand for, in a word or two each. */
  readonly factors: readonly string[];
  readonly sets: readonly MappedSet[];
  /** Sets that carry a star. Default none. */
  readonly starred?: readonly number[];
  readonly summary: string;
}

/** Sets of three factors in an order in which neighbours differ by one, the last and the first too (Gray's). */
const ORDER = [0b000, 0b001, 0b011, 0b010, 0b110, 0b111, 0b101, 0b100] as const;

/** Light is a low error; the same order of lightness in grey print and under every colour blindness (cividis). */
const COLOURS = [
  [0, "#fdea45"],
  [0.33, "#a69d75"],
  [0.66, "#575d6d"],
  [1, "#00224e"],
] as const;

/**
 * All sets of six factors as a map of 8 × 8 fields: factors one to three downwards, four to six to the right, and
 * neighbours differ by one factor. A field holds the mean error of its living runs and, below, how many are dead; one
 * without living runs says so, one that was not run stays empty, a column of which none was run is left out. Each
 * field's colour is the mean over all its runs.
 */
export function setMap({ factors, sets, starred = [], ...options }: SetMapOptions): Figure {
  const columns = ORDER.filter((right) => sets.some(({ set }) => set >> 3 === right));
  const field = (down: number, right: number): MappedSet | undefined =>
    sets.find(({ set }) => set === (down | (right << 3)));
  const fields = ORDER.map((down) => columns.map((right) => field(down, right)));
  const wordsIn = (one: MappedSet): string => wordsOf(one) + (starred.includes(one.set) ? "<br>★" : "");
  const named = (first: number, last: number): string =>
    factors
      .slice(first, last)
      .map((name, i) => `${first + i + 1} ${name}`)
      .join(", ");
  const ticks = (first: number, order: readonly number[]): object => ({
    tickvals: order.map((_, place) => place),
    ticktext: order.map((bits) => bitsInWords(bits, first)),
    showgrid: false,
    fixedrange: true,
  });
  return figure({
    height: 620,
    ...options,
    x: named(3, 6),
    y: named(0, 3),
    data: [
      {
        type: "heatmap",
        z: fields.map((row) => row.map((one) => (one === undefined ? null : colourOf(one)))),
        text: fields.map((row) => row.map((one) => (one === undefined ? "" : wordsIn(one)))),
        texttemplate: "%{text}",
        customdata: fields.map((row) => row.map((one) => (one === undefined ? "" : setInWords(one.set)))),
        hovertemplate: "fixes %{customdata}: %{z:.2f} m<extra></extra>",
        colorscale: COLOURS,
        colorbar: { title: { text: "mean error (m)", side: "right" }, thickness: 14 },
        xgap: 3,
        ygap: 3,
        hoverongaps: false,
      },
    ],
    layout: {
      xaxis: { ...ticks(4, columns), side: "bottom" },
      yaxis: { ...ticks(1, ORDER), autorange: "reversed" },
    },
  });
}

function bitsInWords(bits: number, first: number): string {
  const members = [0, 1, 2].filter((i) => (bits >> i) & 1).map((i) => first + i);
  return members.length === 0 ? "none" : members.join("+");
}

function setInWords(set: number): string {
  const members = [0, 1, 2, 3, 4, 5].filter((i) => (set >> i) & 1).map((i) => i + 1);
  return members.length === 0 ? "none" : members.join("+");
}

const colourOf = ({ outcomes }: MappedSet): number => mean(outcomes.map(({ error }) => error));

function wordsOf({ outcomes }: MappedSet): string {
  const alive = outcomes.filter(({ dead }) => !dead).map(({ error }) => error);
  const dead = outcomes.length - alive.length;
  if (alive.length === 0) return `all ${dead}<br>dead`;
  const error = mean(alive).toFixed(2);
  return dead === 0 ? error : `${error}<br>${dead} dead`;
}

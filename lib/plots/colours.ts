import { at } from "../math/at";
import { PALETTE } from "./figure";

/** What a colour means, in every figure of the book. */
export const COLOURS = {
  right: PALETTE.blue,
  wrong: PALETTE.vermillion,
  base: PALETTE.grey,
  fix: PALETTE.purple,
  cure: PALETTE.green,
} as const;

/** For series without a meaning of their own, and for more than one fix in a figure. */
export const FURTHER = [COLOURS.fix, PALETTE.sky, PALETTE.orange, PALETTE.black] as const;

const WORDS = [
  [/\bright (labels|paths)|\bego/i, COLOURS.right],
  [/\bwrong (labels|paths)|\bfirst-car|\bscript/i, COLOURS.wrong],
  [/^(nothing fixed|as it was|base)\b|^before:/i, COLOURS.base],
  [/^after:/i, COLOURS.fix],
  [/\bcure/i, COLOURS.cure],
] as const;

/** From the first layer (dark) to the last (light): of layers the order is the meaning. */
const DEPTHS = ["#440154", "#414487", "#2A788E", "#22A884", "#7AD151", "#E3C800"] as const;

/** The colour of a layer by its place among so many. */
export function depthColour(place: number, layers: number): string {
  return at(DEPTHS, Math.round((place * (DEPTHS.length - 1)) / Math.max(1, layers - 1)));
}

/** The colour that a series' name stands for, undefined when it names nothing that has one. */
export function meaningOf(name: string): string | undefined {
  return WORDS.find(([words]) => words.test(name))?.[1];
}

/** A colour for each series: by meaning where its name has one, else the next of those that mean nothing else. */
export function seriesColours(names: readonly string[]): string[] {
  let further = 0;
  return names.map((name) => meaningOf(name) ?? at(FURTHER, further++ % FURTHER.length));
}

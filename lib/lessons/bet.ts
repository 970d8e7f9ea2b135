import { inspect } from "node:util";
import { displayMarkdown } from "../display/displayMarkdown";

/** From and to, in the unit the cell names. */
export type Interval = readonly [low: number, high: number];

/**
 * Judges a reader's bet, an interval typed into a cell, against what came out: inside or not, how wide it was and by
 * how much it missed. Never throws: an untouched bet (null) and one of any other type are told.
 */
export function settleBet(bet: unknown, value: number, unit: string): void {
  displayMarkdown(betText(bet, value, unit));
}

/** What `settleBet` shows. */
export function betText(bet: unknown, value: number, unit: string): string {
  const came = `It came to **${value.toFixed(1)} ${unit}**.`;
  if (bet === null || bet === undefined) return `${came} You made no bet.`;
  if (!isInterval(bet)) {
    return `${came} Your bet: expected two numbers, [from, to], got ${shortly(bet)}; type it as [-1, 1].`;
  }
  const [low, high] = bet[0] <= bet[1] ? bet : [bet[1], bet[0]];
  const width = `${(high - low).toFixed(1)} ${unit} wide`;
  if (value >= low && value <= high) return `${came} Your bet holds; it was ${width}.`;
  const off = value < low ? low - value : value - high;
  return `${came} Your bet, ${width}, missed it by ${off.toFixed(1)} ${unit}: on which side, and why there?`;
}

function isInterval(bet: unknown): bet is Interval {
  return Array.isArray(bet) && bet.length === 2 && bet.every((end) => Number.isFinite(end));
}

const shortly = (value: unknown): string => inspect(value, { breakLength: Infinity }).slice(0, 40);

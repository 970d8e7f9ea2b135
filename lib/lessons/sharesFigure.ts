import { type FixShare, type WhichFix } from "../experiments/whichFix";
import { at } from "../math/at";
import { COLOURS } from "../plots/colours";
import { type Figure } from "../plots/figure";
import { rangeBars } from "../plots/rangeBars";
import { FIX_WORDS } from "./fixWords";
import { LABEL_NAMES } from "./runFigures";

const SHARED = {
  error: { title: "is the error", x: "share of the way from nothing to all (m), below 0 is better" },
  deaths: { title: "are the deaths", x: "share of the dead runs that all fixes add, below 0 is better" },
} as const satisfies Partial<Record<keyof FixShare, object>>;

/** Each fix's share (Shapley's) of error or deaths: mean and 95 % interval over seeds. */
export function sharesFigure({ fixes, labels }: WhichFix, of: keyof typeof SHARED): Figure {
  const { title, x } = SHARED[of];
  const shares = fixes.map((one) => ({ name: `${one.fix} ${at(FIX_WORDS, one.fix - 1)}`, ...one[of] }));
  const inWords = shares.map(({ name, mean }) => `${name} (${mean.toFixed(2)})`).join(", ");
  return rangeBars({
    title: `Whose ${title}, ${LABEL_NAMES[labels]}`,
    x,
    bars: shares.map(({ name, mean: middle, low, high }) => ({
      ...{ name, low, high, middle, color: COLOURS.fix },
    })),
    summary: `Mean shares of the ${of}: ${inWords}.`,
  });
}

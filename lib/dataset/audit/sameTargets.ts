import { at } from "../../math/at";
import { percent, skipped, verdict, type Check } from "./check";
import { sameShare } from "./targetForm";
import { THRESHOLDS } from "./thresholds";

/** Targets differ from sample to sample. */
export const sameTargets: Check = (input) => {
  const { samples } = input;
  if (samples.length < 2) return skipped("same-targets", "2 samples");
  const { share, ids } = sameShare(input);
  const example = samples.find(({ id }) => id === ids[0])?.target ?? [];
  const [x, y] = at(example, example.length - 1);
  return verdict({
    check: "same-targets",
    wrong: share > THRESHOLDS.sameShare.value,
    message:
      ids.length === 1
        ? `no two of ${samples.length} targets are exactly the same`
        : `${percent(share)} of ${samples.length} targets are exactly the same, ending at (${round(x)}, ${round(y)})`,
    evidence: { share, samples: samples.length },
    look: ids,
    remedy: "Look at where the labels are written: an array that was never filled looks like this.",
  });
};

function round(meters: number): number {
  return Number(meters.toFixed(2));
}

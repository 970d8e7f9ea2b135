import { at } from "../../math/at";
import { mean, median } from "../../math/statistics";
import { meanLoss } from "../../steps/plainLoss";
import { bestConstant } from "../../training/bestConstant";
import { type Recipe } from "../recipe";
import { tableOf, widthOf, type Block } from "./block";

/**
 * The run's loss of the constant that has the smallest, on these targets (training units): what knowing nothing
 * costs. For bce and cross-entropy the entropy of the shares. Undefined for a loss given as a function.
 */
export function lossOfBestConstant(
  { loss, delta = 1 }: Pick<Recipe, "loss" | "delta">,
  targets: Block,
): number | undefined {
  if (typeof loss === "function") return undefined;
  switch (loss) {
    case "mse":
    case "huber":
    case "smooth-l1": {
      const constant = bestConstant({ loss, beta: delta }, targets.data, widthOf(targets));
      const rows = targets.data.map((_, i) => at(constant, i % constant.length));
      return meanLoss({ loss, beta: delta }, rows, targets.data);
    }
    case "mae":
      return mean(
        columns(targets).map((column) => mean(column.map((value) => Math.abs(value - median(column))))),
      );
    case "bce":
      return mean(columns(targets).map((column) => entropy([mean(column), 1 - mean(column)])));
    case "cross-entropy":
      return entropy(classShares(targets));
    default:
      throw new Error(`unknown loss: ${String(loss satisfies never)}`);
  }
}

function columns(block: Block): number[][] {
  const rows = tableOf(block);
  return at(rows, 0).map((_, k) => rows.map((row) => at(row, k)));
}

/** −Σ p ln p. */
function entropy(shares: readonly number[]): number {
  return -shares.reduce((sum, share) => sum + (share > 0 ? share * Math.log(share) : 0), 0);
}

/** From class numbers [N, 1] or one-hot rows. */
function classShares(targets: Block): number[] {
  if (widthOf(targets) > 1) return columns(targets).map((column) => mean(column));
  const counts = new Map<number, number>();
  for (const value of targets.data) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()].map((count) => count / targets.data.length);
}

import { targetStatistics } from "../dataset/audit/scale";
import { STEP_SECONDS, type Trajectory } from "../geometry/trajectory";
import { COLOURS, meaningOf } from "./colours";
import { figure, type Figure } from "./figure";

/** Standard deviation of the targets at every time step, both axes: what one number per axis averages away. */
export function spreadPerStep(
  title: string,
  targets: readonly Trajectory[],
  stepSeconds: number = STEP_SECONDS,
): Figure {
  const [x, y] = targetStatistics(targets);
  const line = (name: string, values: readonly number[], dash: string): Record<string, unknown> => ({
    type: "scatter",
    mode: "lines",
    name,
    x: values.map((_, j) => stepSeconds * (j + 1)),
    y: values,
    line: { color: meaningOf(title) ?? COLOURS.right, dash, width: 2 },
  });
  const last = x.stdPerStep.length - 1;
  const at = (values: readonly number[], j: number): string => (values[j] ?? NaN).toFixed(1);
  return figure({
    title,
    x: "time ahead (s)",
    y: "standard deviation (m)",
    data: [line("x, forward", x.stdPerStep, "solid"), line("y, left", y.stdPerStep, "dash")],
    summary: `std grows from (${at(x.stdPerStep, 0)}, ${at(y.stdPerStep, 0)}) m at the first step to (${at(x.stdPerStep, last)}, ${at(y.stdPerStep, last)}) m at the last`,
  });
}

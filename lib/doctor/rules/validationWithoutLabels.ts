import { type Curve } from "../evidence";
import { curvesOf } from "../measures/lossCourse";
import { outcome, skipped } from "../measures/outcome";
import { type Rule } from "../rule";

const all = ({ values }: Curve, test: (value: number) => boolean): boolean =>
  values.length > 1 && values.map(Number).every(test);

/** A validation loss that is 0 throughout, or infinite beside one that is 0: there was nothing to compare with. */
export const validationWithoutLabels = {
  id: "validation-without-labels",
  cause: "evaluation",
  judge: (evidence) => {
    const curves = curvesOf(evidence, "validation-loss");
    // A training that broke as well leaves no finite validation loss either.
    const trained = curvesOf(evidence, "train-loss").some(
      (curve) => !all(curve, (value) => value === 0 || !Number.isFinite(value)),
    );
    if (curves.length === 0 || !trained)
      return skipped("a training loss that is measured, and a validation loss");
    const zero = curves.filter((curve) => all(curve, (value) => value === 0));
    const broken = curves.filter((curve) => all(curve, (value) => !Number.isFinite(value)));
    const [named] = [...zero, ...broken];
    return outcome({
      wrong: named !== undefined && (zero.length > 0 || broken.length === curves.length),
      severity: "high",
      message: `the validation loss (${named?.name ?? ""}) is ${zero.length > 0 ? "0" : "no finite number"} at every point while training is not: validation has no labels to compare with`,
      fine: "the validation loss is measured",
      evidence: { curves: curves.length, zero: zero.length, notFinite: broken.length },
    });
  },
} satisfies Rule;

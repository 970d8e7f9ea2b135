import { type CurveValue } from "./evidence";

/** A number as a curve holds it: what is not finite by its name. */
export function curveValue(value: number): CurveValue {
  return Number.isFinite(value) ? value : (String(value) as CurveValue);
}

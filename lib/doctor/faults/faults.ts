import { ARCHITECTURE_FAULTS } from "./architecture";
import { EVALUATION_FAULTS } from "./evaluation";
import { type Fault } from "./fault";
import { LABEL_FAULTS } from "./labels";
import { OPTIMISER_FAULTS } from "./optimiser";
import { OUTPUT_SCALE_FAULTS } from "./outputScale";

/** All faults, by the cause that a right diagnosis names. */
export const FAULTS: readonly Fault[] = [
  ...LABEL_FAULTS,
  ...OUTPUT_SCALE_FAULTS,
  ...OPTIMISER_FAULTS,
  ...ARCHITECTURE_FAULTS,
  ...EVALUATION_FAULTS,
];

/** A fault by name. */
export function faultNamed(name: string): Fault {
  const found = FAULTS.find((fault) => fault.name === name);
  if (found !== undefined) return found;
  throw new Error(`unknown fault: ${name}; choose one of ${FAULTS.map((fault) => fault.name).join(", ")}`);
}

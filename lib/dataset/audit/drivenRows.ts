import { type Trajectory } from "../../geometry/trajectory";
import { oncePerInput, stepSecondsOf, type AuditInput } from "./check";
import { firstRowIs } from "./firstRow";
import { paddedTails } from "./padding";
import { targetForm } from "./targetForm";

/** The rows of a sample between which a car drove. */
export interface DrivenRows {
  readonly id: string;
  readonly rows: Trajectory;
  /** Time of the first of them. */
  readonly firstSeconds: number;
}

/** What checks of motion need of targets that are no positions in metres. */
export const POSITIONS = "positions in metres (see increments and unit)";

/**
 * Each target after its start (0, 0), where the first row follows on it, and without filled-up rows at its end;
 * `undefined` when the rows are steps or in another unit: such motion is not judged.
 */
export const drivenRows = oncePerInput((input: AuditInput): DrivenRows[] | undefined => {
  const form = targetForm(input);
  if (form === "increments" || form === "fast") return undefined;
  const is = firstRowIs(input);
  const [start, firstSeconds]: [Trajectory, number] =
    is === undefined || is === "step" ? [[[0, 0]], 0] : [[], stepSecondsOf(input)];
  const tails = paddedTails(input);
  return input.samples.map(({ id, target }) => {
    const tail = tails.get(id);
    return {
      id,
      rows: [...start, ...(tail === undefined ? target : target.slice(0, tail.row))],
      firstSeconds,
    };
  });
});

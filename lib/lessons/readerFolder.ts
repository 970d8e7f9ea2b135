import { join } from "node:path";
import { projectRoot } from "../files/projectRoot";

/**
 * Where a reader's guesses and ledgers lie: `.seven-fixes` in the project, which git ignores, or the
 * folder `SEVEN_FIXES_READER` names.
 */
export function readerFolder(): string {
  return process.env["SEVEN_FIXES_READER"] ?? join(projectRoot(), ".seven-fixes");
}

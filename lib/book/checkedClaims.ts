import { foldedClaims } from "../lessons/claims";
import { claimsOf } from "../lessons/fillClaims";
import type { Output } from "../jupyter/nbformat/notebook";

/** Whether an output says that claims of the text hold. */
export const isClaim = (output: Output): boolean => claimsOf(output).length > 0;

/** The claims among a cell's outputs as one line that opens; "" where there are none. */
export function checkedClaims(outputs: readonly Output[]): string {
  const claims = outputs.flatMap(claimsOf);
  return claims.length === 0 ? "" : foldedClaims(claims);
}

import { escapeHtml } from "../plots/escapeHtml";
import { CLAIM_MIME } from "../lessons/claims";
import type { Output } from "../jupyter/nbformat/notebook";

interface ClaimData {
  readonly [CLAIM_MIME]: { readonly text: string };
  readonly "text/plain": string;
}

function claimOf(output: Output): ClaimData | undefined {
  return "data" in output && CLAIM_MIME in output.data ? (output.data as unknown as ClaimData) : undefined;
}

/** Whether an output says that a claim of the text holds. */
export const isClaim = (output: Output): boolean => claimOf(output) !== undefined;

const counted = (n: number, what: string): string[] => (n === 0 ? [] : [`${n} ${what}${n === 1 ? "" : "s"}`]);

/** The claims among a cell's outputs as one line that opens; "" where there are none. */
export function checkedClaims(outputs: readonly Output[]): string {
  const claims = outputs.flatMap((output) => claimOf(output) ?? []);
  if (claims.length === 0) return "";
  const numbers = claims.filter(({ [CLAIM_MIME]: { text } }) => /^-?\d/.test(text)).length;
  const what = [...counted(numbers, "number"), ...counted(claims.length - numbers, "statement")];
  const lines = claims.map((claim) => `<p class="claim">${escapeHtml(claim["text/plain"])}</p>`);
  return `<details class="claims"><summary>✓ ${what.join(" and ")} of this text checked</summary>
${lines.join("\n")}
</details>`;
}

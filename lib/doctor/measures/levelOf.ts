import { type Evidence, type EvidenceLevel } from "../evidence";

/** How much was measured: what the evidence says itself, else what is in it. */
export function levelOf(evidence: Evidence): EvidenceLevel {
  if (evidence.level !== undefined) return evidence.level;
  if (evidence.trials !== undefined) return "trial";
  if (evidence.stages !== undefined || evidence.layers !== undefined || evidence.modes !== undefined)
    return "probe";
  if (evidence.start !== undefined) return "run";
  return (evidence.pairs ?? []).length > 0 ? "pairs" : "log";
}

import { wholePower } from "../math/wholePower";
import { type FaultCause } from "./causes";
import { type Change } from "./change";
import { type Diagnosis, type Finding } from "./diagnosis";
import { type Evidence } from "./evidence";
import { worthOf, candidate, type Candidate } from "./proposals/candidate";
import { dataChange } from "./proposals/dataChanges";
import { unevenInputs } from "./proposals/evidenceSays";
import { forCause } from "./proposals/forCause";
import { forFinding } from "./proposals/forFinding";
import { isFault } from "./verdict";

/** A diagnosis holds no more. */
const MOST = 5;
/** What speaks for the second cause in question is worth so much of what speaks for the first. */
const SECOND = 0.7;

/** What scaled inputs are expected to bring where columns lie a decade apart. */
const UNEVEN_INPUTS = 0.75;

/**
 * Sets of changes worth trying, best first: what the findings of the causes in question ask for, then what usually helps
 * there, by what they are expected to bring and what they cost. Where labels are the cause no training helps: data
 * changes alone.
 */
export function proposalsFor(
  evidence: Evidence,
  { cause, candidates }: Diagnosis["verdict"],
  findings: readonly Finding[],
): (readonly Change[])[] {
  const all = candidates.filter(isFault).flatMap((one, i) =>
    forOneCause(one, evidence, findings).map((set) => ({
      ...set,
      brings: set.brings * wholePower(SECOND, i),
    })),
  );
  const uneven = candidate(UNEVEN_INPUTS, [all.length === 0 ? undefined : unevenInputs(evidence)]);
  const fitting = [...all, uneven].filter(({ changes }) =>
    cause === "label-or-information" ? changes.every(isData) : changes.length > 0,
  );
  return distinct(fitting)
    .sort((a, b) => worthOf(b) - worthOf(a))
    .slice(0, MOST)
    .map(({ changes }) => changes);
}

const isData = ({ kind }: Change): boolean => kind === "data";

function forOneCause(cause: FaultCause, evidence: Evidence, findings: readonly Finding[]): Candidate[] {
  const own = findings.filter((finding) => finding.cause === cause && finding.severity !== "low");
  return [
    ...own.flatMap((finding) => [...forFinding(finding, evidence), ...mendData(finding, evidence)]),
    ...forCause(cause, evidence),
  ];
}

function mendData(finding: Finding, evidence: Evidence): Candidate[] {
  const change = dataChange(finding, evidence);
  return change === undefined ? [] : [candidate(0.65, [change])];
}

/** Each set once, with the best that is expected of it; sets without a change left out. */
function distinct(sets: readonly Candidate[]): Candidate[] {
  const best = new Map<string, Candidate>();
  for (const set of sets) {
    const key = JSON.stringify(set.changes);
    const known = best.get(key);
    if (set.changes.length > 0 && (known === undefined || worthOf(set) > worthOf(known))) best.set(key, set);
  }
  return [...best.values()];
}

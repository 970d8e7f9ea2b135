import { STEP_SECONDS } from "../../geometry/trajectory";
import { type DatasetError } from "../datasetError";
import { type PosedFrame } from "../egoPoseLabels";
import { type Place } from "../place";
import { type Recording } from "../recording";
import { type Sample } from "../sample";

/** A trajectory with whatever is known about it; a bare `.npy` row has an id and a target only. */
export type AuditedSample = Pick<Sample, "id" | "target"> & Partial<Sample>;

/** A recording with its poses read. */
export interface Drive {
  readonly id: string;
  readonly posed: readonly PosedFrame[];
}

/** What an audit looks at. Whatever is absent makes the checks that need it say so. */
export interface AuditInput {
  /** What the report calls the data. */
  readonly name: string;
  readonly samples: readonly AuditedSample[];
  /** Seconds between two rows of a target, and from the start to the first; 0.1 when absent. */
  readonly stepSeconds?: number;
  readonly recordings?: readonly Recording[];
  /** The rows of places the labels were cut from: one per recording for the right labels, a single one for the incident's. */
  readonly paths?: readonly (readonly Place[])[];
  /** In one line, how a plain file was read. */
  readonly understood?: string;
  /** The poses of each recording, where its own car is labelled. */
  readonly drives?: readonly Drive[];
  /** What could not be read. */
  readonly problems?: readonly DatasetError[];
}

/** Outcome of one check. Healthy and could-not-check are never the same. */
export type CheckResult =
  | {
      readonly kind: "finding";
      readonly check: string;
      readonly message: string;
      readonly evidence: Evidence;
      /** Frames or rows to look at, the worst first. */
      readonly look: readonly string[];
      /** One imperative sentence. */
      readonly remedy: string;
    }
  | { readonly kind: "clear"; readonly check: string; readonly message: string; readonly evidence: Evidence }
  | { readonly kind: "skipped"; readonly check: string; readonly needs: string };

/** Numbers a verdict rests on, by name with unit. */
export type Evidence = Readonly<Record<string, number>>;

export type Check = (input: AuditInput) => CheckResult;

/** Frames a report names at most per finding. */
const LOOK_AT_MOST = 8;

/** What a check measured and how it would complain. */
export interface Measured {
  readonly check: string;
  readonly wrong: boolean;
  readonly message: string;
  readonly evidence: Evidence;
  readonly look?: readonly string[];
  readonly remedy: string;
}

/** A finding when something is wrong, else clear with the same numbers. */
export function verdict({ check, wrong, message, evidence, look = [], remedy }: Measured): CheckResult {
  return wrong
    ? { kind: "finding", check, message, evidence, look: [...new Set(look)].slice(0, LOOK_AT_MOST), remedy }
    : { kind: "clear", check, message, evidence };
}

/** The check could not be made. */
export function skipped(check: string, needs: string): CheckResult {
  return { kind: "skipped", check, needs };
}

/** What a check says, line by line: what it measured or needs, and of a finding where to look and what to do. */
export function resultLines(result: CheckResult): string[] {
  switch (result.kind) {
    case "skipped":
      return [`needs ${result.needs}`];
    case "clear":
      return [result.message];
    case "finding": {
      const look = result.look.length > 0 ? [`look at ${result.look.join(", ")}`] : [];
      return [result.message, ...look, result.remedy];
    }
    default:
      return result satisfies never;
  }
}

/** A sample whose time, recording and place are known. */
export type PlacedSample = AuditedSample & Pick<Sample, "seconds" | "recording" | "origin" | "past">;

/** The samples that come from a recording; none for a plain file. */
export function placed(input: AuditInput): PlacedSample[] {
  return input.samples.filter((sample): sample is PlacedSample => sample.origin !== undefined);
}

/** Placed samples by recording, each in time order. */
export function placedByRecording(input: AuditInput): Map<string, PlacedSample[]> {
  const groups = new Map<string, PlacedSample[]>();
  for (const sample of placed(input)) {
    const group = groups.get(sample.recording);
    if (group === undefined) groups.set(sample.recording, [sample]);
    else group.push(sample);
  }
  for (const group of groups.values()) group.sort((a, b) => a.seconds - b.seconds);
  return groups;
}

/** `compute`, done once for each input: several checks start from the same thing. */
export function oncePerInput<T>(compute: (input: AuditInput) => T): (input: AuditInput) => T {
  const known = new WeakMap<AuditInput, { readonly value: T }>();
  return (input) => {
    const found = known.get(input) ?? { value: compute(input) };
    known.set(input, found);
    return found.value;
  };
}

/** Seconds between two rows of the targets. */
export function stepSecondsOf({ stepSeconds = STEP_SECONDS }: AuditInput): number {
  return stepSeconds;
}

/** Rows in a time, at least one. */
export function rowsIn(seconds: number, input: AuditInput): number {
  return Math.max(1, Math.round(seconds / stepSecondsOf(input)));
}

/** A share as text, in per cent. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(share > 0 && share < 0.01 ? 2 : 1)} %`;
}

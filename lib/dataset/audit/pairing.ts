import { type Point } from "../../geometry/trajectory";
import { at } from "../../math/at";
import { numberText } from "../../math/numberText";
import { median } from "../../math/statistics";
import { type Frame } from "../recording";
import { placedByRecording, skipped, verdict, type AuditInput, type Check, type PlacedSample } from "./check";
import { THRESHOLDS } from "./thresholds";

/** Rows the scan shifts targets or pairs by, to either side. */
const MAX_SHIFT = 5;
const SHIFTS = Array.from({ length: 2 * MAX_SHIFT + 1 }, (_, i) => i - MAX_SHIFT);
/** A car slower than this (1 m/s) looks the same in all its rows. */
const MOVES_METERS = 0.1;
/** Fewer samples than this cannot tell shifts apart. */
const MIN_SAMPLES = 30;

/** Each target continues the past of its own row, not of a row k before or after. */
export const pairingShift: Check = (input) => {
  const groups = [...placedByRecording(input).values()].map((group) =>
    group.filter(({ past }) => past.length >= 2),
  );
  const moving = groups.flat().filter(moves);
  if (moving.length < MIN_SAMPLES)
    return skipped("pairing-shift", `${MIN_SAMPLES} samples with a past that move`);
  return shiftVerdict({
    check: "pairing-shift",
    what: "targets and inputs",
    mismatch: scan((k) =>
      groups.flatMap((group) => group.flatMap((sample, i) => discontinuity(sample, group[i + k]))),
    ),
    limit: Infinity,
    shiftFrom: 0,
    unit: "m",
    look: moving.map(({ id }) => id),
    remedy: "Join targets and inputs by frame id, never by row.",
  });
};

function moves({ past }: PlacedSample): boolean {
  return Math.hypot(...at(past, 0)) > MOVES_METERS;
}

/** How far `other`'s first step is from where this sample's past leads: s(0) + (s(0) − s(−1)), metres. */
function discontinuity(sample: PlacedSample, other: PlacedSample | undefined): number[] {
  if (other === undefined || !moves(sample)) return [];
  const [last, before] = [at(sample.past, 0), at(sample.past, 1)];
  const expected: Point = [-3 * last[0] + before[0], -3 * last[1] + before[1]];
  const first = at(other.target, 0);
  return [Math.hypot(first[0] - expected[0], first[1] - expected[1])];
}

/** The two sides of a pair are taken together: point cloud and point cloud, by which the sets pair; pictures lag. */
export const pairTime: Check = (input) => {
  const rows = pairedFrames(input);
  if (rows.length < MIN_SAMPLES)
    return skipped("pair-time", `${MIN_SAMPLES} pairs of vehicle and roadside frames`);
  const apart = (i: number, k: number): number[] => {
    const [frame, other] = [at(rows, i), rows[i + k]];
    return other?.recording === frame.recording ? [Math.abs(frame.seconds - other.roadside)] : [];
  };
  return shiftVerdict({
    check: "pair-time",
    what: "the two views",
    mismatch: scan((k) => rows.flatMap((_, i) => apart(i, k))),
    limit: THRESHOLDS.pairSeconds.value,
    shiftFrom: THRESHOLDS.pairSeconds.value,
    unit: "s",
    look: [...rows]
      .sort((a, b) => Math.abs(b.seconds - b.roadside) - Math.abs(a.seconds - a.roadside))
      .map(({ id }) => id),
    remedy:
      "Take the roadside frame from cooperative/data_info.json: ids and rows of the two sides do not correspond.",
  });
};

interface PairRow extends Pick<Frame, "id" | "seconds"> {
  readonly recording: string;
  readonly roadside: number;
}

function pairedFrames({ recordings = [] }: AuditInput): PairRow[] {
  return recordings.flatMap(({ id: recording, frames }) =>
    frames.flatMap(({ id, seconds, infrastructure }) =>
      infrastructure === undefined ? [] : [{ id, seconds, recording, roadside: infrastructure.seconds }],
    ),
  );
}

type Scan = ReadonlyMap<number, number>;

/** Median mismatch at every shift that leaves something to compare. */
function scan(mismatches: (shift: number) => readonly number[]): Scan {
  return new Map(
    SHIFTS.flatMap((k) => {
      const values = mismatches(k);
      return values.length === 0 ? [] : [[k, median(values)] as const];
    }),
  );
}

interface ShiftQuestion {
  readonly check: string;
  readonly what: string;
  readonly mismatch: Scan;
  /** Largest median mismatch without a shift. */
  readonly limit: number;
  /** Below this median mismatch no shift is looked for: both views may honestly be that far apart. */
  readonly shiftFrom: number;
  readonly unit: string;
  readonly look: readonly string[];
  readonly remedy: string;
}

function shiftVerdict({
  check,
  what,
  mismatch,
  limit,
  shiftFrom,
  unit,
  look,
  remedy,
}: ShiftQuestion): ReturnType<Check> {
  const here = mismatch.get(0) ?? NaN;
  const [best, least] = [...mismatch].reduce((a, b) => (b[1] < a[1] ? b : a));
  const shifted = here > shiftFrom && best !== 0 && least < THRESHOLDS.shiftGain.value * here;
  const found = shifted ? `: they fit when shifted by ${best}` : "";
  return verdict({
    check,
    wrong: shifted || here > limit,
    message: `${what} are ${numberText(here, 2)} ${unit} apart (median), at best ${numberText(least, 2)} ${unit}${found}`,
    evidence: { mismatch: here, bestMismatch: least, bestShift: best },
    look,
    remedy,
  });
}

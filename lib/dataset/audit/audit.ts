import { type Pose } from "../../geometry/pose";
import { type DatasetError } from "../datasetError";
import { egoPaths, egoPoseLabels, posedFrames } from "../egoPoseLabels";
import { firstCarPath, labelsAlong } from "../firstCarLabels";
import { HEADING_FIELD } from "../forwardAxis";
import { whyNoSamples } from "../noSamples";
import { type Frame, type Recording } from "../recording";
import { duplicates } from "./duplicates";
import { firstRow } from "./firstRow";
import { verdict, type AuditInput, type Check, type CheckResult, type Drive } from "./check";
import { exchangedStamps } from "./exchangedStamps";
import { frozenPose } from "./frozenPose";
import { heading, headingJump } from "./poseHeading";
import { lateralSlip, stationaryHeading } from "./headings";
import { increments } from "./increments";
import { mirroredAxis } from "./mirroredAxis";
import { acceleration, behindStart, jerk, stepLength } from "./motion";
import { padding } from "./padding";
import { missingRoadsideFrames, pairSides } from "./pairFrames";
import { pairingShift, pairTime } from "./pairing";
import { noiseCeiling, residualBimodality } from "./predictability";
import { sameTargets } from "./sameTargets";
import { normalisation, outliers, statistics } from "./scale";
import { gluedRecordings, identitySwitch } from "./switches";
import { splitOverlap, timeStepsEven } from "./timing";
import { unit } from "./unit";

/** Everything could be read. */
const readable: Check = ({ problems: all = [], samples }) => {
  const problems = all.filter(({ field }) => field !== HEADING_FIELD); // read well: `heading` judges them
  return verdict({
    check: "readable",
    wrong: problems.length > 0,
    message:
      problems.length === 0
        ? `${samples.length} samples`
        : `${problems.length} places cannot be read; first: ${problems[0]?.message ?? ""}`,
    evidence: { problems: problems.length, samples: samples.length },
    look: problems.map(({ file, field }) => `${file}, ${field}`),
    remedy: "Repair or remove the named files.",
  });
};

/** Every check of the label and data audit, in the order of the report. */
export const CHECKS: readonly Check[] = [
  readable,
  sameTargets,
  increments,
  unit,
  firstRow,
  padding,
  heading,
  headingJump,
  frozenPose,
  exchangedStamps,
  gluedRecordings,
  identitySwitch,
  stepLength,
  acceleration,
  jerk,
  behindStart,
  lateralSlip,
  stationaryHeading,
  mirroredAxis,
  pairingShift,
  pairTime,
  pairSides,
  missingRoadsideFrames,
  timeStepsEven,
  duplicates,
  splitOverlap,
  noiseCeiling,
  residualBimodality,
  outliers,
  statistics,
  normalisation,
];

/** Told how far a part of the work is: units done of all, and the part's name. */
export type OnStage = (done: number, total: number, stage: string) => void;

/** Runs every check. Throws when there is no sample at all: nothing can be said about nothing. */
export function audit(input: AuditInput, onStage?: OnStage): CheckResult[] {
  if (input.samples.length === 0) {
    throw new Error(
      `${input.name}: expected at least one trajectory of 45 steps, got none; ${whyNoSamples(input.recordings ?? [], input.problems ?? [])}`,
    );
  }
  return CHECKS.map((check, i) => {
    const result = check(input);
    onStage?.(i + 1, CHECKS.length, "checks");
    return result;
  });
}

/** Whose future the targets are: the car that took the picture, or the incident's first car of the list. */
export type LabelScript = "ego" | "first-car";

/** What the audit needs of recordings, labelled by one of the two scripts; problems are collected, not thrown. */
export function auditRecordings(
  name: string,
  recordings: readonly Recording[],
  labels: LabelScript,
  onStage?: OnStage,
): AuditInput {
  const problems: DatasetError[] = [];
  const onProgress = (done: number, total: number): void => onStage?.(done, total, "frames labelled");
  const options = { onProblem: (problem: DatasetError) => void problems.push(problem), onProgress };
  if (labels === "first-car") {
    const path = firstCarPath(recordings, options);
    return { name, recordings, problems, samples: labelsAlong(path), paths: [path] };
  }
  const posed = recordings.map(withPosesReadOnce);
  const samples = egoPoseLabels(posed, options);
  const seen = { onProblem: () => undefined }; // told of already
  const drives = posed.map((recording): Drive => ({
    id: recording.id,
    posed: posedFrames(recording, seen.onProblem),
  }));
  return { name, recordings, problems, samples, drives, paths: egoPaths(posed, seen) };
}

/** Labels and paths both ask for every pose; its file is read for the first of them. */
function withPosesReadOnce(recording: Recording): Recording {
  const frames = recording.frames.map((frame): Frame => {
    let pose: Pose | undefined;
    return { ...frame, egoPose: () => (pose ??= frame.egoPose()) };
  });
  return { ...recording, frames };
}

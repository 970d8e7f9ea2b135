import { fromAbove, toEgoFrame, type Pose2 } from "../geometry/egoFrame";
import { positionAt, type TimedPath } from "../geometry/resample";
import { STEP_SECONDS, TIME_STEPS, type Point, type Trajectory } from "../geometry/trajectory";
import { checkForwardAxis } from "./forwardAxis";
import { attempt, type OnProblem } from "./datasetError";
import { type Place } from "./place";
import { type Frame, type Recording } from "./recording";
import { type Sample } from "./sample";

/** Rows of `past` at most: 1 s. */
export const PAST_STEPS = 10;

/** Two lost frames at 10 Hz are bridged (0.3 s), three are not: at 3 m/s² the chord is then at most 3 cm off the path. */
export const MAX_GAP_SECONDS = 0.35;

export interface LabelOptions {
  /** Told of frames that cannot be read; they then count as gaps. Without it the first problem is thrown. */
  readonly onProblem?: OnProblem;
  /** Told how far the reading is, frames of all frames. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** A frame with its pose read. */
export interface PosedFrame {
  readonly frame: Frame;
  readonly pose: Pose2;
}

/**
 * The right labels: for each frame with 4.5 s of recording ahead, the ego positions at t = 0.1 … 4.5 s in the
 * frame of its pose (yaw = atan2(R[1][0], R[0][0]) of a body whose x is forward), by time stamp, inside one recording, no gap bridged
 * beyond two lost frames. Throws when a recording's x axis is not forward (see `checkForwardAxis`).
 */
export function egoPoseLabels(recordings: readonly Recording[], options: LabelOptions = {}): Sample[] {
  const total = recordings.reduce((sum, recording) => sum + recording.frames.length, 0);
  let done = 0;
  return recordings.flatMap((recording) => {
    const posed = posedFrames(recording, options.onProblem);
    done += recording.frames.length;
    options.onProgress?.(done, total);
    return attempt(() => windows(recording.id, posed), options.onProblem) ?? [];
  });
}

/** The frames whose pose can be read, in time order. */
export function posedFrames(recording: Recording, onProblem?: OnProblem): PosedFrame[] {
  return recording.frames.flatMap((frame) => {
    const pose = attempt(frame.egoPose, onProblem);
    return pose === undefined ? [] : [{ frame, pose: fromAbove(pose) }];
  });
}

/** The paths the right labels are cut from: one row of places a recording. */
export function egoPaths(recordings: readonly Recording[], options: LabelOptions = {}): Place[][] {
  return recordings.map((recording) =>
    posedFrames(recording, options.onProblem).map(({ frame, pose }) => ({
      frame,
      recording: recording.id,
      point: [pose.x, pose.y],
    })),
  );
}

/** The labelled samples of one recording's posed frames. */
function windows(recording: string, posed: readonly PosedFrame[]): Sample[] {
  checkForwardAxis(recording, posed);
  const path: TimedPath = {
    seconds: posed.map(({ frame }) => frame.seconds),
    points: posed.map(({ pose }) => [pose.x, pose.y] as const),
  };
  return posed.flatMap(({ frame, pose }) => {
    const target = steps(path, frame.seconds, pose, { count: TIME_STEPS, direction: 1 });
    if (target.length < TIME_STEPS) return [];
    const past = steps(path, frame.seconds, pose, { count: PAST_STEPS, direction: -1 });
    return [sampleOf(recording, frame, { origin: pose, target, past })];
  });
}

/** Ego-frame positions at ±0.1, ±0.2, … s as far as the recording reaches without a gap. */
function steps(
  path: TimedPath,
  start: number,
  ego: Pose2,
  { count, direction }: { count: number; direction: 1 | -1 },
): Trajectory {
  const rows: Point[] = [];
  for (let j = 1; j <= count; j++) {
    const position = positionAt(path, start + direction * j * STEP_SECONDS, MAX_GAP_SECONDS);
    if (position === undefined) break;
    rows.push(toEgoFrame(ego, position));
  }
  return rows;
}

/** A sample of a frame: its label beside the frame's time and images. */
export function sampleOf(
  recording: string,
  frame: Frame,
  label: Pick<Sample, "origin" | "target" | "past">,
): Sample {
  const infrastructureImage = frame.infrastructure?.image;
  return {
    id: frame.id,
    recording,
    seconds: frame.seconds,
    ...label,
    ...(frame.vehicleImage === undefined ? {} : { vehicleImage: frame.vehicleImage }),
    ...(infrastructureImage === undefined ? {} : { infrastructureImage }),
  };
}

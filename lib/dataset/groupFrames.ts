import { at } from "../math/at";
import { timeField } from "./clock";
import { attempt, type OnProblem } from "./datasetError";
import { idOf, member, wrong, type JsonField } from "./jsonField";
import { type Frame, type Recording } from "./recording";

/** A frame with the record it came from and the field that names its recording. */
export interface IndexedFrame {
  readonly frame: Frame;
  readonly record: JsonField;
  readonly recording: JsonField;
}

/**
 * Frames grouped into recordings, both sorted by time whatever their order in the list. A frame id that comes
 * twice and a time stamp that comes twice inside a recording are problems of the later record.
 */
export function groupFrames(indexed: readonly IndexedFrame[], onProblem?: OnProblem): Recording[] {
  const seen = new Set<string>();
  const byRecording = new Map<string, Map<number, Frame>>();
  for (const { frame, record, recording } of indexed) {
    attempt(() => {
      const id = idOf(recording);
      const frames = byRecording.get(id) ?? new Map<number, Frame>();
      const twin = frames.get(frame.seconds);
      if (seen.has(frame.id)) throw wrong(member(record, "image_path"), "a frame id that comes once");
      if (twin !== undefined) throw wrong(timeField(record), `a time unlike that of frame ${twin.id}`);
      seen.add(frame.id);
      byRecording.set(id, frames.set(frame.seconds, frame));
    }, onProblem);
  }
  return [...byRecording].map(inTime).sort((a, b) => startOf(a) - startOf(b) || (a.id < b.id ? -1 : 1));
}

function inTime([id, frames]: readonly [string, ReadonlyMap<number, Frame>]): Recording {
  return { id, frames: [...frames.values()].sort((a, b) => a.seconds - b.seconds) };
}

function startOf(recording: Recording): number {
  return at(recording.frames, 0).seconds;
}

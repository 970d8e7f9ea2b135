import { at } from "../../math/at";
import { median } from "../../math/statistics";
import { type Sample } from "../sample";
import { leak, splitByFrame, splitByRecording } from "../splits";
import { percent, placed, skipped, verdict, type Check } from "./check";
import { THRESHOLDS } from "./thresholds";

/** A step this many times a recording's median is a gap. */
const GAP_FACTOR = 1.5;

/** Time between neighbouring frames, recording by recording. */
export function timeSteps(
  recordings: readonly { readonly frames: readonly { readonly seconds: number }[] }[],
): number[][] {
  return recordings.map(({ frames }) =>
    frames.slice(1).map(({ seconds }, i) => seconds - at(frames, i).seconds),
  );
}

/** Frames come at one rate with few gaps. */
export const timeStepsEven: Check = ({ recordings = [] }) => {
  const steps = timeSteps(recordings).filter(({ length }) => length > 0);
  if (steps.length === 0) return skipped("time-steps", "time stamps of a recording");
  const medians = steps.map((of) => median(of));
  const gaps = recordings.flatMap(({ frames }) =>
    frames.slice(1).flatMap(({ id, seconds }, i) => {
      const step = seconds - at(frames, i).seconds;
      return step > GAP_FACTOR * median(medians) ? [{ where: `${at(frames, i).id} → ${id}`, step }] : [];
    }),
  );
  const share = gaps.length / steps.reduce((sum, { length }) => sum + length, 0);
  const [slowest, fastest] = [Math.max(...medians), Math.min(...medians)];
  return verdict({
    check: "time-steps",
    wrong: share > THRESHOLDS.gapShare.value || slowest / fastest > THRESHOLDS.unevenStep.value,
    message: `${median(medians).toFixed(3)} s between frames (median), ${percent(share)} of the steps are gaps, medians of recordings ${fastest.toFixed(3)}…${slowest.toFixed(3)} s`,
    evidence: {
      medianSeconds: median(medians),
      gapShare: share,
      fastestSeconds: fastest,
      slowestSeconds: slowest,
    },
    look: gaps.sort((a, b) => b.step - a.step).map(({ where }) => where),
    remedy: "Resample by time stamp and cut trajectories at gaps instead of counting frames.",
  });
};

/** The split the library makes keeps neighbours in time on one side. */
export const splitOverlap: Check = (input) => {
  const samples: Sample[] = placed(input);
  const recordings = new Set(samples.map(({ recording }) => recording));
  if (recordings.size < 3)
    return skipped("split-overlap", `at least 3 recordings with samples (${recordings.size} here)`);
  const kept = splitByRecording(samples, 0);
  const shuffled = splitByFrame(samples, 0);
  const share = leak(kept.train, kept.validation).share;
  const frameShare = leak(shuffled.train, shuffled.validation).share;
  const twins = copiesOfRecordings(samples);
  return verdict({
    check: "split-overlap",
    wrong: share > THRESHOLDS.overlapShare.value || twins.length > 0,
    message: `${percent(share)} of the validation samples lie within 1 s of a training sample when split by recording (${percent(frameShare)} when split by frame); ${twins.length} frames are in two recordings`,
    evidence: { share, shareByFrame: frameShare, twins: twins.length },
    look: twins,
    remedy: "Split by recording, and keep one of two recordings that overlap.",
  });
};

/** Frames of different recordings at the same moment and place: the same drive listed twice. */
function copiesOfRecordings(samples: readonly Sample[]): string[] {
  const byMoment = new Map<string, Sample>();
  return samples.flatMap((sample) => {
    const { origin, seconds, recording, id } = sample;
    const key = [seconds.toFixed(3), origin.x.toFixed(2), origin.y.toFixed(2)].join(" ");
    const twin = byMoment.get(key);
    if (twin === undefined) byMoment.set(key, sample);
    return twin !== undefined && twin.recording !== recording ? [`${twin.id} = ${id}`] : [];
  });
}

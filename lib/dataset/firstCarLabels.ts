import { toEgoFrame, type Pose2 } from "../geometry/egoFrame";
import { TIME_STEPS } from "../geometry/trajectory";
import { at } from "../math/at";
import { attempt } from "./datasetError";
import { PAST_STEPS, sampleOf, type LabelOptions } from "./egoPoseLabels";
import { type Place } from "./place";
import { type Recording } from "./recording";
import { type Sample } from "./sample";

/**
 * The incident's idea of the ego path, kept as an exhibit: per labelled frame the **first** object of type car,
 * frames of all recordings in one row, sorted by id. The ego is never among the labelled objects.
 */
export function firstCarPath(recordings: readonly Recording[], options: LabelOptions = {}): Place[] {
  const labelled = recordings
    .flatMap(({ id, frames }) => frames.map((frame) => ({ frame, recording: id })))
    .filter(({ frame }) => frame.objects !== undefined)
    .sort((a, b) => (a.frame.id < b.frame.id ? -1 : 1));
  return labelled.flatMap(({ frame, recording }, i): Place[] => {
    const objects = attempt(() => frame.objects?.() ?? [], options.onProblem);
    options.onProgress?.(i + 1, labelled.length);
    const car = objects?.find(({ type }) => type === "car");
    return car === undefined ? [] : [{ frame, recording, point: [car.centre[0], car.centre[1]] }];
  });
}

/**
 * The incident's label script, every defect kept: the next 45 entries of `firstCarPath` whatever their time or
 * recording, turned by the direction of the first displacement (0 when it does not move).
 */
export function firstCarLabels(recordings: readonly Recording[], options: LabelOptions = {}): Sample[] {
  return labelsAlong(firstCarPath(recordings, options));
}

/** The windows of the incident's script along one row of places. */
export function labelsAlong(places: readonly Place[]): Sample[] {
  return places.slice(0, -TIME_STEPS).map(({ frame, recording, point }, i) => {
    const [x1, y1] = at(places, i + 1).point;
    const origin: Pose2 = { x: point[0], y: point[1], yaw: Math.atan2(y1 - point[1], x1 - point[0]) };
    const ahead = places.slice(i + 1, i + 1 + TIME_STEPS);
    const behind = places.slice(Math.max(0, i - PAST_STEPS), i).reverse();
    return sampleOf(recording, frame, {
      origin,
      target: ahead.map((place) => toEgoFrame(origin, place.point)),
      past: behind.map((place) => toEgoFrame(origin, place.point)),
    });
  });
}

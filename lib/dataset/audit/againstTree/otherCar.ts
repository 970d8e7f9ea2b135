import { toEgoFrame } from "../../../geometry/egoFrame";
import { STEP_SECONDS, type Point, type Trajectory } from "../../../geometry/trajectory";
import { attempt } from "../../datasetError";
import { firstCarPath, labelsAlong } from "../../firstCarLabels";
import { type Frame, type LabelledObject, type Recording } from "../../recording";
import { reachOf, type Compared } from "./compared";
import { type Guesser } from "./guesses";

/** A problem with a label file is the audit's to tell. */
const options = { onProblem: () => undefined };

/** The first car of each frame's label list: the incident's script. */
export function firstCar(recordings: readonly Recording[]): Guesser {
  let labels: ReadonlyMap<string, Trajectory> | undefined;
  const labelOf = (frame: string): Trajectory | undefined => {
    labels ??= new Map(labelsAlong(firstCarPath(recordings, options)).map(({ id, target }) => [id, target]));
    return labels.get(frame);
  };
  return () => {
    return [
      {
        kind: "another car",
        says: "the first car of each frame's label list, whichever car that is",
        expected: ({ moment }) => labelOf(moment.id),
      },
    ];
  };
}

/** Frames with the first labelled car, in the incident's order. */
export function carFrames(recordings: readonly Recording[]): ReadonlySet<string> {
  return new Set(firstCarPath(recordings, options).map(({ frame }) => frame.id));
}

/** Rows asked before all are, and steps of each: they read the label files of their horizon. */
const MOST_ROWS = 60;
const MOST_SHOWN = 9;
/** Labelled boxes and times are this exact, metres. */
const BOX_METERS = 0.5;
/** A frame within these seconds of a step shows it; fewer shown steps than this prove nothing. */
const STEP_TOLERANCE = 0.03;
const MIN_SHOWN = 3;
/** A row that stays this close to its start is like any parked car: it is not asked. */
const MOVES_METERS = 5;

/** Some labelled object goes where the row goes, from its own place or seen from the ego's. */
export function someCar(recordings: readonly Recording[]): Guesser {
  const objectsOf = readOnce();
  const follows = followsSome(recordings, objectsOf);
  return (differing) => {
    const asked = thinned(
      differing.filter(({ given }) => reachOf(given) >= MOVES_METERS),
      MOST_ROWS,
    );
    if (!(asked.filter(follows).length > asked.length / 2)) return [];
    return [
      {
        kind: "another car",
        says: "the future of a labelled object, not of the car that took the picture",
        expected: (row) => (follows(row) ? row.given : undefined),
      },
    ];
  };
}

type ObjectsOf = (frame: Frame) => readonly LabelledObject[];

/** A frame's objects, its file read for the first that asks. */
function readOnce(): ObjectsOf {
  const kept = new Map<string, readonly LabelledObject[]>();
  return (frame) => {
    const objects = kept.get(frame.id) ?? attempt(() => frame.objects?.() ?? [], options.onProblem) ?? [];
    kept.set(frame.id, objects);
    return objects;
  };
}

function followsSome(recordings: readonly Recording[], objectsOf: ObjectsOf): (row: Compared) => boolean {
  const frames = new Map(
    recordings.flatMap((recording) =>
      recording.frames.map((frame, i) => [frame.id, { frame, after: recording.frames, i }] as const),
    ),
  );
  return (row) => {
    const start = frames.get(row.moment.id);
    if (start === undefined) return false;
    const { frame, after, i } = start;
    const ahead = after.slice(i + 1, i + 1 + 2 * row.given.length);
    const steps = thinned(
      ahead.flatMap((later) => shownStep(row, frame, later)),
      MOST_SHOWN,
    );
    const shown = steps.map(({ point, later }) => ({ point, centres: objectsOf(later).map(above) }));
    if (shown.length < MIN_SHOWN) return false;
    return seenFromEgo(row, shown) || objectsOf(frame).some((object) => fromOwnPlace(above(object), shown));
  };
}

const above = ({ centre: [x, y] }: LabelledObject): Point => [x, y];

/** The row's point at the time of a later labelled frame; none when no step has that time. */
function shownStep({ given }: Compared, start: Frame, later: Frame): { point: Point; later: Frame }[] {
  const steps = (later.seconds - start.seconds) / STEP_SECONDS;
  const point = given[Math.round(steps) - 1];
  const isOff = Math.abs(steps - Math.round(steps)) * STEP_SECONDS > STEP_TOLERANCE;
  return point === undefined || isOff || later.objects === undefined ? [] : [{ point, later }];
}

function thinned<T>(values: readonly T[], most: number): T[] {
  const every = Math.ceil(values.length / most);
  return values.filter((_, i) => i % every === 0);
}

interface Shown {
  readonly point: Point;
  readonly centres: readonly Point[];
}

const far = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** Objects are hidden now and then: so many of the steps must show one where the row is. */
const SHOWN_SHARE = 2 / 3;

function mostly(shown: readonly Shown[], isThere: (step: Shown) => boolean): boolean {
  return shown.filter(isThere).length >= SHOWN_SHARE * shown.length;
}

/** Whatever frame the row is in, distances from its start stay what they are. */
function fromOwnPlace(start: Point, shown: readonly Shown[]): boolean {
  return mostly(shown, ({ point, centres }) =>
    centres.some((centre) => Math.abs(far(centre, start) - Math.hypot(...point)) < BOX_METERS),
  );
}

function seenFromEgo({ moment: { sample } }: Compared, shown: readonly Shown[]): boolean {
  if (sample === undefined) return false;
  return mostly(shown, ({ point, centres }) =>
    centres.some((centre) => far(toEgoFrame(sample.origin, centre), point) < BOX_METERS),
  );
}

import { toEgoFrame } from "../../../geometry/egoFrame";
import { type Point } from "../../../geometry/trajectory";
import { attempt } from "../../datasetError";
import { firstCarPath, labelsAlong } from "../../firstCarLabels";
import { type Frame, type LabelledObject, type Recording } from "../../recording";
import { reachOf, type Compared } from "./compared";
import { type Guesser } from "./guesses";

/** A problem with a label file is the audit's to tell. */
const options = { onProblem: () => undefined };

/** The first car of each frame's label list: the incident's script. */
export function firstCar(recordings: readonly Recording[]): Guesser {
  return () => {
    const labels = new Map(
      labelsAlong(firstCarPath(recordings, options)).map(({ id, target }) => [id, target]),
    );
    return [
      {
        kind: "another car",
        says: "the first car of each frame's label list, whichever car that is",
        expected: ({ moment }) => labels.get(moment.id),
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
/** A frame within this time of a step shows it; fewer shown steps than this prove nothing. */
const STEP_TOLERANCE = 0.03;
const MIN_SHOWN = 3;
/** A row that stays this close to its start is like any parked car: it is not asked. */
const MOVES_METERS = 5;

/** Some labelled object goes where the row goes, from its own place or seen from the ego's. */
export function someCar(recordings: readonly Recording[]): Guesser {
  const frames = new Map(
    recordings.flatMap((r) => r.frames.map((frame, i) => [frame.id, [r, i, frame]] as const)),
  );
  const kept = new Map<string, readonly LabelledObject[]>();
  const objectsOf = (frame: Frame): readonly LabelledObject[] => {
    const known = kept.get(frame.id) ?? attempt(() => frame.objects?.() ?? [], options.onProblem) ?? [];
    kept.set(frame.id, known);
    return known;
  };
  /** The steps of a row that a labelled frame shows, with the objects there. */
  const shownSteps = ({ moment, given }: Compared): Shown[] => {
    const found = frames.get(moment.id);
    if (found === undefined) return [];
    const [recording, index, start] = found;
    return recording.frames.slice(index + 1, index + 1 + 2 * given.length).flatMap((frame): Shown[] => {
      const steps = (frame.seconds - start.seconds) * 10;
      const point = given[Math.round(steps) - 1];
      if (point === undefined || Math.abs(steps - Math.round(steps)) > 10 * STEP_TOLERANCE) return [];
      const centres = objectsOf(frame).map(({ centre: [x, y] }) => [x, y] as const);
      return centres.length === 0 ? [] : [{ point, centres }];
    });
  };
  const follows = (row: Compared): boolean => {
    const start = frames.get(row.moment.id)?.[2];
    const shown = thinned(shownSteps(row), MOST_SHOWN);
    if (start === undefined || shown.length < MIN_SHOWN) return false;
    return (
      seenFromEgo(row, shown) ||
      objectsOf(start).some(({ centre }) => fromOwnPlace([centre[0], centre[1]], shown))
    );
  };
  return (differing) => {
    const moving = differing.filter(({ given }) => reachOf(given) >= MOVES_METERS);
    const asked = thinned(moving, MOST_ROWS);
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

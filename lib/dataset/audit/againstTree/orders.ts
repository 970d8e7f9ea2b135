import { type Recording } from "../../recording";
import { type Sample } from "../../sample";
import { type TargetRow } from "./targetRows";

/** A frame of the tree, with its right label where it has one. */
export interface Moment {
  readonly id: string;
  readonly recording: string;
  readonly paired: boolean;
  readonly labelled: boolean;
  /** Frames and seconds of its recording that come after it. */
  readonly framesLeft: number;
  readonly secondsLeft: number;
  /** Absent where the recording ends, or has a gap, within 4.5 s. */
  readonly sample?: Sample;
}

/** Frames in the order that a file's rows may stand for. */
export interface Order {
  readonly name: string;
  readonly moments: readonly Moment[];
}

/** Every frame, by recording and time. */
export function momentsOf(recordings: readonly Recording[], samples: readonly Sample[]): Moment[] {
  const right = new Map(samples.map((sample) => [sample.id, sample]));
  return recordings.flatMap(({ id: recording, frames }) =>
    frames.map(({ id, seconds, infrastructure, objects }, i) => {
      const sample = right.get(id);
      return {
        id,
        recording,
        paired: infrastructure !== undefined,
        labelled: objects !== undefined,
        framesLeft: frames.length - 1 - i,
        secondsLeft: (frames[frames.length - 1]?.seconds ?? seconds) - seconds,
        ...(sample === undefined ? {} : { sample }),
      };
    }),
  );
}

/** The orders in which scripts write labels; `without the last T`: windows of T rows cut from one list. */
export function naturalOrders(moments: readonly Moment[], steps: number): Order[] {
  const pairs = moments.filter(({ paired }) => paired);
  const labelled = moments.filter((moment) => moment.labelled);
  const futures = [
    ["with a whole future", ({ sample }: Moment) => sample !== undefined],
    [`with ${steps} frames after them`, ({ framesLeft }: Moment) => framesLeft >= steps],
  ] as const;
  const ahead = futures.flatMap(([which, has]) =>
    (["pairs", "frames"] as const).flatMap((what) =>
      bothWays(`${what} ${which}`, (what === "pairs" ? pairs : moments).filter(has)),
    ),
  );
  const lists = [
    ...bothWays("pairs", pairs),
    ...bothWays("labelled frames", labelled),
    ...bothWays("frames", moments),
  ];
  return [...ahead, ...lists.flatMap((order) => [order, shortened(order, steps)])];
}

function bothWays(name: string, moments: readonly Moment[]): Order[] {
  return [
    { name: `${name}, by id`, moments: byId(moments) },
    { name: `${name}, by recording and time`, moments },
  ];
}

export function byId(moments: readonly Moment[]): Moment[] {
  return [...moments].sort((a, b) => (a.id < b.id ? -1 : 1));
}

export function shortened({ name, moments }: Order, steps: number): Order {
  return { name: `${name}, without the last ${steps}`, moments: moments.slice(0, -steps) };
}

/** The orders with as many frames as there are rows, each sequence of frames once. */
export function fitting(orders: readonly Order[], rows: number): Order[] {
  const seen = new Set<string>();
  return orders.filter(({ moments }) => {
    if (moments.length !== rows) return false;
    const key = moments.map(({ id }) => id).join();
    return !seen.has(key) && seen.add(key);
  });
}

/** The frames that the rows name. Throws when the tree has none of that name. */
export function namedFrames(moments: readonly Moment[], rows: readonly TargetRow[]): Order {
  const known = new Map(moments.map((moment) => [moment.id, moment]));
  const unknown = rows.filter(({ id }) => id === undefined || !known.has(id));
  if (unknown.length > 0) {
    const [first] = unknown;
    throw new Error(
      `targets: expected ids of the tree's frames (such as ${moments[0]?.id}), got ${unknown.length} of ${rows.length} rows without one, first ${first?.name} (${first?.id ?? "no id"}); give the tree these labels were made from`,
    );
  }
  return {
    name: "frames, by the ids it gives",
    moments: rows.flatMap(({ id }) => known.get(id ?? "") ?? []),
  };
}

/** What counts would have been understood. */
export function countError(orders: readonly Order[], rows: number): Error {
  const counts = new Map<number, string>();
  for (const { name, moments } of orders) {
    const short = name.replace(/, by (id|recording and time)/, "");
    if (!counts.has(moments.length)) counts.set(moments.length, short);
  }
  const listed = [...counts].map(([count, name]) => `${count} (${name})`).join(", ");
  return new Error(
    `targets: expected as many rows as the tree has of one kind, ${listed}, got ${rows}; give the tree they were made from, or a .json with frame ids`,
  );
}

import type { Point } from "../geometry/trajectory";
import { themedSvg, type Mark } from "./themedSvg";

/** One output on the map. */
export interface MapPoint {
  readonly name: string;
  readonly r: number;
  readonly spreadRatio: number;
}

/** Ends of the axis of spread ratios: a hundredth and ten times the targets' spread. */
const NARROW = 0.01;
const WIDE = 10;
const LOWEST = -0.2;

interface Region {
  readonly words: readonly string[];
  readonly className: string;
  readonly points: readonly Point[];
  /** Where its words begin, the middle of a line. */
  readonly label: Point;
}

/** The signatures of DIAGNOSIS by place: what r and the spread ratio together mean. */
const REGIONS: readonly Region[] = [
  {
    words: ["one answer", "for all rows"],
    className: "bad",
    points: [
      [NARROW, LOWEST],
      [0.05, LOWEST],
      [0.05, 0.5],
      [NARROW, 0.5],
    ],
    label: [0.0224, 0.2],
  },
  {
    words: ["right order,", "too narrow: scale"],
    className: "warn",
    points: [
      [NARROW, 0.5],
      [0.4, 0.5],
      [0.7, 0.875],
      [0.7, 1],
      [NARROW, 1],
    ],
    label: [0.06, 0.8],
  },
  {
    words: ["weak but honest:", "noise or labels"],
    className: "info",
    points: [
      [0.05, LOWEST],
      [0.2, LOWEST],
      [0.2, 0.1],
      [0.8, 0.6],
      [0.55, 0.6875],
      [0.4, 0.5],
      [0.05, 0.5],
    ],
    label: [0.17, 0.36],
  },
  {
    words: ["varies, but", "not with the targets"],
    className: "bad",
    points: [
      [0.2, LOWEST],
      [WIDE, LOWEST],
      [WIDE, 0.1],
      [0.2, 0.1],
    ],
    label: [1.4, -0.02],
  },
  {
    words: ["healthy"],
    className: "good",
    points: [
      [0.7, 0.6],
      [1.35, 0.6],
      [1.35, 1],
      [0.7, 1],
    ],
    label: [0.97, 0.8],
  },
  {
    words: ["too wide:", "scale or unit"],
    className: "warn",
    points: [
      [1.35, 0.6],
      [WIDE, 0.6],
      [WIDE, 1],
      [1.35, 1],
    ],
    label: [3.7, 0.82],
  },
];

/** The plane of correlation and spread with what each part of it means, and a run's outputs on it. */
export function collapseMap(points: readonly MapPoint[]): string {
  const inside = (value: number): number =>
    Math.min(WIDE, Math.max(NARROW, Number.isFinite(value) ? value : NARROW));
  const places = points.map(({ r, spreadRatio }): Point => [
    inside(spreadRatio),
    Math.max(LOWEST, Number.isFinite(r) ? r : 0),
  ]);
  const regions = REGIONS.flatMap(({ words, className, points: outline, label }): Mark[] => [
    { kind: "area", className, points: outline },
    ...words.map((line, i): Mark => ({
      kind: "text",
      className: "small",
      at: [label[0], label[1] - 0.075 * i],
      words: line,
      anchor: "middle",
    })),
  ]);
  const summary = points.map(
    ({ name, r, spreadRatio }) => `${name}: r ${r.toFixed(2)}, spread ratio ${spreadRatio.toFixed(2)}`,
  );
  return themedSvg({
    summary: `map of collapses; ${summary.slice(0, 8).join("; ")}`,
    x: { title: "spread of predictions / spread of targets", range: [NARROW, WIDE], log: true },
    y: { title: "correlation r", range: [LOWEST, 1] },
    marks: [...regions, { kind: "dots", className: "here", points: places, radius: 5 }],
  });
}

import type { Point } from "../geometry/trajectory";
import { range } from "../math/statistics";
import { collapseMap } from "../plots/collapseMap";
import { themedSvg, type Mark } from "../plots/themedSvg";
import { thin } from "../plots/thin";
import { type Curve, type Evidence } from "./evidence";
import { courseOfCurve } from "./measures/lossCourse";
import { say } from "./measures/outcome";
import { judgedFacts, type OutputFacts } from "./measures/pairFacts";

/** A drawing of a report, with what it shows. */
export interface ReportFigure {
  readonly title: string;
  readonly svg: string;
  readonly caption: string;
  /** Names of its lines by their colour. */
  readonly legend: readonly { readonly className: string; readonly name: string }[];
}

const COLOURS = ["first", "second", "third", "fourth"];
/** Beyond this ratio a straight axis hides what is small. */
const LOG_FROM = 20;
const MOST_DOTS = 400;
const MOST_OUTPUTS = 4;

/** The pictures that the evidence allows. */
export function reportFigures(evidence: Evidence): ReportFigure[] {
  const { curves = [] } = evidence;
  const of = (...roles: readonly Curve["role"][]): Curve[] =>
    curves.filter(({ role }) => roles.includes(role));
  const constant = evidence.data?.lossOfBestConstant;
  const facts = judgedFacts(evidence);
  return [
    ...curveFigure("Loss", of("train-loss", "validation-loss"), constant),
    ...(facts === undefined ? [] : pairFigures(facts.outputs)),
    ...curveFigure("Gradient norm", of("gradient-norm")),
    ...curveFigure("Learning rate", of("learning-rate")),
  ];
}

function curveFigure(title: string, all: readonly Curve[], constant?: number): ReportFigure[] {
  const curves = all
    .filter(({ values }) => values.some((value) => Number.isFinite(Number(value))))
    .slice(0, COLOURS.length);
  const values = curves.flatMap((curve) => curve.values.map(Number)).filter(Number.isFinite);
  if (values.length < 2) return [];
  const [low, high] = range(constant === undefined ? values : [...values, constant]);
  const least = Math.min(...values.filter((value) => value > 0));
  const log = low > 0 && high / low > LOG_FROM;
  const [bottom, top] = low < high ? [low, high] : [low - 0.5, high + 0.5];
  const pad = 0.05 * (top - bottom);
  const ends: [number, number] = log ? [least / 1.3, high * 1.3] : [bottom - pad, top + pad];
  const places = curves.flatMap(({ at }) => at);
  const [first, last] = range(places);
  return [
    {
      title,
      caption: captionOf(curves),
      legend: [
        ...curves.map(({ name }, i) => ({ className: COLOURS[i] ?? "first", name })),
        ...(constant === undefined ? [] : [{ className: "quiet", name: "best constant" }]),
      ],
      svg: themedSvg({
        summary: `${title}: ${captionOf(curves)}`,
        x: { title: curves[0]?.x ?? "step", range: first < last ? [first, last] : [first - 0.5, last + 0.5] },
        y: { title: "", range: ends, log }, // the heading says it; beside long numbers there is no room
        marks: [
          ...(constant === undefined
            ? []
            : [
                {
                  kind: "line",
                  className: "quiet",
                  dashed: true,
                  points: [
                    [first, constant],
                    [last, constant],
                  ],
                } as const,
              ]),
          ...curves.flatMap((curve, i) => marksOf(curve, COLOURS[i] ?? "first", ends[1])),
        ],
      }),
    },
  ];
}

/** A curve as a line; where it is no finite number, a cross at the upper edge. */
function marksOf({ at, values }: Curve, className: string, top: number): Mark[] {
  const points = at.map((x, i): Point => [x, Number(values[i])]);
  const broken = points.filter(([, y]) => !Number.isFinite(y)).map(([x]): Point => [x, top]);
  const few = points.length <= 30;
  return [
    { kind: "line", className, points: thin(points) },
    ...(few ? [{ kind: "dots", className, points } as const] : []),
    ...(broken.length > 0 ? [{ kind: "crosses", className: "bad", points: thin(broken, 20) } as const] : []),
  ];
}

function captionOf(curves: readonly Curve[]): string {
  const said = curves.map((curve) => {
    const { first, end, notFinite } = courseOfCurve(curve) ?? { first: NaN, end: NaN, notFinite: 0 };
    return `${curve.name} ${say(first)} → ${say(end)}${notFinite > 0 ? ` (${notFinite} points are no numbers, ×)` : ""}`;
  });
  return `${said.join("; ")} (first point → median of the last fifth)`;
}

function pairFigures(outputs: readonly OutputFacts[]): ReportFigure[] {
  if (outputs.length === 0) return [];
  const map: ReportFigure = {
    title: "Map of collapses",
    caption:
      "Where a run lies says what it suffers from: up is the right order, right is a full range. Each dot is an output of this run; one on an edge lies beyond it.",
    legend: [{ className: "here", name: "this run" }],
    svg: collapseMap(outputs),
  };
  const worst = [...outputs].sort((a, b) => (a.rSquared || 0) - (b.rSquared || 0));
  const shown = worst.slice(0, MOST_OUTPUTS).sort((a, b) => a.output - b.output);
  return [map, ...shown.map(predictedFigure)];
}

function predictedFigure({
  name,
  target,
  predicted,
  r,
  slope,
  spreadRatio,
  intercept,
}: OutputFacts): ReportFigure {
  const ends = paddedRange([...range(target), ...range(predicted)]);
  const dots = thin(
    Array.from(target, (value, i): Point => [value, predicted[i] ?? NaN]),
    MOST_DOTS,
  );
  const numbers = `r ${say(r)}, spread ratio ${say(spreadRatio)}, slope ${say(slope)}, ${target.length} rows`;
  // target = intercept + slope · prediction, drawn over the range of the predictions.
  const fitted = range(predicted).map((value): Point => [intercept + slope * value, value]);
  return {
    title: `Prediction against target: ${name}`,
    caption: numbers,
    legend: [
      { className: "first", name: "rows" },
      { className: "quiet", name: "perfect" },
      { className: "second", name: "target on prediction" },
    ],
    svg: themedSvg({
      summary: `${name}: ${numbers}`,
      x: { title: "target", range: ends },
      y: { title: "prediction", range: ends },
      marks: [
        {
          kind: "line",
          className: "quiet",
          dashed: true,
          points: [
            [ends[0], ends[0]],
            [ends[1], ends[1]],
          ],
        },
        { kind: "dots", className: "first faint", points: dots },
        ...(Number.isFinite(slope) ? [{ kind: "line", className: "second", points: fitted } as const] : []),
      ],
    }),
  };
}

function paddedRange(values: readonly number[]): [number, number] {
  const [low, high] = range(values);
  const pad = 0.05 * (high - low) || 0.5;
  return [low - pad, high + pad];
}

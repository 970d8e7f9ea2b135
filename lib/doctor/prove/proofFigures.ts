import type { Point } from "../../geometry/trajectory";
import { mean, range } from "../../math/statistics";
import { themedSvg, type Mark } from "../../plots/themedSvg";
import { type ReportFigure } from "../reportFigures";
import { halves, type Proof, type ProofArm } from "./proof";

/** Beyond this ratio a straight axis hides what is small. */
const LOG_FROM = 20;

const COLOURS = { base: "quiet", proposal: "first", random: "second" } as const;

/** Every arm as a column: a dot a seed, crosses for dead ones, the interval of its difference, the band of chance. */
export function proofFigures(proof: Proof): ReportFigure[] {
  const values = proof.arms.flatMap(({ errors }) => errors).filter(Number.isFinite);
  if (values.length === 0) return [];
  const [low, high] = range(values);
  const log = low > 0 && high / low > LOG_FROM;
  const pad = 0.06 * (high - low) || 0.5;
  const ends: [number, number] = log ? [low / 1.3, high * 1.5] : [low - pad, high + 2 * pad];
  const columns = proof.arms.map((arm, i) => columnMarks(proof, arm, i + 1));
  return [
    {
      title: "Is a change better than chance?",
      caption: proof.arms.map(({ name, verdict }, i) => `${i + 1} ${name}: ${verdict}`).join(" · "),
      legend: [
        { className: "quiet", name: "as it is" },
        { className: "first", name: "proposals" },
        { className: "second", name: "random sets" },
      ],
      svg: themedSvg({
        summary: `${proof.metric} of every arm and seed: ${proof.arms.map(({ name, verdict }) => `${name} ${verdict}`).join("; ")}`,
        x: { title: "arm, as numbered below", range: [0.4, proof.arms.length + 0.6] },
        y: { title: proof.metric, range: ends, log },
        marks: [...chanceBand(proof), ...columns.flat()],
      }),
    },
  ];
}

function columnMarks(proof: Proof, { kind, errors, dead, difference }: ProofArm, x: number): Mark[] {
  const points = errors.map((error, i): Point => [
    x - 0.12 + (0.24 * i) / Math.max(1, errors.length - 1),
    error,
  ]);
  const className = COLOURS[kind];
  const base = proof.arms[0]?.errors.slice(halves(proof.seeds).ranking.length) ?? [];
  const line = (one: number, other: number): Mark => ({
    ...{ kind: "line", className },
    points: [
      [x + 0.28, one],
      [x + 0.28, other],
    ],
  });
  return [
    { kind: "dots", className, points: points.filter((_, i) => dead[i] !== true), radius: 3 },
    {
      kind: "crosses",
      className,
      points: points.filter(([, y], i) => dead[i] === true && Number.isFinite(y)),
    },
    ...(difference === undefined ? [] : [line(mean(base) + difference.low, mean(base) + difference.high)]),
  ];
}

/** From the best to the worst mean of a random arm on the judging half. */
function chanceBand({ arms, seeds }: Proof): Mark[] {
  const from = halves(seeds).ranking.length;
  const means = arms
    .filter(({ kind, errors }) => kind === "random" && errors.length > from)
    .map(({ errors }) => mean(errors.slice(from)))
    .filter(Number.isFinite);
  if (means.length === 0) return [];
  const [low, high] = range(means);
  const [left, right] = [0.4, arms.length + 0.6];
  const corners: Point[] = [
    [left, low],
    [right, low],
    [right, high],
    [left, high],
  ];
  return [{ kind: "area", className: "second", points: corners }];
}

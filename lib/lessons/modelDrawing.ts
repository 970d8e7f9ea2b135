import { displayBundle } from "../display/displayBundle";
import { FIX_TITLES } from "../experiments/fixTitles";
import { type Point } from "../geometry/trajectory";
import { box, diagramSvg, dot, flow, words, type DiagramBox } from "../plots/diagramSvg";
import { FIXES, MODEL_STAGES, type FixName, type ModelStage, type StageName } from "./modelStages";

/** Which marks are lit. */
export type Lit = FixName | "all";

/** Widths of the pooled feature: at fast and laptop, and at full, which is the incident's. */
const WIDTHS = [256, 1024] as const;

const STAGES = Object.keys(MODEL_STAGES) as StageName[];
const TITLES = Object.values(FIX_TITLES);

type Places<T> = Readonly<Record<StageName, T>>;

const isLit = (lit: Lit, fix: FixName): boolean => lit === "all" || lit === fix;

const dots = (lit: Lit, places: Readonly<Record<FixName, Point>>): string[] =>
  FIXES.map((fix, i) => dot(places[fix], i + 1, isLit(lit, fix)));

const middle = ({ y, height }: DiagramBox): number => y + height / 2;
const bottom = ({ y, height }: DiagramBox): number => y + height;

function byStage<T>(of: (stage: StageName, i: number) => T): Places<T> {
  return Object.fromEntries(STAGES.map((stage, i) => [stage, of(stage, i)])) as Places<T>;
}

/** The whole drawing: a column of boxes, on the right the shape of what leaves each. */
const COLUMN = { x: 36, width: 184, top: 46, height: 38, pitch: 56 } as const;
/** Right ends of the shapes at either width. */
const SHAPES_END = [300, 396] as const;
const SHAPES_MIDDLE = 322;
/** Where the way back from the loss goes up. */
const BACK = 14;

function shapes(stage: ModelStage, y: number): string[] {
  const first = (lines: readonly string[]): number => y + 4.5 - 8 * (lines.length - 1);
  const column = (lines: readonly string[], x: number, anchor: "middle" | "end"): string[] =>
    lines.map((line, k) => words([x, first(lines) + 16 * k], line, { anchor, size: 12 }));
  if (!stage.hangsOnWidth) return column(stage.shape(WIDTHS[0]), SHAPES_MIDDLE, "middle");
  return WIDTHS.flatMap((width, i) => column(stage.shape(width), SHAPES_END[i] ?? 0, "end"));
}

function heads(): string[] {
  return WIDTHS.flatMap((width, i) => [
    words([SHAPES_END[i] ?? 0, 16], `h = ${width}`, { anchor: "end", bold: true }),
    words([SHAPES_END[i] ?? 0, 32], i === 0 ? "here" : "the incident", {
      anchor: "end",
      size: 11,
      quiet: true,
    }),
  ]);
}

/** From the loss back to what is trained; dashed to what a frozen backbone keeps. */
function wayBack(boxes: Places<DiagramBox>): string[] {
  const turn = (stage: StageName): Point[] => [
    [BACK, middle(boxes[stage])],
    [boxes[stage].x, middle(boxes[stage])],
  ];
  return [
    flow([...turn("loss").reverse(), ...turn("fusion")]),
    flow(turn("head")),
    flow([[BACK, middle(boxes.fusion)], ...turn("backbone")], { dashed: true }),
  ];
}

function legend(lit: Lit, top: number): string[] {
  return TITLES.map((title, i) => {
    const at: Point = [8 + 200 * Math.floor(i / 4), top + 18 * (i % 4)];
    return words(at, title, { size: 11.5, quiet: !isLit(lit, FIXES[i] ?? "fusion") });
  });
}

function summaryOf(lit: Lit): string {
  const way = STAGES.map((stage) => MODEL_STAGES[stage].name).join(" → ");
  const marks = lit === "all" ? TITLES.join("; ") : (TITLES[FIXES.indexOf(lit)] ?? lit);
  return `${way}. Marked: ${marks}.`;
}

/** From pixels to [45, 2], with shapes at both widths and the seven fixes as numbered dots where they act. */
export function modelSvg(lit: Lit = "all"): string {
  const { x, width, top, height, pitch } = COLUMN;
  const boxes = byStage((_, i): DiagramBox => ({ x, y: top + i * pitch, width, height }));
  const right = x + width;
  const end = bottom(boxes.loss);
  return diagramSvg({
    ...{ width: 404, height: end + 92, shownWidth: 560, summary: summaryOf(lit) },
    parts: [
      ...heads(),
      ...wayBack(boxes),
      ...STAGES.flatMap((stage, i) => [
        ...(i === 0 ? [] : [arrowDown(boxes[STAGES[i - 1] ?? stage], boxes[stage])]),
        box(boxes[stage]),
        words([x + 14, middle(boxes[stage]) + 4.5], MODEL_STAGES[stage].name),
        ...shapes(MODEL_STAGES[stage], middle(boxes[stage])),
      ]),
      ...dots(lit, {
        strategy: [BACK, middle(boxes.pooling)],
        pooling: [right, middle(boxes.pooling)],
        fusion: [right, middle(boxes.fusion)],
        initialisation: [right, (bottom(boxes.fusion) + boxes.head.y) / 2],
        debugOutput: [right, middle(boxes.output)],
        loss: [right, middle(boxes.loss)],
        learningRate: [BACK, middle(boxes.output)],
      }),
      ...legend(lit, end + 26),
    ],
  });
}

const arrowDown = (from: DiagramBox, to: DiagramBox): string =>
  flow([
    [from.x + from.width / 2, bottom(from)],
    [to.x + to.width / 2, to.y],
  ]);

/** The small drawing: the same stages side by side. Widths fit their words. */
const STRIP: Places<number> = {
  input: 50,
  backbone: 62,
  pooling: 54,
  fusion: 48,
  head: 38,
  output: 50,
  loss: 36,
};
const GAP = 10;
const ROW = { y: 46, height: 34 } as const;

/** The same in a strip, to stand at the head of a page. */
export function modelStripSvg(lit: Lit): string {
  const boxes = byStage((stage, i): DiagramBox => {
    const before = STAGES.slice(0, i).reduce((sum, one) => sum + STRIP[one] + GAP, 1);
    return { x: before, width: STRIP[stage], ...ROW };
  });
  const centre = (stage: StageName): number => boxes[stage].x + boxes[stage].width / 2;
  const [over, under] = [ROW.y, ROW.y + ROW.height];
  const low = under + 20;
  const turn = (stage: StageName): Point[] => [
    [centre(stage), low],
    [centre(stage), under],
  ];
  const back = [
    flow([...turn("loss").reverse(), ...turn("fusion")]),
    flow(turn("head")),
    flow([[centre("fusion"), low], ...turn("backbone")], { dashed: true }),
  ];
  return diagramSvg({
    ...{ width: 402, height: low + 14, shownWidth: 560, summary: summaryOf(lit) },
    parts: [
      words([1, 17], lit === "all" ? "the seven fixes" : (TITLES[FIXES.indexOf(lit)] ?? lit), { bold: true }),
      ...back,
      ...STAGES.slice(1).map((stage, i) => arrowRight(boxes[STAGES[i] ?? stage], boxes[stage])),
      ...STAGES.flatMap((stage) => [
        box(boxes[stage]),
        ...MODEL_STAGES[stage].short.map((line, k, { length }) =>
          words([centre(stage), over + 21 - 7 * (length - 1) + 14 * k], line, { anchor: "middle", size: 11 }),
        ),
      ]),
      ...dots(lit, {
        pooling: [centre("pooling"), over],
        fusion: [centre("fusion"), over],
        initialisation: [boxes.head.x - GAP / 2, over],
        debugOutput: [centre("output"), over],
        loss: [centre("loss"), over],
        learningRate: [centre("output"), low],
        strategy: [centre("pooling"), low],
      }),
    ],
  });
}

const arrowRight = (from: DiagramBox, to: DiagramBox): string =>
  flow([
    [from.x + from.width, middle(from)],
    [to.x, middle(to)],
  ]);

/** Shows the model with the fixes marked: small with one mark lit for a fix's page, whole without a name. */
export function modelDrawing(lit?: Lit): void {
  const svg = lit === undefined ? modelSvg() : modelStripSvg(lit);
  displayBundle({ "image/svg+xml": svg, "text/plain": summaryOf(lit ?? "all") });
}

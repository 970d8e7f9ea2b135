import { SET_FIXES } from "../experiments/fixSets";
import { at } from "../math/at";
import { PICTURE_TOKENS, SCENE } from "../model/sceneBackbone";
import { teacherParameters } from "../model/teacher";
import { PROMPT_TOKENS } from "../model/tokenize";
import { COORDINATES, TIME_STEPS } from "../geometry/trajectory";
import { type Fixes } from "../training/config";

export type FixName = keyof Fixes;

/** The fixes by the document's numbers, 1 first. */
export const FIXES: readonly FixName[] = [...SET_FIXES, "debugOutput"];

/** One stage between the pixels and the path: what it is, and the shape of what leaves it, a sample at a time. */
export interface ModelStage {
  readonly name: string;
  /** Where there is little room; one line each. */
  readonly short: readonly string[];
  /** Lines; the same at every width where `widths` does not come in. */
  readonly shape: (hidden: number) => readonly string[];
  readonly hangsOnWidth: boolean;
}

const shaped = (...extents: readonly number[]): string => `[${extents.join(", ")}]`;

/** What leaves each layer of the head, read off its parameters. */
function headWidths(hidden: number): number[] {
  return teacherParameters({ hidden, fusion: "after" })
    .filter(({ name }) => /^head\.\d\.bias$/.test(name))
    .map(({ shape }) => at(shape, 0));
}

/** From pixels to metres. */
export const MODEL_STAGES = {
  input: {
    name: "two pictures, one prompt",
    short: ["photos,", "prompt"],
    shape: () => [shaped(2, SCENE.pictureHeight, SCENE.pictureWidth, 3), `${PROMPT_TOKENS} words`],
    hangsOnWidth: false,
  },
  backbone: {
    name: "backbone, pre-trained",
    short: ["backbone"],
    shape: (hidden) => [shaped(PICTURE_TOKENS + PROMPT_TOKENS + 1, hidden)],
    hangsOnWidth: true,
  },
  pooling: {
    name: "pooling",
    short: ["pooling"],
    shape: (hidden) => [shaped(hidden)],
    hangsOnWidth: true,
  },
  fusion: {
    name: "fusion block",
    short: ["fusion"],
    shape: (hidden) => [shaped(hidden)],
    hangsOnWidth: true,
  },
  head: {
    name: "head, four layers",
    short: ["head"],
    shape: (hidden) => {
      const [a = 0, b = 0, c = 0, d = 0] = headWidths(hidden);
      return [`${a}, ${b},`, `${c}, ${d}`];
    },
    hangsOnWidth: true,
  },
  output: {
    name: "predicted path",
    short: [shaped(TIME_STEPS, 2)],
    shape: () => [`${COORDINATES} numbers as ${shaped(TIME_STEPS, 2)}`],
    hangsOnWidth: false,
  },
  loss: { name: "loss", short: ["loss"], shape: () => ["one number"], hangsOnWidth: false },
} as const satisfies Readonly<Record<string, ModelStage>>;

export type StageName = keyof typeof MODEL_STAGES;

import { displayBundle } from "../display/displayBundle";
import { type Side } from "../model/side";
import { escapeHtml } from "../plots/escapeHtml";

/** One layer of the block: what it is called and the shape that leaves it. */
interface Layer {
  readonly name: string;
  readonly shape: string;
  /** The layer the document suspects. */
  readonly suspect?: boolean;
}

/** The layers of `fuse`, from the pooled feature to the head. */
const BLOCKS: Readonly<Record<Side, readonly Layer[]>> = {
  before: [
    { name: "pooled feature", shape: "[B, h]" },
    { name: "Linear h → 2h", shape: "[B, 2h]" },
    { name: "LayerNorm", shape: "[B, 2h]", suspect: true },
    { name: "GELU, dropout", shape: "[B, 2h]" },
    { name: "Linear 2h → h", shape: "[B, h]" },
  ],
  after: [
    { name: "pooled feature", shape: "[B, h]" },
    { name: "Linear h → h", shape: "[B, h]" },
    { name: "GELU, dropout", shape: "[B, h]" },
  ],
};

const TITLES = { before: "old block", after: "new block" } as const satisfies Record<Side, string>;

const COLUMN = 180;
const ROW = 44;
const TOP = 30;

/** Both blocks side by side as SVG: a box a layer, the wider ones twice as wide, with the shape that leaves it. */
export function fusionSvg(): string {
  const columns = (["before", "after"] as const).map((side, i) => column(side, COLUMN * i + COLUMN / 2));
  const height = TOP + ROW * BLOCKS.before.length + 10;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="diagram" viewBox="0 0 ${2 * COLUMN} ${height}" font-family="sans-serif" role="img" aria-label="${escapeHtml(fusionText())}">`,
    '<rect class="paper" width="100%" height="100%" fill="#ffffff"/>', // the book's pages have their own
    ...columns,
    "</svg>",
  ].join("");
}

/** The same in words, for who cannot see it. */
export function fusionText(): string {
  return (["before", "after"] as const)
    .map((side) => `${TITLES[side]}: ${BLOCKS[side].map(({ name, shape }) => `${name} ${shape}`).join(", ")}`)
    .join("; ");
}

/** Draws the old and the new fusion block with the shape behind each layer; the suspected layer is marked. */
export function showFusionBlocks(): void {
  displayBundle({ "text/plain": fusionText(), "image/svg+xml": fusionSvg() });
}

function column(side: Side, middle: number): string {
  const title = words(
    middle,
    18,
    TITLES[side],
    'class="ink" font-weight="bold" font-size="14" fill="#1a1a1a"',
  );
  return title + BLOCKS[side].map((layer, row) => box(layer, middle, TOP + ROW * row)).join("");
}

function box({ name, shape, suspect = false }: Layer, middle: number, top: number): string {
  const width = shape === "[B, 2h]" ? 168 : 120;
  const paint = suspect
    ? 'class="layer suspect" fill="#F7DCCB" stroke="#D55E00"'
    : 'class="layer" fill="#E3EEF6" stroke="#0072B2"';
  return [
    top > TOP ? `<path d="M${middle},${top - 10}v10" stroke="#7F7F7F" stroke-width="2"/>` : "",
    `<rect x="${middle - width / 2}" y="${top}" width="${width}" height="34" rx="5" ${paint}/>`,
    words(middle, top + 15, name, 'class="ink" font-size="12" fill="#1a1a1a"'),
    words(middle, top + 29, shape, 'class="ink" font-size="11" fill="#1a1a1a"'),
  ].join("");
}

const words = (x: number, y: number, text: string, rest: string): string =>
  `<text x="${x}" y="${y}" text-anchor="middle" ${rest}>${escapeHtml(text)}</text>`;

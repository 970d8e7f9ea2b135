import type { Figure } from "../plots/figure";
import type { MimeBundle } from "./displayBundle";

/** The MIME type under which JupyterLab, VS Code and the book look for a Plotly figure. */
export const PLOTLY_MIME = "application/vnd.plotly.v1+json";

const SIGNIFICANT_DIGITS = 6;

/**
 * The value as plain JSON: typed arrays become arrays, what is not an integer keeps six significant digits
 * (more cannot be seen and costs bytes), NaN and ±∞ become null, which Plotly draws as a gap.
 */
function plain(value: unknown): unknown {
  if (typeof value === "number") return plainNumber(value);
  if (Array.isArray(value)) return value.map(plain);
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array, plainNumber);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, child]) => child !== undefined)
      .map(([key, child]) => [key, plain(child)]),
  );
}

function plainNumber(value: number): number | null {
  if (!Number.isFinite(value)) return null;
  return Number.isInteger(value) ? value : Number(value.toPrecision(SIGNIFICANT_DIGITS));
}

/** The figure's title without markup, "" when it has none. */
export function titleOf(layout: Readonly<Record<string, unknown>>): string {
  const title = layout.title as { readonly text?: unknown } | string | undefined;
  const text = typeof title === "string" ? title : title?.text;
  return typeof text === "string"
    ? text
        .replace(/<[^>]*>/g, " ")
        .replace(/\s+/g, " ")
        .trim()
    : "";
}

/** Title and summary in one line: what a terminal, a diff and a screen reader get. */
export function figureText({ layout, summary }: Figure): string {
  const title = titleOf(layout);
  return title === "" ? summary : `${title}: ${summary}`;
}

/** The figure as one bundle: Plotly JSON without the logo and the upload button, and one line of text. */
export function figureBundle(figure: Figure): MimeBundle {
  return {
    [PLOTLY_MIME]: {
      data: plain(figure.data),
      layout: plain(figure.layout),
      ...(figure.frames === undefined ? {} : { frames: plain(figure.frames) }),
      config: { showSendToCloud: false, displaylogo: false },
    },
    "text/plain": figureText(figure),
  };
}

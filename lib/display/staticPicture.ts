import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type * as Resvg from "@resvg/resvg-js";
import type { DOMWindow } from "jsdom";
import type * as Jsdom from "jsdom";
import { splitRng } from "../math/rng";
import type { Figure } from "../plots/figure";
import { pixelCanvas, type PixelCanvas } from "./pixelCanvas";
import { indexedPngFile } from "./pngFile";
import { installSvgMeasures } from "./svgMeasures";
import { FONT_FILES } from "./textWidth";

/** Width in pixels of a picture, the width of a column of text in the book and on the usual viewers. */
export const PICTURE_WIDTH = 760;

/** What a picture is drawn from: a figure, or the Plotly JSON of a saved output. */
export type Drawable = Pick<Figure, "data" | "layout">;

interface Plotly {
  newPlot(div: HTMLElement, data: unknown, layout: unknown, config: unknown): Promise<unknown>;
  purge(div: HTMLElement): void;
  readonly Snapshot: { toSVG(div: HTMLElement, format: "svg"): string };
}

interface DrawingWindow extends DOMWindow {
  Plotly: Plotly;
  TextDecoder: typeof TextDecoder;
  TextEncoder: typeof TextEncoder;
  Math: Math;
}

// Loaded at the first picture only: jsdom, resvg and Plotly take over a second together.
const load = createRequire(__filename);
let drawingWindow: DrawingWindow | undefined;

/** A window with Plotly in it, and with the measuring and painting that jsdom lacks. */
function windowWithPlotly(): DrawingWindow {
  if (drawingWindow) return drawingWindow;
  const { JSDOM } = load("jsdom") as typeof Jsdom;
  const options = { runScripts: "outside-only", pretendToBeVisual: true } as const;
  const window = new JSDOM("<!doctype html><body></body>", options).window as DOMWindow & DrawingWindow;
  window.TextDecoder = TextDecoder;
  window.TextEncoder = TextEncoder;
  window.URL.createObjectURL = () => "";
  installSvgMeasures(window);
  paintCanvases(window);
  window.eval(readFileSync(load.resolve("plotly.js-dist"), "utf8"));
  return (drawingWindow = window);
}

function paintCanvases(window: DrawingWindow): void {
  const canvases = new WeakMap<object, PixelCanvas>();
  const canvas = window.HTMLCanvasElement.prototype as unknown as Record<string, unknown>;
  canvas.getContext = function (this: HTMLCanvasElement, kind: string) {
    if (kind !== "2d") return null; // no WebGL
    const context = canvases.get(this) ?? pixelCanvas(this);
    canvases.set(this, context);
    return context;
  };
  canvas.toDataURL = function (this: HTMLCanvasElement) {
    return (canvases.get(this) ?? pixelCanvas(this)).toDataURL();
  };
}

/**
 * The layout of a picture: the house width, a font family without quotes, which jsdom would break, and nothing to
 * press.
 */
function pictureLayout(layout: Drawable["layout"]): Record<string, unknown> {
  const font = { ...(layout.font as object | undefined), family: "sans-serif" };
  const still = { ...layout, sliders: [], updatemenus: [] };
  return { ...still, font, width: PICTURE_WIDTH, height: layout.height ?? 380, autosize: false };
}

/** Traces that Plotly draws with WebGL or over maps: without a browser they would silently be missing. */
const NEEDS_BROWSER =
  /gl$|3d$|map(box)?$(?<!heatmap|treemap)|^(surface|cone|streamtube|volume|isosurface|splom|parcoords)$/;

function checkDrawable(data: unknown): void {
  if (!Array.isArray(data)) throw new TypeError(`picture: expected a list of traces, got ${typeof data}`);
  for (const { type = "scatter" } of data as { readonly type?: string }[]) {
    if (NEEDS_BROWSER.test(type)) {
      throw new Error(
        `picture: expected traces drawn without WebGL or maps, got ${type}; use scatter or heatmap`,
      );
    }
  }
}

/**
 * The figure as SVG, drawn by Plotly without a browser; the same text for the same figure. Plotly draws
 * synchronously as long as nothing has to be fetched (maps, MathJax, pictures that are not data: links).
 */
export function figureSvg({ data, layout }: Drawable): string {
  checkDrawable(data);
  const window = windowWithPlotly();
  const rng = splitRng(0, "ids of a picture");
  window.Math.random = () => rng.uniform(); // Plotly draws its ids from here
  const div = window.document.body.appendChild(window.document.createElement("div"));
  // Plotly writes into what it is given; the caller's figure stays as it is.
  const copy = JSON.parse(JSON.stringify({ data, layout: pictureLayout(layout) })) as Drawable;
  const drawing = window.Plotly.newPlot(div, copy.data, copy.layout, { staticPlot: true });
  const svg = window.Plotly.Snapshot.toSVG(div, "svg");
  div.remove(); // before the next picture, which would avoid the ids of this one
  const purge = (): void => window.Plotly.purge(div);
  void drawing.then(purge, purge); // Plotly's last step, which draws nothing, comes a turn later
  return svg.replaceAll("image-rendering: pixelated", "image-rendering: optimizeSpeed"); // the name in SVG 1.1
}

/** An SVG document as a PNG file with DejaVu Sans for every text: the same bytes on every machine. */
export function svgToPng(svg: string): Uint8Array {
  const { Resvg: Renderer } = load("@resvg/resvg-js") as typeof Resvg;
  const font = {
    fontFiles: [...FONT_FILES],
    loadSystemFonts: false,
    defaultFontFamily: "DejaVu Sans",
    sansSerifFamily: "DejaVu Sans",
  };
  const { width, height, pixels } = new Renderer(svg, { font, background: "white" }).render();
  return indexedPngFile(width, height, pixels);
}

/**
 * The figure as a PNG file, 760 pixels wide, for viewers that draw no Plotly. Drawn without a browser, the
 * same bytes on every machine. The first call takes about a second, later ones a quarter of one.
 */
export function renderPicture(figure: Drawable): Uint8Array {
  return svgToPng(figureSvg(figure));
}

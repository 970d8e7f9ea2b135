import { stripVTControlCharacters } from "node:util";
import { PLOTLY_MIME, titleOf } from "../display/figureBundle";
import { renderPicture, type Drawable } from "../display/staticPicture";
import { escapeHtml } from "../plots/escapeHtml";
import { resolveReturns } from "../jupyter/nbformat/carriageReturns";
import type { Output } from "../jupyter/nbformat/notebook";
import { renderMarkdown } from "./renderMarkdown";
import { sanitize } from "./sanitize";

/** A picture file of the book, by its path in the book. */
export interface PictureFile {
  readonly path: string;
  readonly content: Uint8Array;
}

/** HTML of an output, and the picture files it points to. */
export interface RenderedOutput {
  readonly html: string;
  readonly pictures: readonly PictureFile[];
}

type Data = Readonly<Record<string, unknown>>;

interface PlotlyJson extends Drawable {
  readonly config?: unknown;
  readonly frames?: unknown;
}

const textOf = (data: Data, type: string): string => String(data[type]);

const pre = (name: string, text: string): string =>
  `<pre class="${name}">${escapeHtml(stripVTControlCharacters(text).replace(/\n$/, ""))}</pre>`;

/** JSON that may stand inside a script element: no "<" can end it early. */
const jsonInHtml = (value: unknown): string => JSON.stringify(value).replaceAll("<", "\\u003c");

/** Traces that keep their meaning with light and dark exchanged; heat maps and photographs do not. */
const INVERTIBLE = new Set(["scatter", "bar", "histogram", "box", "violin"]);

function isInvertible({ data, layout }: PlotlyJson): boolean {
  return data.every(({ type = "scatter" }) => INVERTIBLE.has(String(type))) && layout.images === undefined;
}

/** Height of a PNG in pixels, from its header. */
const pngSize = (png: Uint8Array): { width: number; height: number } => {
  const header = new DataView(png.buffer, png.byteOffset);
  return { width: header.getUint32(16), height: header.getUint32(20) };
};

/** A figure as picture first; the page's script draws it anew from the JSON when it comes into view. */
function figureHtml(data: Data, path: string): RenderedOutput {
  const plotly = data[PLOTLY_MIME] as PlotlyJson;
  const saved = data["image/png"];
  const picture = typeof saved === "string" ? Buffer.from(saved, "base64") : renderPicture(plotly);
  const text = textOf(data, "text/plain");
  const title = titleOf(plotly.layout);
  const caption = text.startsWith(`${title}: `) ? text.slice(title.length + 2) : text;
  const { width, height } = pngSize(picture);
  const html = `<figure class="figure${isInvertible(plotly) ? " invertible" : ""}">
<div class="drawing"><img src="${path}" width="${width}" height="${height}" alt="${escapeHtml(text)}" loading="lazy"></div>
<script type="application/json">${jsonInHtml({ data: plotly.data, layout: plotly.layout, frames: plotly.frames })}</script>
<figcaption>${escapeHtml(caption)}</figcaption>
</figure>`;
  return { html, pictures: [{ path, content: picture }] };
}

function imageHtml(data: Data, type: "image/png" | "image/jpeg", path: string): RenderedOutput {
  const file = type === "image/png" ? path : path.replace(/png$/, "jpg");
  const alt = escapeHtml(typeof data["text/plain"] === "string" ? data["text/plain"] : "");
  const html = `<figure class="picture"><img src="${file}" alt="${alt}" loading="lazy"></figure>`;
  return { html, pictures: [{ path: file, content: Buffer.from(textOf(data, type), "base64") }] };
}

/** The richest form the book draws, in this order; "" for an output that has none. */
function dataHtml(data: Data, path: string): RenderedOutput {
  const only = (html: string): RenderedOutput => ({ html, pictures: [] });
  if (PLOTLY_MIME in data) return figureHtml(data, path);
  if ("text/html" in data) {
    return only(`<div class="html table-scroll">${sanitize(textOf(data, "text/html"))}</div>`);
  }
  if ("text/markdown" in data) {
    return only(`<div class="markdown">${renderMarkdown(textOf(data, "text/markdown")).html}</div>`);
  }
  if ("image/svg+xml" in data) {
    return only(`<figure class="picture">${sanitize(textOf(data, "image/svg+xml"))}</figure>`);
  }
  if ("image/png" in data) return imageHtml(data, "image/png", path);
  if ("image/jpeg" in data) return imageHtml(data, "image/jpeg", path);
  if ("text/latex" in data)
    return only(`<div class="markdown">${renderMarkdown(textOf(data, "text/latex")).html}</div>`);
  if ("text/plain" in data) return only(pre("text", textOf(data, "text/plain")));
  return only("");
}

function errorHtml({ ename, evalue, traceback }: Extract<Output, { output_type: "error" }>): string {
  const title = [ename, evalue].filter((part) => part !== "").join(": ");
  const head = `<p class="error-title">${escapeHtml(stripVTControlCharacters(title))}</p>`;
  return `<div class="error">${head}${pre("traceback", traceback.join("\n"))}</div>`;
}

/** One output as HTML; `path` is where its picture goes, should it have one. */
export function renderOutput(output: Output, path: string): RenderedOutput {
  switch (output.output_type) {
    case "stream":
      return { html: pre(`stream ${output.name}`, resolveReturns(output.text)), pictures: [] };
    case "error":
      return { html: errorHtml(output), pictures: [] };
    case "display_data":
    case "execute_result":
      return dataHtml(output.data, path);
    default:
      return output satisfies never;
  }
}

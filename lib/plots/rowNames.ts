/** Plotly's words for a text in the plane, on a ground that covers the lines behind it. */
export type Annotation = Readonly<Record<string, unknown>>;

const TEXT = { showarrow: false, bgcolor: "#ffffff", borderpad: 1, font: { size: 12 } };

/** Pixels a row needs: its name, its marks, and a number below them. */
export const ROW_HEIGHT = 60;

/** A text at a place of the plane. */
export function planeText(text: string, place: Readonly<Record<string, unknown>>): Annotation {
  return { ...TEXT, text, ...place };
}

/** Names of rows 0, 1 … above their marks, at the left edge: a column of its own would take half a phone's width. */
export function rowNames(names: readonly string[]): Annotation[] {
  return names.map((name, row) =>
    planeText(name, { xref: "paper", x: 0, xanchor: "left", yref: "y", y: row - 0.34, yanchor: "middle" }),
  );
}

/** The axis along the rows, the first on top, without marks of its own. */
export function rowAxis(rows: number): Readonly<Record<string, unknown>> {
  return { range: [rows - 0.42, -0.58], showticklabels: false, ticks: "", showgrid: false };
}

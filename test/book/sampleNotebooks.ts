import { join } from "node:path";
import { atomicWrite } from "../../lib/files/atomicWrite";
import { CLAIM_MIME } from "../../lib/lessons/claims";
import { figureBundle } from "../../lib/display/figureBundle";
import { exerciseOf } from "../../lib/lessons/lessons";
import { taskText } from "../../lib/lessons/taskText";
import type { StaleCheck } from "../../lib/jupyter/runner/staleCells";
import { figure, type Figure, type FigureOptions } from "../../lib/plots/figure";
import { predictionMovie } from "../../lib/plots/predictionMovie";

type Cell = Readonly<Record<string, unknown>>;

const prose = (id: string, source: string, tags: string[] = []): Cell => ({
  cell_type: "markdown",
  id,
  metadata: tags.length > 0 ? { tags } : {},
  source,
});

const code = (id: string, source: string, outputs: unknown[] = [], tags: string[] = []): Cell => ({
  cell_type: "code",
  id,
  execution_count: 1,
  metadata: tags.length > 0 ? { tags } : {},
  source: source.split(/(?<=\n)/),
  outputs,
});

const data = (bundle: Readonly<Record<string, unknown>>): unknown => ({
  output_type: "display_data",
  metadata: {},
  data: bundle,
});

const bundled = (made: Figure): unknown => data(figureBundle(made));
const shown = (options: FigureOptions): unknown => bundled(figure(options));

const epochs = Array.from({ length: 40 }, (_, i) => i);

/** Everything an attacker's output might try; each would set `window.attacked` or reach for the network. */
export const EVIL_HTML = `<p onclick="window.attacked = 1">A table of someone else</p>
<script>window.attacked = 2</script><img src="x" onerror="window.attacked = 3">
<img src="https://tracker.example/pixel.png"><iframe src="javascript:parent.attacked = 4"></iframe>
<style>body { display: none }</style><a href="javascript:window.attacked = 5">link</a>
<div style="position: fixed; inset: 0; background: url(https://tracker.example/a.png); color: red">red</div>
<svg onload="window.attacked = 6"><script>window.attacked = 7</script><circle r="5" cx="9" cy="9" /></svg>
<form action="https://tracker.example"><input name="q"></form>
<table><tr><th>scene</th><th>ADE (m)</th></tr><tr><td>a</td><td>1.5</td></tr></table>`;

/** A cell with imports that need more than a line. */
export const SET_UP = `import { data, experiments, geometry, lessons, math, plots, training } from "seven-fixes";
import * as dfd from "danfojs-node";
const { speed, seed } = await lessons.setUp("00-sample");`;

const claimed = (id: string, text: string): unknown =>
  data({ "text/plain": `✓ ${id}: ${text}`, [CLAIM_MIME]: [{ id, text, expected: text }] });

const FIRST: readonly Cell[] = [
  prose(
    "title",
    `# Why does the loss stand still?

*20 min on a laptop, no GPU needed.*

The loss of this run falls by less than one percent in seven epochs, and we ask whether that is learning at all.

**After this notebook you can** tell a stuck run from a slow one.`,
  ),
  code("set-up", SET_UP, [
    { output_type: "stream", name: "stdout", text: ["seven-fixes 0.1.0 · speed laptop · seed 1\n"] },
  ]),
  prose(
    "loss-text",
    `## The loss, epoch by epoch

Smooth L1 with $\\beta = 1$ is quadratic near zero and linear far away:

$$
\\ell(e) = \\begin{cases} \\tfrac12 e^2 & |e| < 1 \\\\ |e| - \\tfrac12 & \\text{otherwise.} \\end{cases}
$$

At the end it stands at <!--claim:last-loss-->66.2 m<!--/claim-->, against a best constant of 44 m. See \`huberLoss\`
and the [second notebook](01-second.ipynb#the-drive).

| fix | before | after |
|---|---|---|
| loss | Smooth L1 | MSE |
| learning rate | 5e-3 | 1e-2 |`,
  ),
  code("predict", `predict("stuck", null);`, [
    data({
      "text/plain": "Predict. …",
      "text/markdown": `**Predict.** Where will the loss be after 40 epochs?

- **A** · below 10 m
- **B** · near the best constant
- **C** · where it started

*No guess yet. Write a letter in the cell, \`predict("stuck", "A")\`, and run it again.*`,
    }),
  ]),
  code(
    "loss-figure",
    `const run = epochs.map((epoch) => 66.8 - 0.015 * epoch); // what the log says
show(
  figure({
    title: "Loss against the best constant predictor",
    x: "epoch", y: "loss (m)",
    data: [{ x: epochs, y: run, name: "Smooth L1" }],
    summary: \`From \${run[0]} to \${run.at(-1)} m.\`,
  }),
);`,
    [
      shown({
        title: "Loss against the best constant predictor",
        x: "epoch",
        y: "loss (m)",
        data: [
          {
            x: epochs,
            y: epochs.map((i) => 66.8 - 0.015 * i),
            name: "Smooth L1, the incident",
            mode: "lines",
          },
          { x: epochs, y: epochs.map((i) => 70 * Math.exp(-i / 8)), name: "right labels", mode: "lines" },
          {
            x: [0, 39],
            y: [44, 44],
            name: "best constant",
            mode: "lines",
            line: { dash: "dot", color: "#000000" },
          },
        ],
        summary:
          "The incident's loss falls from 66.8 to 66.2 m, above the best constant at 44 m; right labels reach 0.5 m.",
      }),
      claimed("last-loss", "66.2 m"),
      claimed("verdict", "less than 5 %"),
      claimed("change", "-0.03 m"),
    ],
  ),
  code(
    "stub",
    'const speed = (meanDistance: number): number | null => null; // ← your answer\nlessons.check("implied-speed", speed);',
    [
      data({
        "text/plain": "…",
        "text/markdown": `${taskText(exerciseOf("implied-speed"))}\n\n**Not yet.** Replace it.`,
      }),
    ],
    ["exercise"],
  ),
  prose("hint", "Compare with a model that answers the same for every scene.", ["hint"]),
  code("solution", `const constant = mean(targets); // 44 m`, [], ["solution"]),
  prose("similar-text", "## How alike are the features?\n\n### In pairs\n\nOne colour means collapse."),
  code("similar", `show(similarity(features));`, [
    shown({
      title: "Cosine similarity of pooled features",
      x: "sample of the validation set, in the order of their recordings",
      y: "sample",
      data: [
        {
          type: "heatmap",
          z: epochs.slice(0, 12).map((i) => epochs.slice(0, 12).map((j) => Math.cos((i - j) / 4))),
          colorscale: "Viridis",
          colorbar: { title: { text: "cosine" } },
        },
      ],
      summary: "Neighbouring samples have similarity 0.97.",
    }),
  ]),
];

const SECOND: readonly Cell[] = [
  prose("title", "# What can a foreign output do?\n\n*5 min.*\n\nNothing but show its words."),
  code("foreign", "table.toHtml();", [
    data({ "text/plain": "a table", "text/html": EVIL_HTML }),
    data({
      "text/plain": "a circle",
      "image/svg+xml": `<svg width="60" height="60"><script>window.attacked = 8</script><circle cx="30" cy="30" r="20" fill="#0072B2"/></svg>`,
    }),
  ]),
  prose("drive-text", `## The drive\n\nA heading below.\n\n<script>window.attacked = 9</script>`),
  code("failing", `debugLine(undefined);`, [
    { output_type: "stream", name: "stderr", text: "warning: target lies behind the car\n" },
    {
      output_type: "error",
      ename: "TypeError",
      evalue: "Cannot read properties of undefined (reading '34')",
      traceback: ["TypeError: Cannot read properties of undefined (reading '34')", "    at cell 4, line 1"],
    },
  ]),
  code("long-lines", `console.log("x".repeat(300));`, [
    { output_type: "stream", name: "stdout", text: `${"x".repeat(300)}\n` },
  ]),
  prose("movie-text", "## As it learns"),
  code("movie", "show(predictionMovie(runs));", [
    bundled(
      predictionMovie({
        title: "Prediction against target as runs learn, one seed each",
        coordinate: "x at 4.5 s",
        counted: "epochs done",
        moments: ["0", "1", "2"],
        limits: [-10, 50],
        panels: [
          {
            name: "healthy",
            color: "#0072B2",
            target: [0, 20, 40],
            predicted: [
              [9, 9, 9],
              [5, 15, 25],
              [1, 20, 38],
            ],
          },
          {
            name: "small steps",
            color: "#56B4E9",
            target: [0, 20, 40],
            predicted: [
              [9, 9, 9],
              [9, 9, 10],
              [9, 10, 12],
            ],
          },
          {
            name: "wrong labels",
            color: "#D55E00",
            target: [0, 20, 90],
            predicted: [
              [9, 9, 9],
              [40, 9, 9],
              [9, 30, 9],
            ],
          },
        ],
        summary: "After the last epoch: healthy 1 to 38 m, small steps 9 to 12 m.",
      }),
    ),
  ]),
];

const notebook = (cells: readonly Cell[]): string =>
  JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }, null, 1);

/** A judge for whom one cell of the second notebook is stale, and the first is as its run left it. */
export const judgeSample: StaleCheck = (_, { cells }) =>
  cells.flatMap(({ id }, i) =>
    id === "failing" ? [{ kind: "stale", cell: i + 1, id, reasons: ["library changed"] }] : [],
  );

/** Two notebooks with prose, maths, figures, folds, errors and hostile outputs, in a folder. */
export function writeSampleNotebooks(folder: string): void {
  atomicWrite(join(folder, "00-sample.ipynb"), notebook(FIRST));
  atomicWrite(join(folder, "01-second.ipynb"), notebook(SECOND));
}

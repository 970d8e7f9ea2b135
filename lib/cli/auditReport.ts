import { resultLines, stepSecondsOf, type AuditInput, type CheckResult } from "../dataset/audit/check";
import { THRESHOLDS } from "../dataset/audit/thresholds";
import { timeSteps } from "../dataset/audit/timing";
import { figureSvg } from "../display/staticPicture";
import { escapeHtml } from "../plots/escapeHtml";
import { type Figure } from "../plots/figure";
import { histogram } from "../plots/histogram";
import { labelledPath } from "../plots/labelledPath";
import { spreadPerStep } from "../plots/spreadPerStep";
import { trajectories } from "../plots/trajectories";

/** The pictures of an audit: as many as its input allows. */
export function auditFigures(input: AuditInput): Figure[] {
  const { samples, recordings, paths } = input;
  const stepSeconds = stepSecondsOf(input);
  const horizon = Number(((samples[0]?.target.length ?? 0) * stepSeconds).toFixed(3));
  const targets = samples.map(({ target }) => target);
  const steps = timeSteps(recordings ?? []).flat();
  return [
    trajectories({
      title: "Targets from above",
      targets,
      summary: `${targets.length} trajectories of ${horizon} s`,
    }),
    spreadPerStep("Spread of the targets at each time step", targets, stepSeconds),
    ...(steps.length > 0 ? [timeStepFigure(steps)] : []),
    ...(paths === undefined ? [] : [labelledPath("The path the labels are cut from", paths)]),
  ];
}

function timeStepFigure(steps: readonly number[]): Figure {
  const summary = `${steps.length} steps, ${Math.min(...steps).toFixed(3)} to ${Math.max(...steps).toFixed(3)} s`;
  return histogram({ title: "Time between frames", x: "time step (s)", values: steps, summary });
}

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; color: #222; }
table { border-collapse: collapse; width: 100%; } td, th { text-align: left; vertical-align: top; padding: .3rem .6rem; border-top: 1px solid #ddd; }
.finding td:first-child { color: #b33c00; font-weight: 600; } .clear td:first-child { color: #00724f; } .skipped { color: #666; }
figure { margin: 2rem 0; } figure svg { max-width: 100%; height: auto; } small { color: #555; }`;

/** The audit as one HTML file that needs nothing else: table, pictures as inline SVG, the numbers as JSON. */
export function auditReport(input: AuditInput, results: readonly CheckResult[]): string {
  const wrong = results.filter(({ kind }) => kind === "finding").map(({ check }) => check);
  const heading = wrong.length === 0 ? "Nothing found" : `Wrong: ${wrong.join(", ")}`;
  const title = `Label and data audit of ${escapeHtml(input.name)}`;
  const json = JSON.stringify({ results, thresholds: THRESHOLDS }).replaceAll("<", "\\u003c");
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>${STYLE}</style>
<h1>${title}</h1>
<p><strong>${escapeHtml(heading)}</strong> (${input.samples.length} samples)</p>${input.understood === undefined ? "" : `\n<p>${escapeHtml(input.understood)}</p>`}
<table><tr><th>verdict</th><th>check</th><th>measured</th></tr>
${results.map(rowOf).join("\n")}
</table>
${auditFigures(input).map(figureOf).join("\n")}
<h2>Limits</h2>
<table><tr><th>name</th><th>value</th><th>source</th><th>reason</th></tr>
${Object.entries(THRESHOLDS)
  .map(([name, { value, unit, source, reason }]) => cells([name, `${value} ${unit}`, source, reason]))
  .join("\n")}
</table>
<script type="application/json" id="audit">${json}</script>
</html>
`;
}

function rowOf(result: CheckResult): string {
  const verdict = { finding: "wrong", clear: "clear", skipped: "skipped" }[result.kind];
  return cells([verdict, result.check, resultLines(result).join("\n")], result.kind);
}

function cells(texts: readonly string[], kind = ""): string {
  const inner = texts.map((text) => `<td>${escapeHtml(text).replaceAll("\n", "<br>")}</td>`).join("");
  return `<tr class="${kind}">${inner}</tr>`;
}

function figureOf(figure: Figure): string {
  return `<figure>${figureSvg(figure)}<figcaption><small>${escapeHtml(figure.summary)}</small></figcaption></figure>`;
}

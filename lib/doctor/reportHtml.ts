import { escapeHtml } from "../plots/escapeHtml";
import { type Change } from "./change";
import { FAULT_CAUSES } from "./causes";
import { type Clear, type Diagnosis, type Finding } from "./diagnosis";
import { type Evidence } from "./evidence";
import { say } from "./measures/outcome";
import { proofFigures } from "./prove/proofFigures";
import { proofLines } from "./prove/proofLines";
import { type Proof } from "./prove/proof";
import { skippedLines } from "./report";
import { reportFigures, type ReportFigure } from "./reportFigures";
import { changeText } from "./changeText";

export interface HtmlOptions {
  /** What the run is called; default: its own name. */
  readonly name?: string;
  /** Roles of the columns as they were read. */
  readonly roles?: Readonly<Record<string, string>>;
  /** What proving its changes came to. */
  readonly proof?: Proof;
}

const STYLE = `
:root { color-scheme: light dark; --page: light-dark(#fdfdfc, #15171a); --raised: light-dark(#f5f5f3, #1d2024);
  --line: light-dark(#dedcd6, #363b42); --ink: light-dark(#1f2328, #dfe2e6); --quiet: light-dark(#5e646c, #9aa2ac);
  --first: light-dark(#0072b2, #56b4e9); --second: light-dark(#b84a00, #ff9a4d); --third: light-dark(#00755a, #2fc39a);
  --fourth: light-dark(#9a4d79, #e3a1c6); --good: light-dark(#0a7d57, #46c49a); --warn: light-dark(#8a5d00, #e0b252);
  --bad: light-dark(#b3261e, #f2938c); --info: light-dark(#0b5cad, #7db7f2); }
* { box-sizing: border-box; } body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
main { max-width: 64rem; margin: 0 auto; padding: 1.25rem 1rem 3rem; } h1 { font-size: 1rem; font-weight: 600; color: var(--quiet); margin: 0 0 .4rem; }
.verdict { font-size: 1.3rem; line-height: 1.4; font-weight: 600; margin: 0 0 .8rem; padding-left: .8rem; border-left: 4px solid var(--bad); }
.verdict.none { border-color: var(--good); } .verdict.undecided { border-color: var(--warn); }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; } .next { background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: .7rem .9rem; margin: 0 0 .5rem; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20.5rem), 1fr)); gap: 1.25rem; }
figure { margin: 0; max-width: 34rem; } figcaption { font-size: .875rem; color: var(--quiet); } figure h3 { font-size: .95rem; margin: 0 0 .2rem; }
svg { width: 100%; height: auto; display: block; font: 11.5px system-ui, sans-serif; } svg text { fill: var(--ink); } svg text.small { font-size: 10.5px; }
.grid { stroke: var(--line); fill: none; } .line { fill: none; stroke-width: 1.8; } .area { fill-opacity: .13; stroke: var(--page); } .dot { stroke: none; } .dot.faint { fill-opacity: .55; }
${["first", "second", "third", "fourth", "good", "warn", "bad", "info", "quiet"].map((name) => `.line.${name} { stroke: var(--${name}); } .dot.${name}, .area.${name}, .key.${name} { fill: var(--${name}); background: var(--${name}); }`).join("\n")}
.dot.here { fill: var(--ink); stroke: var(--page); stroke-width: 1.5; } .key.here { background: var(--ink); }
.legend { display: flex; flex-wrap: wrap; gap: .1rem .9rem; font-size: .85rem; } .key { display: inline-block; width: .8em; height: .8em; border-radius: 50%; margin-right: .35em; }
ul { list-style: none; margin: 0; padding: 0; } li { padding: .5rem 0; border-top: 1px solid var(--line); } li:first-child { border-top: 0; }
.severity { font-weight: 700; } .high { color: var(--bad); } .medium { color: var(--warn); } .low { color: var(--quiet); } small, code { color: var(--quiet); font-size: .85rem; }
details summary { cursor: pointer; font-weight: 600; }`;

const UNDECIDED_NOUN = { none: "nothing", undecided: "undecided" } as const;

/**
 * A diagnosis as one HTML file that needs nothing else: verdict, curves, predictions, the map of collapses, findings,
 * what was clear, what could not be checked, and all numbers as JSON. Light and dark, and legible on a phone.
 */
export function reportHtml(evidence: Evidence, diagnosis: Diagnosis, options: HtmlOptions = {}): string {
  const { verdict, findings, clear, skipped, next, proposals } = diagnosis;
  const name = escapeHtml(options.name ?? evidence.name ?? "a training run");
  const json = JSON.stringify(diagnosis, finiteOrName).replaceAll("<", "\\u003c");
  const kind = verdict.cause === "none" || verdict.cause === "undecided" ? verdict.cause : "fault";
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Diagnosis of ${name}</title><style>${STYLE}</style>
<main>
<h1>Diagnosis of ${name}</h1>
<p class="verdict ${kind}">${escapeHtml(verdict.sentence)}</p>
${candidatesLine(diagnosis)}
${firstProposal(diagnosis)}
<p class="next"><strong>${proposals.length > 0 ? "To be surer:" : "Next:"}</strong> ${escapeHtml(next)}</p>
${figuresPart(reportFigures(evidence))}
${list("What was found", findings.map(findingItem))}
${list("What may help, best first", proposals.map(proposalItem))}
${proofPart(options.proof)}
${list("What was ruled out", clear.map(clearItem))}
${folded("What could not be checked", skippedLines(skipped))}
${rolesPart(options.roles)}
</main>
<script type="application/json" id="diagnosis">${json}</script>
</html>
`;
}

/** JSON has no NaN: its name stands for it. */
function finiteOrName(_: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}

/** What to do comes before what to measure. */
function firstProposal({ proposals: [first] }: Diagnosis): string {
  return first === undefined ? "" : `<p class="next"><strong>Try first:</strong> ${proposalItem(first)}</p>`;
}

function candidatesLine({ verdict: { candidates } }: Diagnosis): string {
  if (candidates.length < 2) return "";
  const nouns = candidates.map((cause) =>
    cause === "none" || cause === "undecided" ? UNDECIDED_NOUN[cause] : FAULT_CAUSES[cause].noun,
  );
  return `<p>In question, best first: ${escapeHtml(nouns.join("; "))}.</p>`;
}

function figuresPart(figures: readonly ReportFigure[]): string {
  if (figures.length === 0) return "";
  return `<h2>What the evidence looks like</h2>\n<div class="figures">\n${figures.map(figureItem).join("\n")}\n</div>`;
}

function figureItem({ title, svg, caption, legend }: ReportFigure): string {
  const keys = legend.map(
    ({ className, name }) => `<span><span class="key ${className}"></span>${escapeHtml(name)}</span>`,
  );
  return `<figure><h3>${escapeHtml(title)}</h3>${svg}<div class="legend">${keys.join("")}</div><figcaption>${escapeHtml(caption)}</figcaption></figure>`;
}

/** The arms drawn, then each in words; what was found stands above. */
function proofPart(proof: Proof | undefined): string {
  if (proof === undefined) return "";
  const figures = proofFigures(proof).map(figureItem).join("\n");
  return `${list("Is a change better than chance?", proofLines(proof).map(escapeHtml))}\n<div class="figures">\n${figures}\n</div>`;
}

function list(title: string, items: readonly string[]): string {
  return items.length === 0
    ? ""
    : `<h2>${title}</h2>\n<ul>\n${items.map((item) => `<li>${item}</li>`).join("\n")}\n</ul>`;
}

function folded(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return "";
  const items = lines.map((line) => `<li>${escapeHtml(line)}</li>`).join("\n");
  return `<h2>${title}</h2>\n<details><summary>${lines.length} ${lines.length === 1 ? "thing is" : "things are"} missing</summary>\n<ul>\n${items}\n</ul>\n</details>`;
}

function numbersLine(evidence: Readonly<Record<string, number>>): string {
  return Object.entries(evidence)
    .map(([name, value]) => `${name} ${say(value)}`)
    .join(" · ");
}

function findingItem({ severity, message, rule, evidence }: Finding): string {
  return `<span class="severity ${severity}">${severity}</span> ${escapeHtml(message)}<br><small>${escapeHtml(rule)}: ${escapeHtml(numbersLine(evidence))}</small>`;
}

function clearItem({ message, rule }: Clear): string {
  return `${escapeHtml(message)} <small>${escapeHtml(rule)}</small>`;
}

function proposalItem(changes: readonly Change[]): string {
  return escapeHtml(changes.map(changeText).join(", and "));
}

function rolesPart(roles: HtmlOptions["roles"]): string {
  const lines = Object.entries(roles ?? {}).map(([column, role]) => `${column}: ${role}`);
  return list("How the columns were read", lines.map(escapeHtml));
}

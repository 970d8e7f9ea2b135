import { type Diagnosis } from "./diagnosis";

export interface ReportOptions {
  /** What the run is called. */
  readonly name?: string;
  /** Also what was clear and what could not be checked; default true. */
  readonly whole?: boolean;
}

/** A diagnosis for a terminal: the verdict first, then what it rests on, what was ruled out, and what to do next. */
export function reportLines(diagnosis: Diagnosis, { name, whole = true }: ReportOptions = {}): string[] {
  const { verdict, findings, clear, skipped, next } = diagnosis;
  const head = `${name === undefined ? "" : `${name}: `}${verdict.sentence}`;
  const sections = [
    section(
      "found",
      findings.map(({ severity, message, rule }) => `${severity}: ${message} [${rule}]`),
    ),
    ...(whole
      ? [
          section(
            "ruled out",
            clear.map(({ message, rule }) => `${message} [${rule}]`),
          ),
          section("could not be checked", skippedLines(skipped)),
        ]
      : []),
  ];
  return [head, ...sections.flat(), `next: ${next}`];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  ${line}`)];
}

/** What is missing, each with the rules that need it: what most rules lack first. */
export function skippedLines(skipped: Diagnosis["skipped"]): string[] {
  const byNeed = new Map<string, string[]>();
  for (const { rule, needs } of skipped) byNeed.set(needs, [...(byNeed.get(needs) ?? []), rule]);
  return [...byNeed]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([needs, rules]) => `needs ${needs} [${rules.join(", ")}]`);
}

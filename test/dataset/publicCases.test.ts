import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { audit } from "../../lib/dataset/audit/audit";
import { auditPath } from "../../lib/dataset/audit/auditPath";
import { type FileOptions } from "../../lib/dataset/plainFile/fileOptions";

const folder = join(__dirname, "publicCases");

interface Outcome {
  /** The line that says what was understood; empty when the file was refused. */
  readonly understood: string;
  readonly findings: readonly string[];
  readonly messages: readonly string[];
  /** Why the file was refused. */
  readonly refusal?: string;
}

function outcomeOf(name: string, options: FileOptions = {}): Outcome {
  const path = join(folder, name);
  try {
    const input = auditPath(path, "ego", undefined, options);
    const findings = audit(input).flatMap((result) => (result.kind === "finding" ? [result] : []));
    return {
      understood: input.understood ?? "",
      findings: findings.map(({ check }) => check),
      messages: findings.map(({ message, look }) => `${message}; look at ${look.join(", ")}`),
    };
  } catch (error) {
    const message = (error as Error).message;
    expect(message.split(folder)).toHaveLength(2); // the path once
    return { understood: "", findings: [], messages: [], refusal: message.slice(path.length + 2) };
  }
}

describe("files as people have them", () => {
  const size = "60 trajectories, 45 steps of 0.1 s";
  it.each<readonly [string, FileOptions, string]>([
    [
      "fortran-transposed.npy",
      {},
      `${size} (assumed; --seconds says otherwise), x then y, array of (60, 45, 2)`,
    ],
    ["f2-half.npy", { seconds: 0.1 }, `${size}, x then y, array of (60, 45, 2)`],
    ["f8-big-endian.npy", { seconds: 0.1 }, `${size}, x then y, array of (60, 45, 2)`],
    ["npz-two-arrays.npz", { array: "targets", seconds: 0.1 }, `${size}, x then y, array of (60, 45, 2)`],
    ["xxyy-header.csv", { seconds: 0.1 }, `${size}, x then y, header used, commas`],
    ["semicolon.csv", { seconds: 0.1 }, `${size}, x and y alternate, semicolons`],
    [
      "semicolon-decimal-comma.csv",
      { seconds: 0.1 },
      `${size}, x and y alternate, semicolons with decimal commas`,
    ],
    ["tab.tsv", { seconds: 0.1 }, `${size}, x and y alternate, tabs`],
    ["space.txt", { seconds: 0.1 }, `${size}, x and y alternate, blanks`],
    ["UPPER.CSV", { seconds: 0.1 }, `${size}, x and y alternate, commas`],
    ["index-column.csv", { seconds: 0.1 }, `${size}, x and y alternate, index column skipped, commas`],
    [
      "long-scene-timestamp.csv",
      {},
      `${size}, one row a step, sample from scene, time from timestamp in ms, x from x, y from y, commas`,
    ],
    ...["tum.txt", "tum-commas.csv"].map(
      (name) =>
        [
          name,
          {},
          `drive of 200 poses over 19.9 s, 0.100 s apart, times in s, quaternion x y z w, x axis forward, z up: 155 trajectories, 45 steps of 0.1 s`,
        ] as const,
    ),
    ...["kitti-poses.txt", "kitti-poses.csv"].map(
      (name) =>
        [
          name,
          { seconds: 0.1 },
          `drive of 200 poses over 19.9 s, 0.100 s apart, 0.1 s between rows, matrices, camera axes (z forward, y down): 155 trajectories, 45 steps of 0.1 s`,
        ] as const,
    ),
  ])("%s %j is read and nothing is found", (name, options, understood) => {
    expect(outcomeOf(name, options)).toEqual({ understood, findings: [], messages: [] });
  });

  it.each<readonly [string, FileOptions, string, string]>([
    ["increments.csv", {}, "increments", "the targets look like steps, not positions"],
    ["all-zero.csv", {}, "same-targets", "100.0 % of 60 targets are exactly the same, ending at (0, 0)"],
    [
      "padded-with-zeros.csv",
      {},
      "padding",
      "10 samples (16.7 %) are filled up with (0, 0) at their end; look at row 10 from 3.1 s, row 11",
    ],
    ["rows-46-with-now.csv", {}, "first-row", "(0, 0) in 60 of 60 samples: t = 0 is among the 46 rows"],
    // make.py's first=5 counts steps of 0.5 s: the first row is 2.5 s ahead, 22 m where a step is 5 m
    ["rate-2hz.csv", { seconds: 0.5 }, "first-row", "about 2.4 s ahead and not 0.5 s"],
    ["rate-2hz-long.csv", {}, "first-row", "about 2.4 s ahead and not 0.5 s"],
  ])("%s %j has one finding, the right one", (name, options, check, message) => {
    const { findings, messages } = outcomeOf(name, options);
    expect(findings).toEqual([check]);
    expect(messages[0]).toContain(message);
  });

  it.each<readonly [string, FileOptions, string]>([
    ["npz-two-arrays.npz", {}, "got inputs (60, 5, 2) and targets (60, 45, 2); choose one: --array NAME"],
    ["first-row-nan.csv", {}, "line 1: expected finite numbers, got (NaN, 0.0002) at step 1"],
    [
      "rate-2hz.csv",
      {},
      "time step: expected rows 0.1 s apart, got steps of 5.3 m (median), 53 m/s at 0.1 s; say the seconds between two rows: --seconds S (they look like 0.5 s: --seconds 0.5)",
    ],
    ["rate-2hz-long.csv", { seconds: 0.1 }, "expected --seconds 0.5 as the time column says, got 0.1"],
    ["eth-frame-id-x-y.txt", {}, "got frame, id, x, y of 3 agents in 40 frames"],
    ["tum.txt", { seconds: 0.1 }, "expected no --seconds, got a column of times"],
    [
      "tum.txt",
      { array: "targets" },
      "--array: expected a file it says something about, got a table; leave it out",
    ],
    [
      "kitti-poses.txt",
      { seconds: 1 },
      "expected poses at most 0.35 s apart, got 1.00 s; interpolate them to 10 Hz first",
    ],
    ["fortran-transposed.npy", { order: "xxyy" }, "got an array of (60, 45, 2); leave it out"],
  ])("%s %j is refused, saying why and what helps", (name, options, message) => {
    expect(outcomeOf(name, options).refusal).toContain(message);
  });
});

/** The kinds of files in data/README.md, each shown by the files that stand for it. */
const KINDS: readonly (readonly [string, readonly string[], FileOptions])[] = [
  [
    "`.npy`: any memory order, half to double, either byte order",
    ["fortran-transposed.npy", "f2-half.npy", "f8-big-endian.npy"],
    {},
  ],
  ["`.npz` with several arrays", ["npz-two-arrays.npz"], {}],
  ["the same with `--array targets`", ["npz-two-arrays.npz"], { array: "targets" }],
  [
    "table: commas, semicolons, tabs or blanks, decimal commas, any ending",
    ["UPPER.CSV", "semicolon.csv", "semicolon-decimal-comma.csv", "tab.tsv", "space.txt"],
    {},
  ],
  ["table with a header x1 … x45, y1 … y45, or an index column", ["xxyy-header.csv", "index-column.csv"], {}],
  ["table with one row a step under any usual names", ["long-scene-timestamp.csv"], {}],
  ["rows 0.5 s apart, nobody says so", ["rate-2hz.csv"], {}],
  [
    "poses of TUM or KITTI, read as a drive",
    ["tum.txt", "tum-commas.csv", "kitti-poses.txt", "kitti-poses.csv"],
    {},
  ],
  ["tracks of many agents (ETH)", ["eth-frame-id-x-y.txt"], {}],
  ["a first line with `nan`", ["first-row-nan.csv"], {}],
  ["steps instead of positions", ["increments.csv"], {}],
  ["all targets (0, 0)", ["all-zero.csv"], {}],
  ["futures filled up with (0, 0)", ["padded-with-zeros.csv"], {}],
  ["t = 0 as the first of 46 rows", ["rows-46-with-now.csv"], {}],
  ["first row 2.5 s ahead, its time column says 0.5 s", ["rate-2hz-long.csv"], {}],
];

/** What happens, in a few words: of a refusal the option it names, else what it found. */
function inWords({ findings, refusal }: Outcome): string {
  if (refusal === undefined)
    return findings.length === 0 ? "read, nothing wrong" : `wrong: \`${findings.join("`, `")}\``;
  const option = /--[a-z]+/.exec(refusal)?.[0];
  if (option !== undefined) return `refused, asks for \`${option}\``;
  return `refused: ${/got (.*?)( \(tracks|; )/.exec(refusal)?.[1] ?? refusal}`;
}

/** A Markdown table, set as the formatter sets it. */
function markdownTable([head, ...rows]: readonly (readonly string[])[]): string {
  const all = [head ?? [], ...rows];
  const widths = (head ?? []).map((_, k) => Math.max(...all.map((row) => row[k]?.length ?? 0)));
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const set = (row: readonly string[]): string => line(row.map((cell, k) => cell.padEnd(widths[k] ?? 0)));
  return [set(head ?? []), line(widths.map((width) => "-".repeat(width))), ...rows.map(set)].join("\n");
}

describe("data/README.md's table of files", () => {
  const readme = resolve(__dirname, "../../data/README.md");
  const [start, end] = [
    "<!-- files: made by a test; renew with RENEW_README=1 npx vitest run test/dataset/publicCases.test.ts -->",
    "<!-- /files -->",
  ];

  it("says what becomes of each kind (renew it with RENEW_README=1 npx vitest run test/dataset/publicCases.test.ts)", () => {
    const rows = KINDS.map(([kind, names, options]) => {
      const outcomes = new Set(names.map((name) => inWords(outcomeOf(name, options))));
      expect(outcomes.size, kind).toBe(1);
      return [kind, ...outcomes];
    });
    const block = `${start}\n\n${markdownTable([["file given to `check-data`", "what happens"], ...rows])}\n\n${end}`;
    const text = readFileSync(readme, "utf8");
    const [before, after] = [text.indexOf(start), text.indexOf(end) + end.length];
    expect(before).toBeGreaterThan(0);
    const renewed = text.slice(0, before) + block + text.slice(after);
    if (process.env["RENEW_README"] === "1") writeFileSync(readme, renewed);
    expect(readFileSync(readme, "utf8")).toBe(renewed);
  });
});

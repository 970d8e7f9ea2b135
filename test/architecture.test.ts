import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const lib = resolve(__dirname, "../lib");

/** Imports point down a level or stay in the folder. */
const LEVEL: Readonly<Record<string, number>> = {
  math: 1,
  task: 1,
  files: 1,
  backend: 2,
  geometry: 2,
  dataset: 3,
  model: 3,
  simulator: 4,
  steps: 4,
  plots: 4,
  training: 5,
  display: 5,
  doctor: 6,
  experiments: 7,
  lessons: 8,
  jupyter: 9,
  book: 10,
  cli: 11,
  subjects: 12,
};

const sources = (readdirSync(lib, { recursive: true }) as string[]).filter(
  (file) => file.endsWith(".ts") && !/^(dist|node_modules)\//.test(file) && !file.includes("assembly/"),
);

const folderOf = (file: string): string => file.split("/")[0] ?? "";

function importsOf(file: string): string[] {
  const text = readFileSync(join(lib, file), "utf8");
  return [...text.matchAll(/(?:from|import\(|require\()\s*"([^"]+)"/g)].map((match) => match[1] ?? "");
}

describe("the house", () => {
  it("knows a level for every folder of lib", () => {
    const folders = new Set(sources.filter((file) => file.includes("/")).map(folderOf));
    expect([...folders].filter((folder) => !(folder in LEVEL))).toEqual([]);
  });

  it("has no import that points up or across levels", () => {
    const wrong = sources
      .filter((file) => file.includes("/"))
      .flatMap((file) =>
        importsOf(file)
          .filter((target) => target.startsWith("."))
          .map((target) => folderOf(relative(lib, resolve(lib, dirname(file), target))))
          .filter((to) => to !== folderOf(file) && (LEVEL[to] ?? 99) >= (LEVEL[folderOf(file)] ?? -1))
          .map((to) => `${file} → ${to}`),
      );
    expect(wrong).toEqual([]);
  });

  it("keeps tfjs out of math, geometry, dataset, simulator, plots and jupyter", () => {
    const pure = ["files", "math", "geometry", "dataset", "simulator", "plots", "jupyter"];
    const wrong = sources.filter(
      (file) =>
        pure.includes(folderOf(file)) && importsOf(file).some((target) => target.startsWith("@tensorflow/")),
    );
    expect(wrong).toEqual([]);
  });

  it("lets nothing that decides a run's numbers know what judges runs: a new rule makes no run anew", () => {
    const numeric = ["backend", "dataset", "geometry", "math", "model", "steps", "training"];
    const wrong = sources.filter(
      (file) =>
        numeric.includes(folderOf(file)) &&
        !file.startsWith("math/effects/") &&
        importsOf(file).some((target) => target.includes("effects/")),
    );
    expect(wrong).toEqual([]);
  });

  it("keeps tfjs out of what diagnoses: rules and measures know plain numbers, and types at most", () => {
    const verdicts = sources.filter((file) => /^doctor\/(rules|measures)\//.test(file));
    const loaded = (file: string): string[] =>
      [...readFileSync(join(lib, file), "utf8").matchAll(/^import (?!type)[^;]*from "([^"]+)"/gm)].map(
        ([, target = ""]) => target,
      );
    const wrong = verdicts.filter((file) => loaded(file).some((target) => target.startsWith("@tensorflow/")));
    expect(verdicts.length).toBeGreaterThan(50);
    expect(wrong).toEqual([]);
  });

  it("writes files only through atomicWrite", () => {
    const writers = sources.filter(
      (file) =>
        file !== "files/atomicWrite.ts" &&
        /\b(writeFile|writeFileSync|appendFile|appendFileSync|createWriteStream)\b/.test(
          readFileSync(join(lib, file), "utf8"),
        ),
    );
    expect(writers).toEqual([]);
  });
});

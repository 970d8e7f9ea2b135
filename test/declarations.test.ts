import { existsSync, mkdirSync, mkdtempSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import type * as Ts from "typescript";
import { loadCompiler } from "../lib/jupyter/kernel/tslabParts";

const library = resolve(__dirname, "../lib");
const { types } = createRequire(__filename)("../lib/package.json") as { types: string };

/** The build's own script: it is no part of the library. */
async function rollDeclarations(entry: string, rolled: string): Promise<void> {
  const script = (await import(pathToFileURL(join(library, "rollDeclarations.mjs")).href)) as {
    rollDeclarations: typeof rollDeclarations;
  };
  return script.rollDeclarations(entry, rolled);
}

describe("the library's declarations", () => {
  const compiler: typeof Ts = loadCompiler();
  const { ES2022: target } = compiler.ScriptTarget;
  const { CommonJS: module } = compiler.ModuleKind;
  const { Node10: moduleResolution } = compiler.ModuleResolutionKind;
  const file = join(library, types);
  const program = compiler.createProgram([file], { target, module, types: [], moduleResolution });

  it("are one file, and beside it only tfjs's tensors, for the kernel's own compiler", () => {
    const read = program.getSourceFiles().map(({ fileName }) => fileName);
    expect(read.filter((name) => name.startsWith(library))).toEqual([file]);
    expect(read.filter((name) => name.includes("@tensorflow/tfjs-core")).length).toBeLessThan(10);
    expect(read.filter((name) => /@tensorflow\/(?!tfjs-core)/.test(name))).toEqual([]);
  });

  it("have a name for the type of every variable of a cell", () => {
    const cell = resolve(__dirname, "cell.ts");
    const text = `import { data, experiments, lessons, model, training } from "seven-fixes";
      export const session = lessons.settings();
      export const chart = lessons.liveChart({ title: "", x: "", y: "", series: [] });
      export const runs = experiments.experimentRuns([]);
      export const checks = data.auditPath("");
      export const config = training.trainingConfig();
      export const weights = model.initialise([], "before", 1);`;
    const options = { target, module, moduleResolution, types: [], declaration: true };
    const host = compiler.createCompilerHost(options);
    const files = host.getSourceFile.bind(host);
    host.getSourceFile = (name, ...rest) =>
      name === cell ? compiler.createSourceFile(name, text, target) : files(name, ...rest);
    const cells = compiler.createProgram([cell], options, host);
    const found = cells.getDeclarationDiagnostics(cells.getSourceFile(cell));
    expect(found.map(({ messageText }) => messageText)).toEqual([]);
  });

  it("give every name of every subject", () => {
    const checker = program.getTypeChecker();
    const source = program.getSourceFile(file);
    const surface = source && checker.getSymbolAtLocation(source);
    const exported = surface ? checker.getExportsOfModule(surface) : [];
    const namesOf = (subject: string): string[] =>
      exported
        .filter(({ name }) => name === subject)
        .flatMap((symbol) => checker.getExportsOfModule(checker.getAliasedSymbol(symbol)))
        .map(({ name }) => name);
    const loaded = createRequire(__filename)("seven-fixes") as Readonly<Record<string, object>>;
    for (const [subject, values] of Object.entries(loaded)) {
      const names = namesOf(subject);
      expect(Object.keys(values).filter((name) => !names.includes(name))).toEqual([]);
    }
    expect(namesOf("training")).toContain("TrainingConfig"); // a type has no value to be loaded
  });
});

describe("rollDeclarations(entry, rolled)", () => {
  function declarations(files: Readonly<Record<string, string>>): string {
    const folder = mkdtempSync(join(tmpdir(), "declarations "));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return folder;
  }

  it("writes one file, and again only after a change", async () => {
    const folder = declarations({
      "index.d.ts": 'export * from "./a/metres";\n',
      "a/metres.d.ts": "/** Length. */\nexport type Metres = number;\ntype Hidden = string;\nexport {};\n",
    });
    const rolled = join(folder, "rolled.d.ts");
    await rollDeclarations(join(folder, "index.d.ts"), rolled);
    const text = readFileSync(rolled, "utf8");
    expect(text).toMatch(/\/\*\* Length\. \*\/\n(?:declare )?type Metres = number;/);
    expect(text).not.toMatch(/import|Hidden/);
    writeFileSync(rolled, "as it was");
    await rollDeclarations(join(folder, "index.d.ts"), rolled);
    expect(readFileSync(rolled, "utf8")).toBe("as it was");
    const later = new Date(Date.now() + 5000);
    utimesSync(join(folder, "a/metres.d.ts"), later, later);
    await rollDeclarations(join(folder, "index.d.ts"), rolled);
    expect(readFileSync(rolled, "utf8")).toBe(text);
  });

  it("refuses a declaration that needs all of tfjs, and writes nothing", async () => {
    const folder = declarations({
      "index.d.ts":
        'import * as tf from "@tensorflow/tfjs";\nexport declare function size(of: tf.Tensor): number;\n',
    });
    const rolled = join(folder, "rolled.d.ts");
    await expect(rollDeclarations(join(folder, "index.d.ts"), rolled)).rejects.toThrow(
      "got @tensorflow/tfjs; import the type from the file that declares it",
    );
    expect(existsSync(rolled)).toBe(false);
  });
});

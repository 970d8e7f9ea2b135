import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as ts from "typescript";
import { afterAll, describe, expect, it } from "vitest";
import { NOTEBOOKS } from "../lessons/notebookFiles";

const lib = resolve(__dirname, "../../lib");
const inside = mkdtempSync(join(resolve(__dirname, "../.."), ".seven-fixes-examples-"));
afterAll(() => rmSync(inside, { recursive: true }));

/** TypeScript between fences of the library's map. */
const examples = [...readFileSync(join(lib, "README.md"), "utf8").matchAll(/```ts\n([^]*?)```/g)].map(
  ([, code = ""]) => code,
);

const subjects = readdirSync(join(lib, "subjects")).map((file) =>
  readFileSync(join(lib, "subjects", file), "utf8"),
);

interface Exported {
  readonly name: string;
  readonly isType: boolean;
  /** The declaring module's declarations. */
  readonly declarations: string;
}

/** Every name that a subject hands on. */
function exportsOf(text: string): Exported[] {
  return [...text.matchAll(/export \{([^}]*)\} from "([^"]+)"/g)].flatMap(([, names = "", from = ""]) => {
    const declared = resolve(lib, "dist/subjects", `${from}.d.ts`);
    const declarations = readFileSync(declared, "utf8");
    return names
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "")
      .map((name) => ({
        name: name.replace(/^type /, ""),
        isType: name.startsWith("type "),
        declarations,
      }));
  });
}

describe("what the library exports", () => {
  const all = subjects.flatMap(exportsOf);
  const cells = NOTEBOOKS.flatMap((notebook) =>
    notebook.cells.filter(({ kind }) => kind === "code").map(({ source }) => source),
  );
  const used = [...cells, ...examples].join("\n");
  const occurs = (name: string, text: string): boolean => new RegExp(`\\b${name}\\b`).test(text);

  it("is used by a notebook or by an example of lib/README.md, every value of it", () => {
    const unused = all.filter(({ name, isType }) => !isType && !occurs(name, used)).map(({ name }) => name);
    expect(unused).toEqual([]);
  });

  it("holds no type that neither they nor an exported declaration names", () => {
    const values = all.filter(({ isType }) => !isType).map(({ declarations }) => declarations);
    const types = all.filter(({ isType }) => isType);
    const named = ({ name, declarations }: Exported): boolean =>
      occurs(name, used) ||
      [...values, ...types.map((type) => type.declarations)].some((text) =>
        occurs(
          name,
          text === declarations ? text.replace(new RegExp(`(interface|type) ${name}\\b`), "") : text,
        ),
      );
    expect(types.filter((type) => !named(type)).map(({ name }) => name)).toEqual([]);
  });

  it("reads the same by subject and by flat name", () => {
    const names = all.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("the examples of lib/README.md", () => {
  it("compile under the strict compiler", () => {
    const files = examples.map((code, i) => {
      const file = join(inside, `example${i}.mts`);
      writeFileSync(file, code);
      return file;
    });
    const program = ts.createProgram(files, {
      ...{ strict: true, noEmit: true, skipLibCheck: true, noUnusedLocals: true },
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      types: ["node"],
    });
    const problems = ts
      .getPreEmitDiagnostics(program)
      .map(
        ({ messageText, file }) =>
          `${file?.fileName ?? ""}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
      );
    expect(examples.length).toBeGreaterThan(4);
    expect(problems).toEqual([]);
  });
});

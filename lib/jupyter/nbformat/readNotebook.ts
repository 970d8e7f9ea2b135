import { readFileSync } from "node:fs";
import { uniqueIds } from "./cellId";
import { type Cell, type JsonObject, type Notebook, type Output } from "./notebook";

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const asObject = (value: unknown): JsonObject => (isObject(value) ? value : {});

/** nbformat writes long texts as lists of lines; in memory they are one string. */
function joined(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join("");
  return typeof value === "string" ? value : "";
}

const isText = (value: unknown): boolean =>
  typeof value === "string" || (Array.isArray(value) && value.every((line) => typeof line === "string"));

/** Data of an output: texts joined, JSON types as they are. */
function joinData(data: unknown): JsonObject {
  return Object.fromEntries(
    Object.entries(asObject(data)).map(([mime, value]) => [
      mime,
      isText(value) && !/\bjson$/.test(mime) ? joined(value) : value,
    ]),
  );
}

function readOutput(output: unknown, where: string): Output {
  const { output_type, ...rest } = asObject(output);
  const shown = { data: joinData(rest["data"]), metadata: asObject(rest["metadata"]) };
  switch (output_type) {
    case "stream":
      return {
        output_type,
        name: rest["name"] === "stderr" ? "stderr" : "stdout",
        text: joined(rest["text"]),
      };
    case "error": {
      const traceback = Array.isArray(rest["traceback"]) ? rest["traceback"].map(String) : [];
      return { output_type, ename: joined(rest["ename"]), evalue: joined(rest["evalue"]), traceback };
    }
    case "display_data":
      return { output_type, ...shown };
    case "execute_result": {
      const count = rest["execution_count"];
      return { output_type, execution_count: typeof count === "number" ? count : null, ...shown };
    }
    default:
      throw new Error(
        `${where}: expected an output of nbformat 4, got ${JSON.stringify(output_type)}; clear the outputs`,
      );
  }
}

function readCell(cell: JsonObject, id: string, where: string): Cell {
  const { cell_type } = cell;
  const common = { id, metadata: asObject(cell["metadata"]), source: joined(cell["source"]) };
  switch (cell_type) {
    case "markdown":
    case "raw": {
      const { attachments } = cell;
      return { cell_type, ...common, ...(isObject(attachments) ? { attachments } : {}) };
    }
    case "code": {
      const outputs = Array.isArray(cell["outputs"]) ? cell["outputs"] : [];
      const count = cell["execution_count"];
      return {
        cell_type,
        ...common,
        execution_count: typeof count === "number" ? count : null,
        outputs: outputs.map((output) => readOutput(output, where)),
      };
    }
    default:
      throw new Error(`${where}: expected a code, markdown or raw cell, got ${JSON.stringify(cell_type)}`);
  }
}

function parseJson(text: string, name: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const shown = JSON.stringify(text.slice(0, 20));
    throw new Error(`notebook ${name}: expected JSON, got ${shown}…; restore the file or save it again`);
  }
  if (isObject(value)) return value;
  throw new Error(
    `notebook ${name}: expected a JSON object, got ${Array.isArray(value) ? "a list" : typeof value}`,
  );
}

/**
 * A notebook from the text of its file. nbformat 4.0 to 4.4 are read too: missing ids are made from the cells' words.
 * Errors, each with the notebook's name: no JSON, not nbformat 4, no list of cells, an unknown kind of cell or output.
 */
export function parseNotebook(text: string, name: string): Notebook {
  const file = parseJson(text, name);
  if (file["nbformat"] !== 4 || !Array.isArray(file["cells"])) {
    const got = `nbformat ${JSON.stringify(file["nbformat"])}`;
    throw new Error(
      `notebook ${name}: expected nbformat 4 with a list of cells, got ${got}; save it from Jupyter again`,
    );
  }
  const cells = file["cells"].map(asObject);
  const ids = uniqueIds(cells.map((cell) => ({ id: cell["id"], source: joined(cell["source"]) })));
  return {
    metadata: asObject(file["metadata"]),
    cells: cells.map((cell, index) =>
      readCell(cell, ids[index] ?? "", `notebook ${name}, cell ${index + 1}`),
    ),
  };
}

/** The text of a notebook's file. Errors: a file that is not there or cannot be read. */
export function readNotebookText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`notebook ${path}: expected a file that can be read, got "${reason}"; check the path`, {
      cause: error,
    });
  }
}

/** Reads a notebook file. Errors: as `parseNotebook` and `readNotebookText`. */
export function readNotebook(path: string): Notebook {
  return parseNotebook(readNotebookText(path), path);
}

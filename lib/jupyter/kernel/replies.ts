import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Engine } from "./engine";
import { type TslabParts } from "./tslabParts";
import { PROTOCOL_VERSION, type Content } from "./wire";

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** Jupyter counts cursors in code points, JavaScript and tslab in UTF-16 units. */
const toUnits = (code: string, points: unknown): number =>
  typeof points === "number" ? Array.from(code).slice(0, points).join("").length : code.length;
const toPoints = (code: string, units: number): number => Array.from(code.slice(0, units)).length;

function ourVersion(): string {
  const packageFile = resolve(__dirname, "../../../package.json");
  return (JSON.parse(readFileSync(packageFile, "utf8")) as { version: string }).version;
}

/** Says what is running: this kernel, tslab, its TypeScript and Node, each with its version. */
export function kernelInfoReply(versions: TslabParts["versions"]): Content {
  const version = ourVersion();
  return {
    status: "ok",
    protocol_version: PROTOCOL_VERSION,
    implementation: "seven-fixes",
    implementation_version: version,
    language_info: {
      name: "typescript",
      version: versions.typescript,
      mimetype: "text/typescript",
      file_extension: ".ts",
      pygments_lexer: "typescript",
      codemirror_mode: "typescript",
    },
    banner: `seven-fixes ${version} · tslab ${versions.tslab} · TypeScript ${versions.typescript} · Node ${process.versions.node}`,
    help_links: [],
  };
}

/** Whether a console may send the code: `complete`, `incomplete` (with the next line's indent) or `invalid`. */
export function isCompleteReply(tslab: TslabParts, request: Content): Content {
  const code = text(request["code"]);
  const { completed, indent } = tslab.isCompleteCode(code);
  if (!completed) return { status: "incomplete", indent: indent ?? "" };
  return { status: tslab.refusals(code).length > 0 ? "invalid" : "complete" };
}

/** Completion at the cursor, with the range of code that a match replaces. */
export function completeReply(engine: Engine, request: Content): Content {
  const code = text(request["code"]);
  const { start, end, candidates } = engine.complete(code, toUnits(code, request["cursor_pos"]));
  const range = { cursor_start: toPoints(code, start), cursor_end: toPoints(code, end) };
  return { status: "ok", matches: candidates, ...range, metadata: {} };
}

/** Type and documentation of the name under the cursor. */
export function inspectReply(engine: Engine, request: Content): Content {
  const code = text(request["code"]);
  const found = engine.describe(code, toUnits(code, request["cursor_pos"]));
  const data = found === undefined ? {} : { "text/plain": found };
  return { status: "ok", found: found !== undefined, data, metadata: {} };
}

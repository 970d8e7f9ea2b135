import { type Content } from "../kernel/wire";
import { type JsonObject, type Output } from "../nbformat/notebook";
import { createCappedText, type CappedText } from "./cappedText";

/** Gathers the output messages of one cell into the outputs of its notebook cell. */
export interface OutputCollector {
  take(type: string, content: Content): void;
  outputs(): readonly Output[];
}

/** What is shown under a display id, in whichever cell; an update replaces it there. */
export interface Shown {
  data: JsonObject;
  metadata: JsonObject;
}
export type Displays = Map<string, Shown[]>;

type Slot =
  | { readonly kind: "stream"; readonly name: "stdout" | "stderr"; readonly text: CappedText }
  | { readonly kind: "shown"; readonly shown: Shown; readonly count: number | null | undefined }
  | { readonly kind: "error"; readonly ename: string; readonly evalue: string; readonly traceback: string[] };

const LONGEST_TEXT = 40_000;

const asObject = (value: unknown): JsonObject =>
  typeof value === "object" && value !== null ? (value as JsonObject) : {};
const asText = (value: unknown): string => (typeof value === "string" ? value : "");

/** A result or display whose plain text alone would fill the file keeps the start of it. */
function withShortText(data: JsonObject): JsonObject {
  const text = data["text/plain"];
  if (typeof text !== "string" || text.length <= LONGEST_TEXT) return data;
  const note = `\n[… ${text.length - LONGEST_TEXT} characters left out]`;
  return { ...data, "text/plain": text.slice(0, LONGEST_TEXT) + note };
}

function toOutput(slot: Slot, count: number): Output {
  switch (slot.kind) {
    case "stream":
      return { output_type: "stream", name: slot.name, text: slot.text.text() };
    case "error": {
      const { ename, evalue, traceback } = slot;
      return { output_type: "error", ename, evalue, traceback };
    }
    case "shown": {
      const { data, metadata } = slot.shown;
      const shown = { data: withShortText(data), metadata };
      return slot.count === undefined
        ? { output_type: "display_data", ...shown }
        : { output_type: "execute_result", execution_count: count, ...shown };
    }
  }
}

/**
 * Joins streams of the same name that follow each other, folds updates of a display into the one output, obeys
 * `clear_output`, and cuts long texts. `count` is the number the notebook gives the cell; `displays` is shared by
 * the cells of a notebook, for a later cell may update what an earlier one shows.
 */
export function createOutputCollector(count: number, displays: Displays): OutputCollector {
  let slots: Slot[] = [];
  let clearNext = false;

  const push = (slot: Slot): void => {
    if (clearNext) slots = [];
    clearNext = false;
    slots.push(slot);
  };
  const stream = (name: "stdout" | "stderr", text: string): void => {
    const last = clearNext ? undefined : slots.at(-1);
    if (last?.kind === "stream" && last.name === name) {
      last.text.add(text);
      return;
    }
    const started = createCappedText();
    started.add(text);
    push({ kind: "stream", name, text: started });
  };
  const show = (content: Content, resultCount: number | undefined): void => {
    const shown: Shown = { data: asObject(content["data"]), metadata: asObject(content["metadata"]) };
    const id = asObject(content["transient"])["display_id"];
    if (typeof id === "string") displays.set(id, [...(displays.get(id) ?? []), shown]);
    push({ kind: "shown", shown, count: resultCount });
  };
  return {
    take(type, content) {
      switch (type) {
        case "stream":
          stream(content["name"] === "stderr" ? "stderr" : "stdout", asText(content["text"]));
          break;
        case "display_data":
          show(content, undefined);
          break;
        case "execute_result":
          show(content, count);
          break;
        case "update_display_data": {
          const id = asText(asObject(content["transient"])["display_id"]);
          for (const shown of displays.get(id) ?? []) {
            shown.data = asObject(content["data"]);
            shown.metadata = asObject(content["metadata"]);
          }
          break;
        }
        case "clear_output":
          if (content["wait"] === true) clearNext = true;
          else slots = [];
          break;
        case "error": {
          const lines = content["traceback"];
          const traceback = Array.isArray(lines) ? lines.map(String) : [];
          push({
            kind: "error",
            ename: asText(content["ename"]),
            evalue: asText(content["evalue"]),
            traceback,
          });
          break;
        }
      }
    },
    outputs: () => slots.map((slot) => toOutput(slot, count)),
  };
}

import { type Content } from "./wire";

export type StreamName = "stdout" | "stderr";

/** Sends one output message of a cell, e.g. `("stream", { name, text })`. */
export type Publish = (type: string, content: Content) => void;

/** What one cell shows, in order. Writes that follow each other closely are joined into one message. */
export interface CellOutput {
  stream(name: StreamName, text: string): void;
  /** With `update`, replaces what is shown under the content's `transient.display_id`. */
  display(content: Content, update: boolean): void;
  /** Any other message (clear_output, error, execute_result), after all that was written before it. */
  send(type: string, content: Content): void;
  flush(): void;
}

/** Jupyter Server drops output above 1 000 messages a second; 20 joined ones are live enough. */
const JOIN_MS = 50;

/** Front-ends choke on more text than this in one cell, and the server's limit is 3 MB in 3 seconds. */
export const STREAM_LIMIT = 2_000_000;

const displayId = (content: Content): string =>
  String((content["transient"] as Content | undefined)?.["display_id"]);

/** Collects one cell's output and publishes it at most every 50 ms, also from a loop that never awaits. */
export function createCellOutput(publish: Publish): CellOutput {
  let name: StreamName = "stdout";
  let text = "";
  let written = 0;
  let flushed = -Infinity;
  let timer: NodeJS.Timeout | undefined;
  const updates = new Map<string, Content>();

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (text === "" && updates.size === 0) return; // so that a cell's first words leave at once
    flushed = performance.now();
    const joined = text;
    text = "";
    if (joined !== "") publish("stream", { name, text: joined });
    for (const content of updates.values()) publish("update_display_data", content);
    updates.clear();
  };
  const soon = (): void => {
    if (performance.now() - flushed >= JOIN_MS) flush();
    else timer ??= setTimeout(flush, JOIN_MS);
  };
  const send: Publish = (type, content) => {
    flush();
    publish(type, content);
  };
  return {
    stream(toName, more) {
      if (written > STREAM_LIMIT) return;
      if (toName !== name) flush();
      name = toName;
      text += more.slice(0, STREAM_LIMIT - written);
      written += more.length;
      if (written > STREAM_LIMIT) text += `\n[cut: this cell printed more than ${STREAM_LIMIT} characters]\n`;
      soon();
    },
    display(content, update) {
      if (update) {
        updates.set(displayId(content), content);
        soon();
      } else {
        send("display_data", content);
      }
    },
    send,
    flush,
  };
}

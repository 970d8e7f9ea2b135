import { type Content } from "./wire";

/** One cell that ran: session number, execution count, typed source, and its result's text if it had one. */
export interface HistoryEntry {
  readonly line: number;
  readonly input: string;
  readonly output: string | null;
}

const SESSION = 1;

/** A glob as Jupyter's history search means it: `*` any text, `?` one character. */
function globToRegExp(glob: string): RegExp {
  const escaped = glob.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", "[^]*").replaceAll("?", "[^]")}$`);
}

const count = (value: unknown, otherwise: number): number => (typeof value === "number" ? value : otherwise);

/** The latest entry of each input. */
function withoutRepeats(entries: readonly HistoryEntry[]): HistoryEntry[] {
  const latest = new Map(entries.map((entry) => [entry.input, entry]));
  return entries.filter((entry) => latest.get(entry.input) === entry);
}

function select(entries: readonly HistoryEntry[], request: Content): readonly HistoryEntry[] {
  const last = (from: readonly HistoryEntry[]): readonly HistoryEntry[] =>
    from.slice(Math.max(0, from.length - count(request["n"], from.length)));
  switch (request["hist_access_type"]) {
    case "tail":
      return last(entries);
    case "range": {
      // Session 0 is the running one; earlier sessions are not kept.
      if (![0, SESSION].includes(count(request["session"], 0))) return [];
      const [start, stop] = [count(request["start"], 1), count(request["stop"], Infinity)];
      return entries.filter(({ line }) => line >= start && line < stop);
    }
    case "search": {
      const pattern = globToRegExp(typeof request["pattern"] === "string" ? request["pattern"] : "*");
      const found = entries.filter(({ input }) => pattern.test(input));
      return last(request["unique"] === true ? withoutRepeats(found) : found);
    }
    default:
      return [];
  }
}

/** The content of `history_reply`: the session's cells by tail, range or search, with outputs if asked for. */
export function historyReply(entries: readonly HistoryEntry[], request: Content): Content {
  const history = select(entries, request).map(({ line, input, output }) => [
    SESSION,
    line,
    request["output"] === true ? [input, output] : input,
  ]);
  return { status: "ok", history };
}

import { resolveReturns, resolveSoFar } from "../nbformat/carriageReturns";

/** Text that grows without end but keeps a bounded part of it. */
export interface CappedText {
  add(text: string): void;
  /** All of it, or the head and the tail with a note between on what was left out. */
  text(): string;
}

const HEAD_LINES = 150;
const TAIL_LINES = 50;
const HEAD_CHARACTERS = 30_000;
const TAIL_CHARACTERS = 10_000;

/** The first or last `lines` lines and at most `characters` of a text. */
function headOf(text: string): string {
  const lines = text.split(/(?<=\n)/, HEAD_LINES);
  return lines.join("").slice(0, HEAD_CHARACTERS);
}

function tailOf(text: string): string {
  const kept = text.slice(-TAIL_CHARACTERS);
  return kept
    .split(/(?<=\n)/)
    .slice(-TAIL_LINES)
    .join("");
}

const countLines = (text: string): number => text.split("\n").length - 1;

/** What is kept of a text so far: its start, its end, and how much of what lies between was lost. */
interface Kept {
  readonly head: string;
  readonly rest: string;
  readonly lostLines: number;
  readonly lostCharacters: number;
}

const NOTHING: Kept = { head: "", rest: "", lostLines: 0, lostCharacters: 0 };

function shortened(kept: Kept): Kept {
  const rest = tailOf(kept.rest);
  const lost = kept.rest.slice(0, kept.rest.length - rest.length);
  return {
    head: kept.head,
    rest,
    lostLines: kept.lostLines + countLines(lost),
    lostCharacters: kept.lostCharacters + lost.length,
  };
}

function withMore(kept: Kept, text: string): Kept {
  const isFilling = kept.rest === "";
  const all = isFilling ? kept.head + text : text;
  const head = isFilling ? headOf(all) : kept.head;
  const more = { ...kept, head, rest: isFilling ? all.slice(head.length) : kept.rest + text };
  return more.rest.length > 4 * TAIL_CHARACTERS ? shortened(more) : more;
}

/**
 * A text of which at most 150 lines (30 000 characters) of the start and 50 lines (10 000) of the end are kept, so
 * that a cell which prints 50 000 lines neither fills the memory nor the notebook. A line that carriage returns print
 * over is kept in its last state only, in whichever pieces it comes.
 */
export function createCappedText(): CappedText {
  let kept = NOTHING;
  let open = ""; // the last line: what comes may yet be printed over it
  return {
    add(text) {
      const soFar = resolveSoFar(open + text);
      const line = soFar.lastIndexOf("\n") + 1;
      const end = soFar.length - line > TAIL_CHARACTERS ? soFar.length : line; // endless lines are let go of
      kept = withMore(kept, soFar.slice(0, end));
      open = soFar.slice(end);
    },
    text() {
      const { head, rest, lostLines, lostCharacters } = shortened(withMore(kept, resolveReturns(open)));
      if (lostCharacters === 0) return head + rest;
      const lineBreak = head.endsWith("\n") ? "" : "\n";
      return `${head}${lineBreak}[… ${lostLines} lines, ${lostCharacters} characters left out …]\n${rest}`;
    },
  };
}

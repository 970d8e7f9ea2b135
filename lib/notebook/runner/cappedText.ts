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

/**
 * A text of which at most 150 lines (30 000 characters) of the start and 50 lines (10 000) of the end are kept, so
 * that a cell which prints 50 000 lines neither fills the memory nor the notebook.
 */
export function createCappedText(): CappedText {
  let head = "";
  let rest = "";
  let lostLines = 0;
  let lostCharacters = 0;
  const shorten = (): void => {
    const tail = tailOf(rest);
    const lost = rest.slice(0, rest.length - tail.length);
    lostLines += countLines(lost);
    lostCharacters += lost.length;
    rest = tail;
  };
  return {
    add(text) {
      const all = rest === "" ? head + text : text;
      if (rest === "") head = headOf(all);
      rest += rest === "" ? all.slice(head.length) : text;
      if (rest.length > 4 * TAIL_CHARACTERS) shorten();
    },
    text() {
      shorten();
      if (lostCharacters === 0) return head + rest;
      const lineBreak = head.endsWith("\n") ? "" : "\n";
      return `${head}${lineBreak}[… ${lostLines} lines, ${lostCharacters} characters left out …]\n${rest}`;
    },
  };
}

/** What a line shows after more is written from its start: the old end stays where the new part is shorter. */
function overwrite(shown: string, part: string): string {
  if (part.includes("\u001b")) return part; // it moves or clears by itself; a mixture would be neither
  return part + shown.slice(part.length);
}

/** What a terminal shows of one line, in which each carriage return goes back to the start. */
const lastState = (line: string): string => line.split("\r").reduce(overwrite);

/**
 * A text as a terminal shows it in the end: `10%\r20%\n` gives `20%\n`, and `\r\n` is a line break like any other.
 * Progress that was printed over itself leaves its last state. Resolving twice changes nothing.
 */
export function resolveReturns(text: string): string {
  return text.includes("\r") ? text.split("\n").map(lastState).join("\n") : text;
}

/**
 * The same for text that is not complete: its last line may be printed over by what comes next. Of that line two
 * states are kept, what it shows and what was written since the last return, however often it was printed over.
 */
export function resolveSoFar(text: string): string {
  const line = text.lastIndexOf("\n") + 1;
  const last = text.lastIndexOf("\r");
  const shown = resolveReturns(text.slice(0, Math.max(line, last)));
  return shown + text.slice(Math.max(line, last));
}

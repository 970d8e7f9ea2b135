let current: string | undefined;

/** Remembers which notebook this kernel runs; `setUp` calls it. */
export function openNotebook(notebook: string): void {
  current = notebook;
}

/** The notebook `setUp` was called with, by file name without `.ipynb`. */
export function currentNotebook(): string {
  if (current !== undefined) return current;
  throw new Error('notebook: expected `await setUp("…")` in the first cell, got none; run that cell first');
}

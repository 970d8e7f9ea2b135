/** Where this project's kernel leaves its `clear_output`; tslab's own has none. */
export const CLEAR_OUTPUT = Symbol.for("seven-fixes.clearOutput");

/**
 * Empties the running cell's output; with `wait`, only when the next output comes, which avoids flicker.
 * Outside this project's kernel it does nothing.
 */
export function clearOutput(wait = false): void {
  const clear = (globalThis as { [key: symbol]: ((wait: boolean) => void) | undefined })[CLEAR_OUTPUT];
  clear?.(wait);
}

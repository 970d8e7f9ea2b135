/** What fits on a page of the book at 1300 px. */
export const CELL_COLUMNS: number;
/** A cell's source as the project's formatter leaves it. */
export function formatCell(source: string): Promise<string>;

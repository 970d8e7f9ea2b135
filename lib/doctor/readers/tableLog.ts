import { dialectOf, type TableDialect } from "./tableDialect";
import { loggedNumber, type LogTable, type LogTableBuilder, logTableBuilder } from "./logTable";

/** Lines that show whether a text is a table. */
const LOOK = 20;

/** The table's dialect by its first lines, or undefined when it is no table: a name or number in every cell of each. */
export function tableDialectOf(head: readonly string[]): TableDialect | undefined {
  const lines = tableLines(head).slice(0, LOOK);
  const dialect = dialectOf(lines) ?? dialectOf(lines.slice(0, -1)) ?? dialectOf(lines.slice(0, 2));
  if (dialect === undefined) return undefined;
  const rows = lines.slice(1).map(dialect.cells);
  const numbers = rows.flat().filter((cell) => loggedNumber(cell) !== undefined || isMissing(cell)).length;
  const mostly = rows.length === 0 || numbers > rows.flat().length / 2;
  const names = dialect.cells(lines[0] ?? "");
  const blanks = dialect.name === "blanks" && (rows.length === 0 || names.some((name) => /[:=]$/.test(name)));
  return mostly && !blanks ? dialect : undefined;
}

/** Without comment lines (`#{…}` of a monitor file) and empty ones. */
function tableLines(lines: readonly string[]): string[] {
  return lines
    .flatMap((line) => line.split("\r"))
    .filter((line) => /[^\s,;|]/.test(line) && !line.startsWith("#"));
}

function isMissing(cell: string): boolean {
  return cell === "" || /^(NA|N\/A|None|null|-|–)$/i.test(cell);
}

/**
 * A table of text as a log: Lightning, Keras, Ultralytics, fastai, DVCLive, SB3 or hand-made. Headers may come again,
 * also other ones; lines of another width are left out and told.
 */
export function readTableLog(lines: Iterable<string>, dialect: TableDialect): LogTable {
  const builder = logTableBuilder();
  const state: State = { columns: [], again: 0, odd: 0, firstOdd: 0 };
  let number = 0;
  for (const line of lines) {
    number++;
    for (const part of line.includes("\r") ? line.split("\r") : [line])
      addLine(builder, dialect, state, part, number);
  }
  if (state.again > 0) builder.note(`${state.again} more header lines inside the file`);
  if (state.odd > 0)
    builder.note(`${state.odd} lines of another width left out, the first is line ${state.firstOdd}`);
  return builder.table(`table with ${dialect.name}`);
}

interface State {
  /** What fills the cells of a row, one for each. */
  columns: readonly ((value: number) => void)[];
  again: number;
  odd: number;
  firstOdd: number;
}

function addLine(
  builder: LogTableBuilder,
  dialect: TableDialect,
  state: State,
  line: string,
  number: number,
): void {
  if (!/[^\s,;|]/.test(line) || line.startsWith("#")) return;
  const cells = dialect.cells(line);
  const first = state.columns.length === 0;
  if (first || (Number.isNaN(Number(cells[0])) && isHeader(cells))) {
    const named = isHeader(cells);
    if (!first) state.again++;
    const names = named ? distinct(cells) : cells.map((_, i) => `column ${i + 1}`);
    state.columns = names.map((name) => builder.column(name));
    if (named) return;
  }
  if (cells.length !== state.columns.length) {
    if (state.odd++ === 0) state.firstOdd = number;
    return;
  }
  for (let i = 0; i < cells.length; i++) {
    const value = loggedNumber(cells[i] ?? "");
    if (value !== undefined) state.columns[i]?.(value);
  }
  builder.endRow();
}

/** Names, none of them a number or empty; an unnamed first column is an index. */
function isHeader(cells: readonly string[]): boolean {
  const named = (cell: string, i: number): boolean =>
    loggedNumber(cell) === undefined && (i === 0 || cell !== "");
  return cells.length > 1 && cells.every(named) && !cells.every(isMissing);
}

/** A name that stands twice gets its column's number. */
function distinct(names: readonly string[]): string[] {
  return names.map((name, i) => (names.indexOf(name) === i ? name : `${name} (column ${i + 1})`));
}

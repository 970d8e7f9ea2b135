/** Where a progress line goes: a terminal is redrawn in place, anything else gets only the closing line. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** One piece of long work, told step by step. */
export interface Progress {
  /**
   * `done` of the total are finished; `note` says what comes now. `left` are the seconds still to go, where the
   * caller knows better than a straight line. Redrawn at most 10 times a second.
   */
  update(done: number, note?: string, left?: number): void;
  /** Replaces the line by its last word and ends it. Calling it again does nothing. */
  end(summary?: string): void;
}

/** Options of `startProgress`. */
export interface ProgressOptions {
  /** Default: `process.stderr`, so that results on stdout can be piped. */
  readonly stream?: ProgressStream;
  /** Seconds this work took last time, for a better estimate of the time left than a straight line. */
  readonly expectedSeconds?: number;
  /** Work that is over before this many seconds leaves no trace. Default 0. */
  readonly quietSeconds?: number;
  /** Milliseconds on any clock that only goes forward. Default: `performance.now`. */
  readonly now?: () => number;
}

const REDRAW_MS = 100;

/** Seconds as people read them: `8.2 s`, `1 min 05 s`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}

/**
 * Seconds still to go. With an expectation: what is left of it; without, or once it has run out, the straight
 * line `elapsed / done * (total - done)`. Undefined while nothing is known.
 */
export function secondsLeft(
  elapsed: number,
  done: number,
  total: number,
  expected?: number,
): number | undefined {
  if (expected !== undefined && expected > elapsed) return expected - elapsed;
  return done > 0 ? (elapsed / done) * (total - done) : undefined;
}

/** The progress lines that a terminal shows, in the order they began. */
interface Board {
  readonly lines: Map<symbol, string>;
  /** Lines of it that stand on the screen. */
  drawn: number;
}

const boards = new WeakMap<ProgressStream, Board>();

function boardOf(stream: ProgressStream): Board {
  const board = boards.get(stream) ?? { lines: new Map<symbol, string>(), drawn: 0 };
  boards.set(stream, board);
  return board;
}

/** Draws a terminal's progress lines again, one below the other, under `above`, which stays. */
function redraw(stream: ProgressStream, above = ""): void {
  const board = boardOf(stream);
  const erase = `\r\u001b[2K${"\u001b[1A\u001b[2K".repeat(Math.max(0, board.drawn - 1))}`;
  board.drawn = board.lines.size;
  stream.write(erase + above + [...board.lines.values()].join("\n"));
}

/** Writes whole lines to a stream that may show progress lines: above them. */
export function printAbove(text: string, stream: ProgressStream = process.stderr): void {
  if (stream.isTTY === true) redraw(stream, text);
  else stream.write(text);
}

/**
 * A progress line for a terminal: `label 3/12 · 4.1 s · about 12.0 s left · note`. Lines of work that
 * overlaps stand one below the other. Where the stream is no terminal nothing is drawn but the line of `end`, so logs
 * and notebook cells stay readable.
 */
export function startProgress(label: string, total: number, options: ProgressOptions = {}): Progress {
  const { stream = process.stderr, expectedSeconds, quietSeconds = 0 } = options;
  const { now = () => performance.now() } = options;
  const start = now();
  const key = Symbol(label);
  let drawn = -Infinity;
  let ended = false;

  const quiet = (): boolean => now() - start < 1000 * quietSeconds;
  return {
    update(done, note, known) {
      if (ended || stream.isTTY !== true || quiet() || now() - drawn < REDRAW_MS) return;
      drawn = now();
      const elapsed = (drawn - start) / 1000;
      const left = known ?? secondsLeft(elapsed, done, total, expectedSeconds);
      const parts = [`${label} ${done}/${total}`, formatSeconds(elapsed)];
      if (left !== undefined) parts.push(`about ${formatSeconds(left)} left`);
      if (note !== undefined) parts.push(note);
      boardOf(stream).lines.set(key, parts.join(" · ").slice(0, (stream.columns ?? 80) - 1));
      redraw(stream);
    },
    end(summary) {
      if (ended) return;
      ended = true;
      if (quiet()) return;
      boardOf(stream).lines.delete(key);
      printAbove(
        `${summary ?? `${label} ${total}/${total} · ${formatSeconds((now() - start) / 1000)}`}\n`,
        stream,
      );
    },
  };
}

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

/**
 * A progress line for a terminal: `label 3/12 · 4.1 s · about 12.0 s left · note`. Where the stream is no terminal
 * nothing is drawn but the line of `end`, so logs and notebook cells stay readable.
 */
export function startProgress(label: string, total: number, options: ProgressOptions = {}): Progress {
  const { stream = process.stderr, expectedSeconds, quietSeconds = 0 } = options;
  const { now = () => performance.now() } = options;
  const start = now();
  let drawn = -Infinity;
  let ended = false;

  const quiet = (): boolean => now() - start < 1000 * quietSeconds;
  const draw = (line: string): void => {
    stream.write(`\r\u001b[2K${line.slice(0, (stream.columns ?? 80) - 1)}`);
  };
  return {
    update(done, note, known) {
      if (ended || stream.isTTY !== true || quiet() || now() - drawn < REDRAW_MS) return;
      drawn = now();
      const elapsed = (drawn - start) / 1000;
      const left = known ?? secondsLeft(elapsed, done, total, expectedSeconds);
      const parts = [`${label} ${done}/${total}`, formatSeconds(elapsed)];
      if (left !== undefined) parts.push(`about ${formatSeconds(left)} left`);
      if (note !== undefined) parts.push(note);
      draw(parts.join(" · "));
    },
    end(summary) {
      if (ended) return;
      ended = true;
      if (quiet()) return;
      if (stream.isTTY === true) draw("");
      stream.write(`${summary ?? `${label} ${total}/${total} · ${formatSeconds((now() - start) / 1000)}`}\n`);
    },
  };
}

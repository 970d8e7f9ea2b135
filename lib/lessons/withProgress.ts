import { displayBundle } from "../display/displayBundle";
import { frames } from "../display/frames";
import { interruptible } from "../task/interrupt";

/** What long work is given: whom to tell, and what ends it. */
export interface WorkLimits {
  /** First with nothing done and the cost in words, then after every piece. */
  readonly onProgress: (done: number, total: number, note: string) => void;
  readonly signal: AbortSignal;
}

let shown = 0;

/**
 * Runs work that says its cost first (`doctor.examine`, `doctor.prove`) above a line that says the cost and how far it
 * is. Stop ends the work, which keeps what is done. A notebook that is run without a reader keeps no seconds: the same
 * on every machine.
 */
export async function withProgress<T>(
  label: string,
  work: (limits: WorkLimits) => Promise<T>,
  clock?: () => number,
): Promise<T> {
  const line = progressLine(label, frames(clock));
  try {
    return await interruptible((signal) => work({ signal, onProgress: line.tell }));
  } finally {
    line.end();
  }
}

interface ProgressLine {
  readonly tell: WorkLimits["onProgress"];
  readonly end: () => void;
}

function progressLine(label: string, whenDue: ReturnType<typeof frames>): ProgressLine {
  const displayId = `work-${++shown}`;
  const notes: string[] = [];
  let [count, of] = [0, 0];
  const show = (text: string, update: boolean): void =>
    displayBundle({ "text/plain": `${label}: ${text}` }, { displayId, update });
  const cost = (): string => notes.join("; ");
  return {
    tell: (done, total, note) => {
      [count, of] = [done, total];
      if (done === 0) {
        notes.push(note);
        show(cost(), notes.length > 1);
      } else whenDue(() => show(`${cost()} · ${done}/${total} · ${note}`, true));
    },
    end: () => {
      if (of > 0) show(`${isUnwatched() ? withoutSeconds(cost()) : cost()} · ${count} of ${of} done`, true);
    },
  };
}

const isUnwatched = (): boolean => process.env["SEVEN_FIXES_HEADLESS"] === "1";

/** "300 updates in 20 epochs, about 1.2 s" without what it is about. */
const withoutSeconds = (cost: string): string => cost.replace(/, about [^;]*/g, "");

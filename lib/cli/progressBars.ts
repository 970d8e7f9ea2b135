import { startProgress, type Progress, type ProgressOptions } from "../task/progress";

/** Work in several parts, each with a progress line of its own that begins when the part is first heard of. */
export function progressBars(
  options: ProgressOptions = {},
): (done: number, total: number, part: string) => void {
  const bars = new Map<string, Progress>();
  return (done, total, part) => {
    const bar = bars.get(part) ?? startProgress(part, total, options);
    bars.set(part, bar);
    bar.update(done);
    if (done < total) return;
    bar.end();
    bars.delete(part); // the same part of the next data set gets a line of its own
  };
}

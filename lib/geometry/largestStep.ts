import { type Trajectory } from "./trajectory";

/** The largest distance in metres between two rows in a row; the first step leads from the car, at (0, 0). */
export function largestStep(target: Trajectory): number {
  const steps = target.map(([x, y], j) => {
    const [fromX, fromY] = target[j - 1] ?? [0, 0];
    return Math.hypot(x - fromX, y - fromY);
  });
  return Math.max(...steps);
}

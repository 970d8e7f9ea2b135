import { inKernel } from "./displayBundle";

/** Four frames a second: more cannot be followed, and front-ends fall behind. */
const FRAME_MILLISECONDS = 250;

/**
 * What is drawn again and again while a cell runs: a call draws when the last frame is long enough past, by a clock
 * of milliseconds from any start. Nothing is drawn outside a kernel, where no output can be replaced.
 */
export function frames(clock: () => number = () => performance.now()): (draw: () => void) => void {
  let last = -Infinity;
  return (draw) => {
    if (!inKernel() || clock() - last < FRAME_MILLISECONDS) return;
    draw();
    last = clock(); // what drawing took is no time to look at it
  };
}

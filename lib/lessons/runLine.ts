import { clearOutput } from "../display/clearOutput";
import { inKernel } from "../display/displayBundle";
import { type RunJobsOptions } from "../experiments/runJobs";
import { formatSeconds } from "../task/progress";

/** A run is a matter of seconds: a line this often is enough to see that it goes on. */
const SAY_EVERY_SECONDS = 1;

type OnDone = NonNullable<RunJobsOptions["onDone"]>;

/** Makes runs under a line that says how far they are, and takes it away when they are done. Runs that are kept say nothing. */
export async function withRunLine<T>(make: (onDone: OnDone) => Promise<T>): Promise<T> {
  const from = performance.now();
  let said = from;
  const onDone: OnDone = ({ kept }, { done, total, secondsLeft = 0 }) => {
    if (kept || performance.now() - said < 1000 * SAY_EVERY_SECONDS) return;
    said = performance.now();
    say(`training: ${done} of ${total} runs, about ${formatSeconds(secondsLeft)} left`);
  };
  const made = await make(onDone);
  if (said > from && inKernel()) clearOutput();
  return made;
}

function say(line: string): void {
  if (inKernel()) clearOutput(true);
  console.log(line);
}

import { bitsOf } from "./canary";
import { type RunEngine, type RunOutcome, type RunTask } from "./runEngine";
import { hashOf } from "./wire";

type Made = Extract<RunOutcome, { readonly kind: "made" }>;

/** A task whose run was made once and shall be made again. */
interface Pending {
  readonly task: RunTask;
  first?: Made;
}

/**
 * An engine that makes a share of the runs twice, the second time on another worker, and compares every bit. Runs that
 * differ are not kept: the iteration rejects with the names of both machines.
 */
export function verified(engine: RunEngine, share: number): RunEngine {
  return {
    ...engine,
    async *make(tasks, signal) {
      const chosen = new Map<string, Pending>();
      const again = secondTasks(tasks, chosen, share);
      for await (const outcome of engine.make(again.tasks, signal)) {
        const id = outcome.id.replace(SECOND, "");
        const pending = chosen.get(id);
        if (pending === undefined || outcome.kind === "failed") {
          chosen.delete(id);
          yield { ...outcome, id };
        } else if (pending.first === undefined) {
          pending.first = outcome;
          again.add({ ...pending.task, id: `${id}-again`, avoid: outcome.where });
        } else {
          refuseDifferent(pending.first, outcome);
          chosen.delete(id);
          yield pending.first;
        }
        again.settle();
      }
    },
  };
}

const SECOND = /-again$/;

function refuseDifferent(first: Made, second: Made): void {
  if (bitsOf(first.run) === bitsOf(second.run)) return;
  throw new Error(
    `run ${first.id}: expected the same bits twice, got others from ${first.where} and ${second.where}; neither is kept: find out which one is wrong with --verify 100%`,
  );
}

/** The tasks, and after them those that are added, until every chosen one has come to an end. */
function secondTasks(tasks: AsyncIterableIterator<RunTask>, chosen: Map<string, Pending>, share: number) {
  const waiting: RunTask[] = [];
  let wake: () => void = () => undefined;
  async function* all(): AsyncGenerator<RunTask> {
    for await (const task of tasks) {
      const again = { ...task, kept: () => undefined }; // it shall be made
      if (isChosen(task.key, share)) chosen.set(task.id, { task: again });
      yield task;
      yield* waiting.splice(0);
    }
    while (chosen.size > 0) {
      yield* waiting.splice(0);
      if (chosen.size > 0) await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  return { tasks: all(), add: (task: RunTask) => waiting.push(task), settle: () => wake() };
}

/** The same runs whenever it is asked. */
function isChosen(key: string, share: number): boolean {
  return Number.parseInt(hashOf(`verify ${key}`).slice(0, 8), 16) < share * 2 ** 32;
}

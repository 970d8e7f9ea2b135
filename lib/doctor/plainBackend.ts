import * as tf from "@tensorflow/tfjs";

const NO_KERNEL = /[Kk]ernel '?(\w+)'? not registered for backend '?([\w-]+)'?/;
const NO_GRADIENT = /gradient function not found for (\w+)/;
const NO_MEMORY = /invalid (typed )?array length|array buffer allocation failed|out of memory|\bOOM\b/i;

/**
 * Does something on the backend that is running or, where that lacks a kernel, once more on plain tfjs ("cpu"), which
 * `onPlain` is told before. Errors: an operation that has no gradient anywhere, by name; tensors beyond any memory.
 */
export async function whereKernelsAre<T>(
  work: () => Promise<T>,
  onPlain: (line: string) => void,
): Promise<T> {
  const backend = tf.getBackend();
  try {
    return await work();
  } catch (error) {
    const lacking = missingKernel(error);
    if (lacking === undefined || backend === "cpu") throw named(error);
    onPlain(`${lacking} is not there on ${backend}: plain tfjs does it, which is slower`);
    await tf.setBackend("cpu");
    try {
      return await work();
    } catch (again) {
      throw named(again);
    } finally {
      await tf.setBackend(backend);
    }
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function missingKernel(error: unknown): string | undefined {
  return NO_KERNEL.exec(textOf(error))?.[1];
}

/** What tfjs says in its own words, in ours. */
function named(error: unknown): unknown {
  const operation = NO_GRADIENT.exec(textOf(error))?.[1];
  if (operation !== undefined)
    return new Error(
      `gradient: expected operations that tfjs can differentiate, got ${operation}; use another layer, or another loss`,
      { cause: error },
    );
  if (!NO_MEMORY.test(textOf(error))) return error;
  return new Error(
    `memory: expected tensors that can be had, got "${textOf(error)}"; take smaller layers, or smaller batches`,
    { cause: error },
  );
}

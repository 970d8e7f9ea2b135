import * as tf from "@tensorflow/tfjs";

const NO_KERNEL = /[Kk]ernel '?(\w+)'? not registered for backend '?([\w-]+)'?/;
const NO_GRADIENT = /gradient function not found for (\w+)/;

/**
 * Does something on the backend that is running or, where that lacks a kernel, once more on plain tfjs ("cpu"), which
 * `onPlain` is told before. Errors: an operation that has no gradient anywhere, by name.
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
    if (lacking === undefined || backend === "cpu") throw namedGradient(error);
    onPlain(`${lacking} is not there on ${backend}: plain tfjs does it, which is slower`);
    await tf.setBackend("cpu");
    try {
      return await work();
    } catch (again) {
      throw namedGradient(again);
    } finally {
      await tf.setBackend(backend);
    }
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function missingKernel(error: unknown): string | undefined {
  return NO_KERNEL.exec(textOf(error))?.[1];
}

function namedGradient(error: unknown): unknown {
  const operation = NO_GRADIENT.exec(textOf(error))?.[1];
  if (operation === undefined) return error;
  return new Error(
    `gradient: expected operations that tfjs can differentiate, got ${operation}; use another layer, or another loss`,
    { cause: error },
  );
}

/** What is wrong with a data set on disk; every reader throws this and nothing else for bad input. */
export class DatasetError extends Error {
  override readonly name = "DatasetError";

  /**
   * @param file  Path of the file at fault.
   * @param field The place inside it, e.g. `[12].image_timestamp`, or `content` for the whole file.
   */
  constructor(
    readonly file: string,
    readonly field: string,
    problem: string,
    options?: ErrorOptions,
  ) {
    super(`${file}, ${field}: ${problem}`, options);
  }
}

/** Takes a problem and goes on without the frame; absent, the problem is thrown. */
export type OnProblem = (problem: DatasetError) => void;

/** The value of `read`, or `undefined` after its DatasetError was handed to `onProblem` (thrown when there is none). */
export function attempt<T>(read: () => T, onProblem: OnProblem | undefined): T | undefined {
  try {
    return read();
  } catch (error) {
    if (onProblem === undefined || !(error instanceof DatasetError)) throw error;
    onProblem(error);
    return undefined;
  }
}

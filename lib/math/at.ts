/**
 * The element at `index`, or a RangeError that names index and length: indexing that can never yield
 * `undefined` silently. Works on arrays and typed arrays; negative indices are out of range.
 */
export function at<T>(values: ArrayLike<T>, index: number): T {
  if (!(index >= 0 && index < values.length && Number.isInteger(index))) {
    throw new RangeError(`index: expected an integer in 0…${values.length - 1}, got ${index}`);
  }
  return values[index] as T;
}

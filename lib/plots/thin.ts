/** More points than these a line does not show at the width of a page. */
export const MOST_POINTS = 300;

/** At most `most` values, evenly spread by index, the first and the last among them. */
export function thin<T>(values: readonly T[], most = MOST_POINTS): readonly T[] {
  if (values.length <= most) return values;
  const step = (values.length - 1) / (most - 1);
  const picked = new Set(Array.from({ length: most }, (_, i) => Math.round(i * step)));
  return values.filter((_, i) => picked.has(i));
}

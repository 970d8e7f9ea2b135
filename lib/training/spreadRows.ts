/** At most `count` row numbers spread evenly over a set, so that neighbours in time do not crowd in. */
export function spreadRows(size: number, count: number): number[] {
  const taken = Math.min(size, count);
  return Array.from({ length: taken }, (_, i) => Math.floor((i * size) / taken));
}

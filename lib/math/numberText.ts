/**
 * A number for people: whole numbers exactly, others to so many significant digits but never cut before the point, and
 * in groups of three from five digits on: 12.8, 6897, 19 095.
 */
export function numberText(value: number, digits: number): string {
  const isLong = Math.abs(value) >= Number(`1e${digits}`) && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
  if (Number.isSafeInteger(value) || isLong) return grouped(Math.round(value));
  return Number.isFinite(value) ? String(Number(value.toPrecision(digits))) : String(value);
}

/** A whole number with spaces at which no line breaks. */
function grouped(value: number): string {
  if (Math.abs(value) < 10_000) return String(value);
  return String(value).replace(/\B(?=(\d{3})+$)/g, "\u00a0");
}

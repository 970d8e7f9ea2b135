import { type Change } from "../change";

/** A change that a recipe cannot take: what was wanted, what was found, and what would help. */
export function refuse(kind: Change["kind"], wanted: string, got: string, remedy: string): never {
  throw new Error(`change ${kind}: expected ${wanted}, got ${got}; ${remedy}`);
}

/** The number, if it passes. */
export function numberOf(
  kind: Change["kind"],
  value: number,
  { passes, wanted }: { readonly passes: (value: number) => boolean; readonly wanted: string },
): number {
  if (Number.isFinite(value) && passes(value)) return value;
  return refuse(kind, wanted, String(value), "correct the change");
}

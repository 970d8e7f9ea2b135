/** A fix of the document: as it was before, or after. */
export type Side = "before" | "after";

const VALID = /^[a-zA-Z0-9-_]{1,64}$/;
const LONGEST = 40;

/** An id made of the cell's first words: `## How far off?` becomes `how-far-off`. Code without words: `cell`. */
export function idFromSource(source: string): string {
  const words = source
    .normalize("NFKD")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  let id = "";
  for (const word of words) {
    if (id.length + word.length + 1 > LONGEST) break;
    id += id === "" ? word : `-${word}`;
  }
  return id === "" ? "cell" : id;
}

/** Ids for cells in order: a valid one that is not taken stays; others are made from the cell's first line. */
export function uniqueIds(cells: readonly { readonly id: unknown; readonly source: string }[]): string[] {
  const kept = new Set<string>();
  const own = cells.map(({ id }) => {
    if (typeof id !== "string" || !VALID.test(id) || kept.has(id)) return undefined;
    kept.add(id);
    return id;
  });
  return cells.map(({ source }, index) => {
    const stays = own[index];
    if (stays !== undefined) return stays;
    const stem = idFromSource(source.trim().split("\n")[0] ?? "");
    let id = stem;
    for (let copy = 2; kept.has(id); copy++) id = `${stem}-${copy}`;
    kept.add(id);
    return id;
  });
}

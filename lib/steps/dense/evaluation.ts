import { at } from "../../math/at";
import { type Inside } from "../trainStep";
import { type Engine } from "./engine";
import { type Layout } from "./layout";
import { rowsBehind, type Parity } from "./passes";
import { readRows } from "./rows";

/** Values of all rows of one stage, or of what goes into one GELU, filled piece by piece. */
interface Table {
  readonly kind: keyof Inside;
  readonly name: string;
  readonly values: Float32Array;
  /** Copies a piece that has just passed through the layers, from row `row` on. */
  readonly take: (
    engine: Engine,
    piece: { readonly parity: Parity; readonly row: number; readonly rows: number },
  ) => void;
}

/** Room for everything `inside` tells of `size` rows. */
export function evaluationTables(layout: Layout, size: number): Table[] {
  return layout.layers.flatMap(({ layer: { stage, site, outputs } }, index) => {
    const table = (
      kind: Table["kind"],
      name: string | undefined,
      address: (parity: Parity) => number,
    ): Table[] => {
      if (name === undefined) return [];
      const values = new Float32Array(size * outputs);
      const take: Table["take"] = (engine, { parity, row, rows }) =>
        values.set(readRows(engine, address(parity), rows, outputs), row * outputs);
      return [{ kind, name, values, take }];
    };
    return [
      ...table("activations", stage, (parity) => rowsBehind(layout, index, { parity, start: 0 })),
      ...table("beforeGelu", site, () => at(layout.layers, index).z),
    ];
  });
}

/** The filled tables by name, behind the features they were made from. */
export function insideOf(pooled: Float32Array, tables: readonly Table[]): Inside {
  const of = (wanted: Table["kind"]): Record<string, Float32Array> =>
    Object.fromEntries(
      tables.filter(({ kind }) => kind === wanted).map(({ name, values }) => [name, values]),
    );
  return { activations: { pooled, ...of("activations") }, beforeGelu: of("beforeGelu") };
}

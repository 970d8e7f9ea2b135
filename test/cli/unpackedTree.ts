import { cpSync, linkSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export type ReleaseName = "cooperative-vehicle-infrastructure" | "V2X-Seq-SPD";

type Row = Readonly<Record<string, unknown>>;

export interface UnpackedOptions {
  readonly release: ReleaseName;
  /** How often the generated set is repeated, each time as recordings of its own. */
  readonly copies: number;
  /** Of so many roadside frames one is not listed, and another has no picture. */
  readonly missingEvery?: number;
}

/** Ids of copies lie this far apart. */
const SHIFT = 2000;

/**
 * Lays a generated set out as the release's archives unpack: the tree in a folder of its own name (X/X), the vehicle's
 * pictures beside it in a nested folder, the roadside's in two parts. Pictures are links. Returns the outer X.
 */
export function unpackedTree(
  generated: string,
  home: string,
  { release, copies, missingEvery }: UnpackedOptions,
): string {
  const tree = join(home, release, release);
  mkdirSync(tree, { recursive: true });
  for (const side of ["vehicle-side", "infrastructure-side", "cooperative"]) {
    cpSync(join(generated, side), join(tree, side), {
      recursive: true,
      filter: (path) => !path.endsWith("image"),
    });
  }
  const isLost = (i: number, which: number): boolean =>
    missingEvery !== undefined && i % missingEvery === which;
  for (const side of ["vehicle-side", "infrastructure-side"] as const) {
    const rows = repeated(generated, `${side}/data_info.json`, copies);
    const listed = side === "vehicle-side" ? rows : rows.filter((_, i) => !isLost(i, 0));
    writeFileSync(join(tree, side, "data_info.json"), JSON.stringify(listed));
    for (const [i, name] of pictures(generated, side).entries()) {
      for (let copy = 0; copy < copies; copy++) {
        const n = copy * pictures(generated, side).length + i;
        if (side === "infrastructure-side" && isLost(n, 1)) continue;
        const to = join(pictureFolder(home, { release, side, n }), shifted(name, copy));
        mkdirSync(dirname(to), { recursive: true });
        linkSync(join(generated, side, "image", name), to);
      }
    }
  }
  const pairs = repeated(generated, "cooperative/data_info.json", copies);
  writeFileSync(join(tree, "cooperative", "data_info.json"), JSON.stringify(pairs));
  return join(home, release);
}

function pictures(generated: string, side: string): string[] {
  return readdirSync(join(generated, side, "image")).sort();
}

/** The vehicle's archive is unpacked to X/X; every other roadside picture is in the second part. */
function pictureFolder(
  home: string,
  { release, side, n }: { release: string; side: "vehicle-side" | "infrastructure-side"; n: number },
): string {
  const name = `${release}-${side}-image`;
  return side === "vehicle-side" ? join(home, name, name) : join(home, `${name}-0${n % 2}`);
}

function repeated(generated: string, path: string, copies: number): Row[] {
  const rows = JSON.parse(readFileSync(join(generated, path), "utf8")) as Row[];
  return Array.from({ length: copies }, (_, copy) => rows.map((row) => copied(row, copy))).flat();
}

/** The members that name a frame's pictures or its recording, renumbered; calibrations and labels stay shared. */
const RENUMBERED =
  /^(image_path|vehicle_image_path|infrastructure_image_path|vehicle_frame|infrastructure_frame|frame_id)$/;

function copied(row: Row, copy: number): Row {
  const renamed = Object.entries(row).map(([key, value]) => {
    if (RENUMBERED.test(key)) return [key, shifted(String(value), copy)] as const;
    if (key === "batch_id" || key === "sequence_id")
      return [key, `${String(value)}${copy === 0 ? "" : `-${copy}`}`] as const;
    return [key, value] as const;
  });
  return Object.fromEntries(renamed);
}

function shifted(text: string, copy: number): string {
  return text.replace(/\d{6}/, (id) => String(Number(id) + copy * SHIFT).padStart(6, "0"));
}

import { cpSync, linkSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MINI = join(__dirname, "../../data/mini");
const SHIFT = 1000;

type Row = Record<string, unknown>;

/**
 * A data set folder with data/mini three times over, each time as recordings of its own: six recordings of two pairs,
 * enough to be split. Copies share files with the original except pictures, whose names are the frames' ids.
 */
export function miniTown(): string {
  const folder = mkdtempSync(join(tmpdir(), "mini town "));
  cpSync(MINI, folder, { recursive: true });
  const rewrite = (path: string, copy: (row: Row, shift: number) => Row): void => {
    const file = join(folder, path);
    const rows = JSON.parse(readFileSync(file, "utf8")) as Row[];
    const all = [0, 1, 2].flatMap((k) => rows.map((row) => (k === 0 ? row : copy(row, k * SHIFT))));
    writeFileSync(file, JSON.stringify(all));
  };
  const linked = (side: string, image: unknown, shift: number): string => {
    const moved = shifted(image, shift);
    try {
      linkSync(join(folder, side, String(image)), join(folder, side, moved));
    } catch {
      // a frame without a picture
    }
    return moved;
  };
  for (const side of ["vehicle-side", "infrastructure-side"]) {
    rewrite(`${side}/data_info.json`, (row, shift) => ({
      ...row,
      batch_id: String(Number(row["batch_id"]) + shift),
      image_path: linked(side, row["image_path"], shift),
    }));
  }
  rewrite("cooperative/data_info.json", (row, shift) => ({
    ...row,
    vehicle_image_path: shifted(row["vehicle_image_path"], shift),
    infrastructure_image_path: shifted(row["infrastructure_image_path"], shift),
  }));
  return folder;
}

function shifted(path: unknown, shift: number): string {
  return String(path).replace(/\d{6}/, (id) => String(Number(id) + shift).padStart(6, "0"));
}

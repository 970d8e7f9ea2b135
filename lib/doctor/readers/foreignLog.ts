import { DatasetError } from "../../dataset/datasetError";
import { foreignFormat } from "../../dataset/plainFile/contentKind";

/** The line of Python that makes JSON or a table of what a program wrote in a format of its own. */
const EXPORTS: Readonly<Record<string, string>> = {
  pickle: 'json.dump(pickle.load(open(path, "rb")), open("history.json", "w"), default=float)',
  hdf5: 'json.dump({k: f[k][:].tolist() for k in f}, open("history.json", "w"))  # f = h5py.File(path)',
  parquet: 'pandas.read_parquet(path).to_csv("log.csv", index=False)',
  matlab: 'pandas.DataFrame(scipy.io.loadmat(path)["history"]).to_csv("log.csv", index=False)',
  arrow: 'pandas.read_feather(path).to_csv("log.csv", index=False)',
  excel: 'pandas.read_excel(path).to_csv("log.csv", index=False)',
  gzip: "gzip.open(path).read()  # or gunzip it",
};
const ZIP =
  'torch.load(path)["history"] or what holds it, then json.dump(history, open("history.json", "w"), default=float)';
const NPY = 'json.dump(np.load(path, allow_pickle=True).item(), open("history.json", "w"), default=float)';

/** Throws a DatasetError that names the format of a file that is no text, and the line that exports it. */
export function refuseForeign(file: string, head: Uint8Array): void {
  const start = Buffer.from(head.subarray(0, 4096)).toString("latin1");
  const foreign = foreignFormat(start);
  if (foreign !== undefined && foreign.id !== "utf-16")
    throw refused(file, foreign.name, EXPORTS[foreign.id] ?? "json.dump(history, open(path, 'w'))");
  if (start.startsWith("PK\x03\x04"))
    throw refused(file, "a zip archive (.npz, .pt of PyTorch, .xlsx, .keras)", ZIP);
  if (start.startsWith("\x93NUMPY"))
    throw refused(file, "a NumPy array, which names no columns", `${NPY}; predictions go to --predictions`);
}

function refused(file: string, got: string, python: string): DatasetError {
  return new DatasetError(
    file,
    "content",
    `expected a log (table of text, JSON, TensorBoard event file, console text), got ${got}; export it in Python: ${python}`,
  );
}

/** Bytes that no text has: more than one in twenty a control character. */
export function isBinary(text: string): boolean {
  let odd = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code === 0xfffd || (code < 32 && ![7, 8, 9, 10, 12, 13, 27].includes(code))) odd++;
  }
  return odd > text.length / 20;
}

/** The refusal of bytes of no known format. */
export function unknownBytes(file: string): DatasetError {
  return refused(
    file,
    "bytes of an unknown format",
    'json.dump(history, open("history.json", "w"), default=float)',
  );
}

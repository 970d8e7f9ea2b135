import { DatasetError } from "../datasetError";

/** What a file's first bytes say it is; the name's ending is not asked. */
export type ContentKind = "npy" | "zip" | "json" | "text";

/** How a format nobody can read here is known by its bytes, what it is called, and the line of Python that exports it. */
interface Foreign {
  readonly id: "hdf5" | "matlab" | "parquet" | "arrow" | "pickle" | "gzip" | "utf-16" | "excel";
  readonly name: string;
  readonly starts: RegExp;
  readonly python: string;
}

const FOREIGN: readonly Foreign[] = [
  {
    id: "hdf5",
    name: "HDF5 (also .mat since version 7.3, .h5, .nc)",
    starts: /^\x89HDF/,
    python: 'np.save("targets.npy", h5py.File(path)["targets"][:])',
  },
  {
    id: "matlab",
    name: "a MATLAB file (.mat)",
    starts: /^MATLAB /,
    python: 'np.save("targets.npy", scipy.io.loadmat(path)["targets"])',
  },
  {
    id: "parquet",
    name: "Parquet",
    starts: /^PAR1/,
    python: 'pandas.read_parquet(path).to_csv("targets.csv", index=False)',
  },
  {
    id: "arrow",
    name: "Feather or Arrow",
    starts: /^(FEA1|ARROW1)/,
    python: 'pandas.read_feather(path).to_csv("targets.csv", index=False)',
  },
  {
    id: "pickle",
    name: "a Python pickle (.pkl, old .pt)",
    starts: /^\x80[\x02-\x05]/,
    python: 'np.save("targets.npy", np.asarray(pickle.load(open(path, "rb"))))',
  },
  { id: "gzip", name: "gzip", starts: /^\x1f\x8b/, python: "gzip.open(path).read()  # or gunzip it" },
  {
    id: "utf-16",
    name: "UTF-16 text",
    starts: /^(\xff\xfe|\xfe\xff)/,
    python: 'open("targets.csv", "w").write(open(path, encoding="utf-16").read())',
  },
  {
    id: "excel",
    name: "an old Excel sheet",
    starts: /^\xd0\xcf\x11\xe0/,
    python: 'pandas.read_excel(path).to_csv("targets.csv", index=False)',
  },
];

/** The format that a file's first bytes (as Latin-1) say it has, when it is one that other programs read. */
export function foreignFormat(start: string): Foreign | undefined {
  return FOREIGN.find(({ starts }) => starts.test(start));
}

/** The kind of a file's content; a DatasetError that names the format when it is none that can be read. */
export function contentKind(file: string, bytes: Uint8Array): ContentKind {
  const start = Buffer.from(bytes.subarray(0, 4096)).toString("latin1");
  if (start.startsWith("\x93NUMPY")) return "npy";
  if (start.startsWith("PK\x03\x04") || start.startsWith("PK\x05\x06")) return "zip";
  const foreign = foreignFormat(start);
  if (foreign !== undefined) throw refused(file, foreign.name, foreign.python);
  if (start.includes("\0"))
    throw refused(file, "bytes of an unknown format", 'np.save("targets.npy", array)');
  return /^(\xef\xbb\xbf)?\s*[[{]/.test(start) ? "json" : "text";
}

function refused(file: string, got: string, python: string): DatasetError {
  const expected = "expected .npy, .npz, .json or a table of text";
  return new DatasetError(file, "content", `${expected}, got ${got}; export it in Python: ${python}`);
}

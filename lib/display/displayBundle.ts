import { createRequire } from "node:module";

/** One output of a cell: MIME type → content. Strings as they are; `+json` types as plain objects. */
export type MimeBundle = Readonly<Record<string, unknown>> & { readonly "text/plain": string };

/** tslab's writer: with `update`, the output shown under the same `display_id` is replaced. */
type Writer = (
  message: {
    data: Readonly<Record<string, unknown>>;
    metadata: Readonly<Record<string, unknown>>;
    transient: Readonly<Record<string, unknown>>;
  },
  update: boolean,
) => void;

export interface DisplayOptions {
  /** Names the output so that a later bundle can replace it. */
  readonly displayId?: string;
  /** Replaces the output shown under `displayId` instead of adding one; false by default. */
  readonly update?: boolean;
}

/**
 * Shows one output with several representations; the front-end picks the richest it knows. tslab's
 * public `display` sends one type only, so this calls the writer of the kernel's own loaded copy (a
 * second `require` by name would find a copy without a kernel). Outside a kernel prints the text.
 */
export function displayBundle(bundle: MimeBundle, { displayId, update = false }: DisplayOptions = {}): void {
  const write = kernelWriter();
  if (write === undefined) {
    console.log(bundle["text/plain"]);
    return;
  }
  const transient = displayId === undefined ? {} : { display_id: displayId };
  write({ data: bundle, metadata: {}, transient }, update);
}

/** True inside a tslab kernel that has begun to run a cell. */
export function inKernel(): boolean {
  return kernelWriter() !== undefined;
}

function kernelWriter(): Writer | undefined {
  const loaded = createRequire(__filename).cache;
  const path = Object.keys(loaded).find((file) => /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(file));
  if (path === undefined) return undefined;
  const jupyter = loaded[path]?.exports as { lastWriteDisplayData?: Writer | null } | undefined;
  return jupyter?.lastWriteDisplayData ?? undefined;
}

import { BACKENDS, selectBackend, type BackendName } from "../../lib/backend/selectBackend";

/** Starts the backend these tests are run on: SEVEN_FIXES_BACKEND, else WASM with our kernels. */
export async function startTestBackend(): Promise<void> {
  const backend = process.env["SEVEN_FIXES_BACKEND"] ?? "wasm";
  await selectBackend({ backend, log: () => undefined });
}

/** The backends that are everywhere, and the one of SEVEN_FIXES_BACKEND. */
export function testBackends(): BackendName[] {
  const everywhere: readonly string[] = ["wasm", "wasm-stock", "cpu"];
  return BACKENDS.filter((name) => everywhere.includes(name) || name === process.env["SEVEN_FIXES_BACKEND"]);
}

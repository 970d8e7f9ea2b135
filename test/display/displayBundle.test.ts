import { createRequire } from "node:module";
import { afterEach, describe, expect, it, vi } from "vitest";
import { displayBundle, inKernel } from "../../lib/display/displayBundle";

const require = createRequire(__filename);

afterEach(() => {
  vi.restoreAllMocks();
  (require("tslab/dist/jupyter.js") as { lastWriteDisplayData: unknown }).lastWriteDisplayData = null;
});

describe("displayBundle", () => {
  it("prints the plain text when no kernel runs", () => {
    const print = vi.spyOn(console, "log").mockImplementation(() => undefined);
    displayBundle({ "text/plain": "one line", "text/markdown": "**one line**" });
    expect(print.mock.calls).toEqual([["one line"]]);
    expect(inKernel()).toBe(false);
  });

  it("hands the whole bundle to the writer of the loaded kernel", () => {
    const sent: unknown[] = [];
    // The kernel sets this export when a cell begins; here the test is the kernel.
    const jupyter = require("tslab/dist/jupyter.js") as { lastWriteDisplayData: unknown };
    jupyter.lastWriteDisplayData = (...message: unknown[]) => sent.push(message);
    const bundle = { "text/plain": "a", "text/markdown": "*a*" };
    displayBundle(bundle);
    displayBundle(bundle, { displayId: "chart", update: true });
    expect(inKernel()).toBe(true);
    expect(sent).toEqual([
      [{ data: bundle, metadata: {}, transient: {} }, false],
      [{ data: bundle, metadata: {}, transient: { display_id: "chart" } }, true],
    ]);
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { prepareEnvironment, requireFreePort } from "../../lib/cli/lab";

const requirements = ["lib", "jupyter"];

describe("prepareEnvironment(root)", () => {
  it("names what to do when there is no Python, and writes nothing", () => {
    const root = mkdtempSync(join(tmpdir(), "lab-"));
    mkdirSync(join(root, ...requirements), { recursive: true });
    writeFileSync(join(root, ...requirements, "requirements.txt"), "jupyterlab==0\n");
    const path = process.env["PATH"];
    process.env["PATH"] = root;
    try {
      expect(() => prepareEnvironment(root)).toThrow(
        "lab: expected Python 3.10 or newer, got none; install it",
      );
    } finally {
      process.env["PATH"] = path;
      rmSync(root, { recursive: true });
    }
  });
});

describe("requireFreePort(port)", () => {
  it("refuses a port in use and one that is no port", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await expect(requireFreePort(String(port))).rejects.toThrow(
      `lab: expected port ${port} to be free, got one in use`,
    );
    await new Promise((resolve) => server.close(resolve));
    await expect(requireFreePort(String(port))).resolves.toBeUndefined();
    await expect(requireFreePort("99999")).rejects.toThrow('expected a port from 1 to 65535, got "99999"');
  });
});

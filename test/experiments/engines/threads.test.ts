import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, it } from "vitest";
import { placeAt } from "../../../lib/experiments/engines/address";
import { singCanary } from "../../../lib/experiments/engines/canary";
import { startThread } from "../../../lib/experiments/engines/threads";
import { work } from "../../../lib/experiments/engines/workLoop";

it("a worker with more lanes than Node expects listeners waits and stops without a word of Node's", async () => {
  const warnings: string[] = [];
  const warned = ({ message }: Error): void => void warnings.push(message);
  process.on("warning", warned);
  const stop = new AbortController();
  const thread = startThread();
  const place = await placeAt(`folder:${mkdtempSync(join(tmpdir(), "lanes "))}`);
  await place.open();
  await place.announce(await singCanary(thread, stop.signal));
  let working: Promise<string> | undefined;
  await new Promise<void>((resolve) => {
    const say = (line: string): void => (line.endsWith(": at work") ? resolve() : undefined);
    working = work(place, { threads: 16, signal: stop.signal, say, start: () => thread });
  });
  await setTimeout(200); // every lane has found nothing and waits
  stop.abort();
  expect(await working).toBe("stopped");
  await place.close();
  process.off("warning", warned);
  expect(warnings).toEqual([]);
});

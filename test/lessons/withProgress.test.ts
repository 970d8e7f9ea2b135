import { afterEach, expect, it, vi } from "vitest";
import { withProgress } from "../../lib/lessons/withProgress";
import { interruptAll } from "../../lib/task/interrupt";
import { sendingBy } from "../display/kernelOutput";

let milliseconds = 0;
/** Every look at the clock finds a second gone: each piece is a frame. */
const clock = (): number => (milliseconds += 1000);

afterEach(() => vi.unstubAllEnvs());

async function shownBy(work: Parameters<typeof withProgress<unknown>>[1]): Promise<string[]> {
  const { sent } = await sendingBy(() => withProgress("sick", work, clock));
  expect(new Set(sent.map(({ displayId }) => displayId)).size).toBe(1);
  return sent.map(({ data }) => String(data["text/plain"]));
}

it("withProgress(label, work) says the cost first, then how far it is, all in one line, and returns the result", async () => {
  let result: number | undefined;
  const { sent } = await sendingBy(async () => {
    result = await withProgress(
      "sick",
      ({ onProgress }) => {
        onProgress(0, 2, "30 updates, about 1.2 s");
        onProgress(1, 2, "epoch 1");
        onProgress(2, 2, "epoch 2");
        return Promise.resolve(7);
      },
      clock,
    );
  });
  expect(result).toBe(7);
  expect(sent.map(({ data }) => data["text/plain"])).toEqual([
    "sick: 30 updates, about 1.2 s",
    "sick: 30 updates, about 1.2 s · 1/2 · epoch 1",
    "sick: 30 updates, about 1.2 s · 2/2 · epoch 2",
    "sick: 30 updates, about 1.2 s · 2 of 2 done",
  ]);
});

it("keeps no seconds where nobody watches: a saved page is the same everywhere", async () => {
  vi.stubEnv("SEVEN_FIXES_HEADLESS", "1");
  const lines = await shownBy(({ onProgress }) => {
    onProgress(0, 2, "80 trainings, 400 updates, about 1 min 05 s; 2 seeds prove nothing");
    onProgress(2, 2, "done");
    return Promise.resolve();
  });
  expect(lines.at(-1)).toBe("sick: 80 trainings, 400 updates; 2 seeds prove nothing · 2 of 2 done");
});

it("Stop aborts the work, which keeps what it has, and the line says how far it came", async () => {
  const lines = await shownBy(({ onProgress, signal }) => {
    onProgress(0, 3, "cost");
    onProgress(1, 3, "one");
    interruptAll();
    expect(signal.aborted).toBe(true);
    return Promise.resolve();
  });
  expect(lines.at(-1)).toBe("sick: cost · 1 of 3 done");
});

it("work that is refused before any cost leaves no line", async () => {
  const { sent } = await sendingBy(() =>
    expect(withProgress("sick", () => Promise.reject(new Error("one row")))).rejects.toThrow("one row"),
  );
  expect(sent).toEqual([]);
});

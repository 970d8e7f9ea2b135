import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readDairV2x } from "../../lib/dataset/dairV2x";
import { egoPoseLabels } from "../../lib/dataset/egoPoseLabels";
import { planDataset } from "../../lib/simulator/datasetPlan";
import { generateDataset } from "../../lib/simulator/generateDataset";
import { placementOf } from "../../lib/simulator/roadUser";
import { trafficAt } from "../../lib/simulator/scene";
import { simulatePlanned } from "../../lib/simulator/simulatePlanned";
import { isPaired } from "../../lib/dataset/sample";
import { readSeqSpd } from "../../lib/dataset/seqSpd";
import { at } from "../../lib/math/at";
import { interruptAll, InterruptedError } from "../../lib/task/interrupt";

const committed = resolve(__dirname, "../../data/mini");
let folder = "";

/** Every file below a folder and the hash of what is in it. */
function contents(root: string): Map<string, string> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort();
  return new Map(
    paths.map((path) => [
      path.slice(root.length),
      createHash("sha256").update(readFileSync(path)).digest("hex"),
    ]),
  );
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "generator "));
  await generateDataset(join(folder, "made"), { size: "mini" });
  await generateDataset(join(folder, "spd"), { size: "mini", layout: "v2x-seq-spd" });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("generateDataset", () => {
  it("of seed 1 gives the committed mini set byte for byte", () => {
    expect(contents(join(folder, "made"))).toEqual(contents(committed));
  });

  it("of another seed gives another world", () => {
    expect(planDataset("mini", 2)).not.toEqual(planDataset("mini", 1));
  });

  it.each(["made", "spd"])("is read back (%s): recordings, both pictures of 4 pairs, labels", (name) => {
    const recordings = name === "spd" ? readSeqSpd(join(folder, name)) : readDairV2x(join(folder, name));
    expect(recordings).toHaveLength(2);
    expect(egoPoseLabels(recordings).filter(isPaired)).toHaveLength(4);
    const labelled = recordings
      .flatMap(({ frames }) => frames)
      .filter(({ objects }) => objects !== undefined);
    expect(labelled.map(({ objects }) => objects?.().length)).not.toContain(0);
  });

  it("puts the same object at the same place through either layout's chain", () => {
    const centres = (recordings: ReturnType<typeof readDairV2x>): number[][] =>
      recordings
        .flatMap(({ frames }) => frames)
        .flatMap(({ objects }) => (objects?.() ?? []).map(({ centre }) => [...centre]))
        .sort((a, b) => at(a, 0) - at(b, 0));
    const world = centres(readDairV2x(join(folder, "made")));
    const lidar = centres(readSeqSpd(join(folder, "spd")));
    expect(lidar).toHaveLength(world.length);
    world.forEach((centre, i) =>
      expect(Math.hypot(...centre.map((value, k) => value - at(at(lidar, i), k)))).toBeLessThan(0.01),
    );
  });

  it("labels read from the files are the simulated ego's path", () => {
    const plan = at(planDataset("mini", 1), 0);
    const scene = simulatePlanned({ seed: 1 }, plan);
    const ids = new Map(
      plan.vehicleFrames.map(({ id, microseconds }) => [id, (microseconds - plan.startMicroseconds) / 1e6]),
    );
    const samples = egoPoseLabels(readDairV2x(committed)).filter(({ id }) => ids.has(id));
    expect(samples.length).toBeGreaterThan(0);
    for (const sample of samples) {
      const t = ids.get(sample.id) ?? NaN;
      const place = (time: number): { x: number; y: number } =>
        placementOf(at(scene.users, 0), at(trafficAt(scene, time).motions, 0));
      const [x, y] = at(sample.target, 44);
      // Distances do not depend on the frame; 2 cm for linear interpolation between time stamps.
      expect(Math.hypot(x, y)).toBeCloseTo(
        Math.hypot(place(t + 4.5).x - place(t).x, place(t + 4.5).y - place(t).y),
        1,
      );
    }
  });

  it("leaves a finished set alone and refuses a folder with other content, or an unknown option", async () => {
    expect(await generateDataset(join(folder, "made"), { size: "mini" })).toBe(false);
    writeFileSync(join(folder, "mine.txt"), "keep");
    await expect(generateDataset(folder, { size: "mini" })).rejects.toThrow(
      /expected an empty or new folder, got \d+ entries/,
    );
    await expect(generateDataset(folder, { size: "huge" as "mini" })).rejects.toThrow(
      /size: expected one of mini, sparse, small, incident, got "huge"/,
    );
    await expect(generateDataset(folder, { layout: "kitti" as "dair-v2x-c" })).rejects.toThrow(
      /layout: expected one of dair-v2x-c/,
    );
  });

  it("writes the same bytes with two threads as with none", async () => {
    await generateDataset(join(folder, "threads"), { size: "mini", workers: 2 });
    expect(contents(join(folder, "threads"))).toEqual(contents(join(folder, "made")));
  });

  it.each([0, 1])(
    "stopped after its first recording (%i threads) leaves no folder, whole or half",
    async (workers) => {
      const home = mkdtempSync(join(folder, "stopped "));
      const work = generateDataset(join(home, "set"), {
        size: "mini",
        workers,
        onProgress: () => void interruptAll(),
      });
      await expect(work).rejects.toThrow(InterruptedError);
      expect(readdirSync(home)).toEqual([]);
    },
  );

  it("leaves nothing behind, and the old set whole, when the disk refuses in the middle", async () => {
    const home = mkdtempSync(join(folder, "refused "));
    await generateDataset(join(home, "set"), { size: "mini" });
    const before = contents(home);
    const work = generateDataset(join(home, "set"), {
      size: "mini",
      seed: 2,
      force: true,
      onProgress: () => {
        // after the first recording its folder of pictures is no folder any more: every further write fails
        const [partial = ""] = readdirSync(home).filter((name) => name.endsWith(".partial"));
        rmSync(join(home, partial, "vehicle-side/image"), { recursive: true, force: true });
        writeFileSync(join(home, partial, "vehicle-side/image"), "");
      },
    });
    await expect(work).rejects.toThrow(
      /write .*image.*: expected a writable place with room, got "E.*"; free space/,
    );
    expect(contents(home)).toEqual(before);
  });

  it("leaves nothing behind when the disk refuses", async () => {
    const file = join(folder, "a file");
    writeFileSync(file, "");
    await expect(generateDataset(join(file, "inside"), { size: "mini" })).rejects.toThrow(
      /generate: expected to make a folder in .*a file, got "E.*"; choose a writable place/,
    );
    await expect(generateDataset(file, { size: "mini" })).rejects.toThrow(/expected a folder, got a file/);
    expect(readFileSync(file, "utf8")).toBe("");
  });
});

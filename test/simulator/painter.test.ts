import { describe, expect, it } from "vitest";
import { appearances, worldBoxes } from "../../lib/simulator/observation";
import { extentOf } from "../../lib/simulator/datasetSize";
import { intersectionOf } from "../../lib/simulator/intersection";
import { paintPicture, setStage } from "../../lib/simulator/painter";
import { poleRig, worldToPoleCamera } from "../../lib/simulator/rig";
import { simulateScene, trafficAt } from "../../lib/simulator/scene";
import { at } from "../../lib/math/at";

const extent = extentOf("mini");
const intersection = intersectionOf(3, 0);
const scene = simulateScene(intersection, 3, { label: "0", seconds: 6 });
const arm = at(scene.users, 0).path.arm;
const pole = poleRig(3, { intersection, index: 0, arm }, extent);
const stage = setStage(intersection, 3, 0);
const view = { camera: pole.camera, worldToCamera: worldToPoleCamera(pole) };

describe("the painter", () => {
  it("paints every unhidden road user inside the projection of its labelled box, and fills it", () => {
    const traffic = trafficAt(scene, 2);
    const observed = worldBoxes(traffic, stage.crossing);
    const looks = appearances(observed, view.camera, view.worldToCamera);
    const whole = paintPicture(stage, traffic, view);
    let checked = 0;
    observed.forEach(({ track, kind }, i) => {
      const look = looks[i];
      if (!look || look.occluded > 0 || look.truncated || kind !== "Car") return;
      if (look.picture.xmax - look.picture.xmin < 12) return;
      const changed = changedBox(
        whole.pixels,
        paintPicture(stage, traffic, { ...view, hidden: track }).pixels,
      );
      // The shadow reaches 0.15 m beyond the body: one or two pixels here. Wheels and body fill the box itself.
      expect(Math.abs(changed.xmin - look.picture.xmin)).toBeLessThan(5);
      expect(Math.abs(changed.xmax - look.picture.xmax)).toBeLessThan(5);
      expect(Math.abs(changed.ymin - look.picture.ymin)).toBeLessThan(5);
      expect(Math.abs(changed.ymax - look.picture.ymax)).toBeLessThan(5);
      checked++;
    });
    expect(checked).toBeGreaterThan(0);
  });

  it("shows another picture when only the traffic light changes", () => {
    const traffic = trafficAt(scene, 2);
    const seen = [0, 18, 36, 54].map((seconds) => {
      const lights = { ...traffic.lights, offset: traffic.lights.offset + seconds };
      return Buffer.from(paintPicture(stage, { ...traffic, lights }, view).pixels).toString("base64");
    });
    expect(new Set(seen).size).toBeGreaterThan(1);
  });
});

/** Extent of the pixels in which two pictures differ. */
function changedBox(
  a: Uint8ClampedArray,
  b: Uint8ClampedArray,
): { xmin: number; xmax: number; ymin: number; ymax: number } {
  const { width } = view.camera;
  const box = { xmin: Infinity, xmax: -Infinity, ymin: Infinity, ymax: -Infinity };
  for (let i = 0; i < a.length; i += 4) {
    if (a[i] === b[i] && a[i + 1] === b[i + 1] && a[i + 2] === b[i + 2]) continue;
    const column = (i / 4) % width;
    const row = Math.floor(i / 4 / width);
    box.xmin = Math.min(box.xmin, column);
    box.xmax = Math.max(box.xmax, column + 1);
    box.ymin = Math.min(box.ymin, row);
    box.ymax = Math.max(box.ymax, row + 1);
  }
  return box;
}

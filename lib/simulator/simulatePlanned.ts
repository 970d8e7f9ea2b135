import { at } from "../math/at";
import { type DatasetIdentity } from "./datasetOptions";
import { type PlannedRecording } from "./datasetPlan";
import { intersectionOf } from "./intersection";
import { simulateScene, type Scene } from "./scene";

/** The simulated drive of a planned recording: the truth its files are made from. */
export function simulatePlanned({ seed }: Pick<DatasetIdentity, "seed">, plan: PlannedRecording): Scene {
  const last = at(plan.vehicleFrames, plan.vehicleFrames.length - 1).microseconds;
  const seconds = (last - plan.startMicroseconds) / 1e6 + 0.1;
  return simulateScene(intersectionOf(seed, plan.intersection), seed, { label: String(plan.index), seconds });
}

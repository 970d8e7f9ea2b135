import { join } from "node:path";
import { atomicWrite } from "../files/atomicWrite";
import { at } from "../math/at";
import { PICTURE_LAG_MICROSECONDS } from "./datasetLayout";
import { type DatasetIdentity } from "./datasetOptions";
import { type PlannedPair } from "./datasetPlan";
import { type Pixels } from "./jpeg";
import { paintPicture } from "./painter";
import { novatelIn, record, trafficAfter, type Recorded, type Recording } from "./recorded";
import * as rigs from "./rig";

/**
 * Draws both pictures of some pairs of a planned recording again, of any size: the same scene from the same places.
 * Writes them into the folder as a data set has them, and nothing else.
 */
export async function redrawPictures(
  folder: string,
  identity: DatasetIdentity,
  recording: Recording & { readonly pairs: readonly PlannedPair[] },
): Promise<void> {
  const recorded = record(folder, identity, recording);
  const { vehicleFrames } = recording.plan;
  for (const pair of recording.pairs) await writePictures(recorded, at(vehicleFrames, pair.vehicle).id, pair);
}

/** Each picture shows the scene, and is taken from where its camera is, at its own time. */
export async function writePictures(recorded: Recorded, vehicleId: string, pair: PlannedPair): Promise<void> {
  const { folder, identity, plan, stage, vehicle, pole, encode } = recorded;
  const lag = PICTURE_LAG_MICROSECONDS[identity.layout];
  const seen = trafficAfter(recorded, at(plan.vehicleFrames, pair.vehicle).microseconds + lag);
  const vehicleCamera = {
    camera: vehicle.camera,
    worldToCamera: rigs.worldToVehicleCamera(vehicle, novatelIn(recorded, seen)),
    hidden: 0,
  };
  const fromPole = trafficAfter(recorded, pair.infrastructure.microseconds + lag);
  const poleCamera = { camera: pole.camera, worldToCamera: rigs.worldToPoleCamera(pole) };
  const write = async (path: string, picture: Pixels): Promise<void> =>
    atomicWrite(join(folder, path), await encode(picture));
  await write(`vehicle-side/image/${vehicleId}.jpg`, paintPicture(stage, seen, vehicleCamera));
  await write(
    `infrastructure-side/image/${pair.infrastructure.id}.jpg`,
    paintPicture(stage, fromPole, poleCamera),
  );
}

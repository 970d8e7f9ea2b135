import { type Pose } from "../geometry/pose";
import { IDENTITY } from "../geometry/rotation";
import { at } from "../math/at";
import { type Rng } from "../math/rng";
import { type DatasetLayout } from "./datasetOptions";
import { type PlannedPair, type PlannedRecording } from "./datasetPlan";
import { labelRecord, labelStyle, worldCorners, type LabelRecord } from "./labelRecords";
import { appearances, throughSensor, type Observed } from "./observation";
import { type CameraRig } from "./rig";

const WORLD: Pose = { rotation: IDENTITY, position: [0, 0, 0] };

interface SideView {
  readonly side: "vehicle" | "infrastructure";
  readonly layout: DatasetLayout;
  /** World → the side's lidar. */
  readonly toFrame: Pose;
  readonly rig: CameraRig;
}

/** One side's labels in its lidar's frame: of everybody in reach, and of those in the picture. */
export function sideLabels(
  rng: Rng,
  observed: readonly Observed[],
  { side, layout, toFrame, rig }: SideView,
): { all: LabelRecord[]; inPicture: LabelRecord[] } {
  const style = labelStyle(rng);
  const looks = appearances(observed, rig.camera, throughSensor(rig.lidarToCamera, toFrame));
  const all = observed.map((one, i): LabelRecord => {
    const label = labelRecord(style, one, { toFrame, appearance: looks[i] });
    if (layout === "v2x-seq-spd") return { ...label, track_id: sixDigits(one.track) };
    return side === "vehicle" ? label : { ...label, ...asText(label) };
  });
  return { all, inPicture: all.filter((_, i) => looks[i] !== undefined) };
}

/** DAIR-V2X-C's roadside writes the two states, and an `alpha` that its vehicles lack, as text. */
function asText({ truncated_state, occluded_state, rotation }: LabelRecord): LabelRecord {
  return {
    truncated_state: String(truncated_state),
    occluded_state: String(occluded_state),
    alpha: String(rotation),
  };
}

/** What the cooperative labels of one pair are made of. */
export interface CooperativeScene {
  readonly layout: DatasetLayout;
  readonly plan: PlannedRecording;
  readonly pair: PlannedPair;
  readonly moment: {
    readonly id: string;
    readonly novatel: Pose;
    readonly worldToLidar: Pose;
    readonly observed: readonly Observed[];
  };
  readonly everybody: readonly Observed[];
  /** Tracks the roadside reaches. */
  readonly fromPole: ReadonlySet<number>;
  readonly vehicle: CameraRig;
  readonly rng: Rng;
  readonly inOrder: (observed: readonly Observed[]) => Observed[];
}

/**
 * The cooperative labels of one pair at the vehicle's point-cloud time: in the world with corners (DAIR-V2X-C, whose
 * `rotation` stays that of the lidar's frame), or in the lidar's frame with tracks (V2X-Seq SPD).
 */
export function cooperativeLabels(scene: CooperativeScene): LabelRecord[] {
  const { layout, moment, everybody, fromPole, vehicle, rng, inOrder } = scene;
  const fromCar = new Set(moment.observed.map(({ track }) => track));
  const observed = inOrder(everybody.filter(({ track }) => fromPole.has(track) || fromCar.has(track)));
  const style = labelStyle(rng);
  const toCamera = throughSensor(vehicle.lidarToCamera, moment.worldToLidar);
  const looks = appearances(observed, vehicle.camera, toCamera);
  return observed.map((one, i) => {
    const frames = layout === "dair-v2x-c" ? WORLD : moment.worldToLidar;
    const view = { toFrame: frames, headingFrame: moment.worldToLidar, appearance: looks[i] };
    const label = labelRecord(style, one, view);
    return layout === "dair-v2x-c"
      ? { ...label, world_8_points: worldCorners(one) }
      : { ...label, ...trackOf(scene, one, fromCar.has(one.track)) };
  });
}

/** What V2X-Seq SPD adds to a label: who it is, who saw it and when. */
function trackOf(
  { plan, pair, moment: { id, novatel }, fromPole }: CooperativeScene,
  { track, box: { centre, yaw } }: Observed,
  byCar: boolean,
): LabelRecord {
  const byPole = fromPole.has(track);
  const ray = Math.atan2(centre[1] - novatel.position[1], centre[0] - novatel.position[0]);
  const token = `${plan.index}-${id}-${track}`;
  const seen = (bySide: boolean, value: string): string => (bySide ? value : "-1");
  return {
    token,
    track_id: sixDigits(track),
    alpha: Math.round((yaw - ray) * 1e6) / 1e6,
    from_side: byCar && byPole ? "coop" : byCar ? "veh" : "inf",
    veh_pointcloud_timestamp: String(at(plan.vehicleFrames, pair.vehicle).microseconds),
    inf_pointcloud_timestamp: String(pair.infrastructure.microseconds),
    veh_frame_id: id,
    inf_frame_id: pair.infrastructure.id,
    veh_track_id: seen(byCar, sixDigits(track)),
    inf_track_id: seen(byPole, sixDigits(1000 + track)),
    veh_token: seen(byCar, token),
    inf_token: seen(byPole, `${token}-inf`),
  };
}

function sixDigits(id: number): string {
  return String(id).padStart(6, "0");
}

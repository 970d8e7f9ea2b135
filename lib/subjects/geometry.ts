/** Trajectories in metres, frames, displacement errors, baselines. */
export { STEP_SECONDS, TIME_STEPS, type Point, type Trajectory } from "../geometry/trajectory";
export { type Vector3 } from "../geometry/vector3";
export { type Rotation } from "../geometry/rotation";
export { type Pose, inverse } from "../geometry/pose";
export { type Pose2 } from "../geometry/egoFrame";
export { ade, displacements, meanAde } from "../geometry/displacementError";
export { impliedSpeed, kilometresPerHour, MEAN_TARGET_SECONDS } from "../geometry/impliedSpeed";
export { constantVelocity, meanTrajectory, zeros } from "../geometry/baselines";
export { endsBehind, endsTooFar } from "../geometry/carReach";
export { largestStep } from "../geometry/largestStep";

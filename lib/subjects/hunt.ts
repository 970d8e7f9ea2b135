/** Bug hunts: a fault sealed in a small run, to be named with the tools of the collection. */
export { break } from "../doctor/hunt/break";
export { type Round, type Standing } from "../doctor/hunt/round";
export { record } from "../doctor/hunt/record";
export { type HuntLevel, type Suspect } from "../doctor/hunt/suspects";

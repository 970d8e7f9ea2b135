import { rotate, type Rotation } from "./rotation";
import { cross, subtract, unit, type Vector3 } from "./vector3";

/** First eccentricity squared of the WGS-84 ellipsoid. */
const ECCENTRICITY_SQUARED = 6.69437999014e-3;

/**
 * "Up" at an earth-centred earth-fixed (ECEF) position near the ground: the ellipsoid's normal,
 * (x, y, z / (1 − e²)) normalised. Exact on the ellipsoid; within 1e-5 rad up to 10 km above it.
 */
export function upAt(ecef: Vector3): Vector3 {
  return unit([ecef[0], ecef[1], ecef[2] / (1 - ECCENTRICITY_SQUARED)]);
}

/** A flat frame touching the earth: x east, y north, z up, metres from `origin`. */
export interface LocalFrame {
  readonly origin: Vector3;
  /** Rows east, north, up: turns ECEF directions into local ones. */
  readonly fromEcef: Rotation;
}

/** The east-north-up frame at an ECEF position; undefined directions at the poles are an error of `unit`. */
export function localFrameAt(origin: Vector3): LocalFrame {
  const up = upAt(origin);
  const east = unit(cross([0, 0, 1], up));
  return { origin, fromEcef: [east, cross(up, east), up] };
}

/** An ECEF position in the local frame. */
export function toLocal(frame: LocalFrame, ecef: Vector3): Vector3 {
  return rotate(frame.fromEcef, subtract(ecef, frame.origin));
}

import { type Rng } from "../math/rng";
import { wholePower } from "../math/wholePower";

/** How one road user drives or walks. Nothing of it can be seen in a picture. */
export interface Driver {
  /** Speed on a free road, m/s. */
  readonly desiredSpeed: number;
  /** Strongest acceleration and comfortable braking, m/s², both positive. */
  readonly acceleration: number;
  readonly braking: number;
  /** Seconds kept to the one ahead. */
  readonly headway: number;
  /** Metres kept to the one ahead when standing. */
  readonly standingGap: number;
  /** Sideways acceleration accepted in a turn, m/s². */
  readonly cornering: number;
  /** Seconds from green to the start. */
  readonly reaction: number;
}

/** What the driver reacts to: gap to a leader in metres (bumper to bumper) and the leader's speed. */
export interface Leader {
  readonly gap: number;
  readonly speed: number;
}

const between = (rng: Rng, low: number, high: number): number => low + (high - low) * rng.uniform();

/** A car driver; heavier vehicles take `vigour` below 1. */
export function drawDriver(rng: Rng, vigour = 1): Driver {
  return {
    desiredSpeed: between(rng, 9.5, 14) * (0.8 + 0.2 * vigour),
    acceleration: between(rng, 1.2, 2.2) * vigour,
    braking: between(rng, 1.6, 2.4),
    headway: between(rng, 1, 1.7),
    standingGap: between(rng, 2, 3),
    cornering: between(rng, 1.8, 2.8) * (0.6 + 0.4 * vigour),
    reaction: between(rng, 0.4, 1.4),
  };
}

/** A cyclist (about 4.5 m/s) or pedestrian (about 1.5 m/s). */
export function drawSlowUser(rng: Rng, speed: number): Driver {
  const desiredSpeed = speed * between(rng, 0.85, 1.2);
  return {
    desiredSpeed,
    acceleration: 1,
    braking: 1.5,
    headway: 0.8,
    standingGap: 1,
    cornering: 2,
    reaction: between(rng, 0.2, 1.2),
  };
}

/**
 * Free-road part of the improved intelligent driver model: a (1 − (v/v₀)⁴) below the wanted speed, a mild
 * −b (1 − (v₀/v)^(4a/b)) above it. Source: Treiber and Kesting, Traffic Flow Dynamics, ch. 11.
 */
export function freeAcceleration(driver: Driver, speed: number, wanted: number): number {
  const { acceleration, braking } = driver;
  if (speed <= wanted) return acceleration * (1 - wholePower(speed / Math.max(wanted, 0.1), 4));
  const exponent = (4 * acceleration) / braking;
  return -braking * (1 - Math.exp(exponent * Math.log(wanted / speed))); // no `**`: see wholePower
}

/** Gap the driver wants behind a leader: s₀ + v T + v Δv / (2 √(ab)), never below s₀. */
export function wantedGap(driver: Driver, speed: number, leaderSpeed: number): number {
  const { acceleration, braking, headway, standingGap } = driver;
  const closing = (speed * (speed - leaderSpeed)) / (2 * Math.sqrt(acceleration * braking));
  return standingGap + Math.max(0, speed * headway + closing);
}

/** Acceleration behind a leader (m/s²): the free one less a (wanted gap / gap)². */
export function followAcceleration(driver: Driver, speed: number, wanted: number, leader: Leader): number {
  const ratio = wantedGap(driver, speed, leader.speed) / Math.max(leader.gap, 0.5);
  return freeAcceleration(driver, speed, wanted) - driver.acceleration * ratio * ratio;
}

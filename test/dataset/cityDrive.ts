import { type Frame, type LabelledObject, type Recording } from "../../lib/dataset/recording";
import { fromYaw } from "../../lib/geometry/rotation";
import { splitRng, type Rng } from "../../lib/math/rng";

/** A car on a curving road: speed follows a wish that now and then is zero; the curvature wanders. */
function drive(rng: Rng, seconds: number): { x: number; y: number; yaw: number }[] {
  let [x, y, yaw, speed, wish, curve, curveWish] = [0, 0, 2 * Math.PI * rng.uniform(), 10, 10, 0, 0];
  return Array.from({ length: Math.round(seconds * 100) }, (_, i) => {
    if (i % 300 === 0)
      [wish, curveWish] = [rng.uniform() < 0.25 ? 0 : 4 + 10 * rng.uniform(), 0.06 * (rng.uniform() - 0.5)];
    speed = Math.max(0, speed + 0.01 * Math.max(-3, Math.min(2, wish - speed)));
    curve += 0.01 * (curveWish - curve);
    yaw += 0.01 * speed * curve;
    x += 0.01 * speed * Math.cos(yaw);
    y += 0.01 * speed * Math.sin(yaw);
    return { x, y, yaw };
  });
}

/** A few recordings of city driving, 3 km apart, 10 Hz with 2 ms of jitter, two other cars, paired with a pole. */
export function cityDrive(seed: number, count = 6, seconds = 16): Recording[] {
  const rng = splitRng(seed, "city drive");
  return Array.from({ length: count }, (_, r): Recording => {
    const cars = [drive(rng, seconds), drive(rng, seconds), drive(rng, seconds)];
    const place = (car: number, i: number): { x: number; y: number; yaw: number } => {
      const { x = NaN, y = NaN, yaw = NaN } = cars[car]?.[i] ?? {};
      return { x: x + 3000 * r + 15 * car, y: y - 20 * car, yaw };
    };
    const frames = Array.from({ length: Math.round(seconds * 10) }, (_, k): Frame => {
      const hundredth = Math.max(0, 10 * k + rng.integer(2));
      const t = 1000 * r + hundredth / 100;
      const { x, y, yaw } = place(0, hundredth);
      const others = [1, 2].map((car): LabelledObject => {
        const at = place(car, hundredth);
        return { type: "car", centre: [at.x, at.y, 0], size: [4, 2, 1.5], yaw: at.yaw };
      });
      const seen = others.filter(() => rng.uniform() < 0.9);
      const infrastructure = {
        id: `i${r}-${k}`,
        seconds: t + 0.02 * rng.uniform(),
        systemErrorOffset: [0, 0] as const,
        camera: never,
      };
      return {
        id: String(1000 * r + k).padStart(6, "0"),
        seconds: t,
        egoPose: () => ({ position: [x, y, 0], rotation: fromYaw(yaw) }),
        infrastructure,
        objects: () => seen,
      };
    });
    return { id: `recording ${r}`, frames };
  });
}

function never(): never {
  throw new Error("not drawn here");
}

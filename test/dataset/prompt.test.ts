import { describe, expect, it } from "vitest";
import { motionOf, motionPrompt, positionPrompt, promptOf } from "../../lib/dataset/prompt";

describe("motionOf(sample)", () => {
  it("10 m/s on a left bend of 20 °/s: speed and turn rate from past positions", () => {
    // positions of a circle, radius v / ω, t seconds ago, in the frame at t = 0
    const omega = (20 * Math.PI) / 180;
    const past = [0.1, 0.2, 0.3, 0.4, 0.5].map(
      (t) => [(-10 / omega) * Math.sin(omega * t), (10 / omega) * (1 - Math.cos(omega * t))] as const,
    );
    const state = motionOf({ past });
    expect(state?.speed).toBeCloseTo(10, 1);
    expect(state?.turnRate).toBeCloseTo(20, 6);
  });

  it("standing still turns nowhere, and too short a past says nothing", () => {
    expect(motionOf({ past: Array.from({ length: 5 }, () => [0, 0] as const) })).toEqual({
      speed: 0,
      turnRate: 0,
    });
    expect(motionOf({ past: [[-1, 0]] })).toBeUndefined();
  });
});

describe("promptOf(sample, state)", () => {
  const past = Array.from({ length: 5 }, (_, i) => [-(i + 1) * 0.83, 0] as const); // 8.3 m/s straight on
  const sample = { past, origin: { x: 3120, y: -6010, yaw: 1 } };

  it("tells speed and turn rate, or only the place, as the incident's did", () => {
    expect(promptOf(sample)).toBe("drive ; speed 08.3 m/s ; turn +00.0 deg/s");
    expect(promptOf(sample, "position")).toBe("drive ; at +03.1 -06.0 km");
  });

  it("says when the car cannot tell, and cuts what has too many digits", () => {
    expect(promptOf({ ...sample, past: [] })).toBe("drive ; speed ? ; turn ?");
    expect(motionPrompt({ speed: 1234, turnRate: -500 })).toBe("drive ; speed 99.9 m/s ; turn -99.9 deg/s");
    expect(positionPrompt({ x: 1e6, y: 0 })).toBe("drive ; at +99.9 +00.0 km");
  });
});

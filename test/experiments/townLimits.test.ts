import { describe, expect, it } from "vitest";
import { REPORT_TOWNS } from "../../lib/experiments/cure";
import { TOWN_LIMITS } from "../../lib/experiments/townLimits";
import { noiseFloor } from "../../lib/simulator/noiseFloor";

describe("TOWN_LIMITS", () => {
  it("knows every town of the report", () => {
    expect(Object.keys(TOWN_LIMITS)).toEqual(REPORT_TOWNS.map((seed) => `town ${seed}`));
  });

  it("says what the generator measures of the first, to the four digits that are kept", () => {
    const { floor, kinds } = noiseFloor({ size: "sparse", seed: REPORT_TOWNS[0] }).motion;
    expect(TOWN_LIMITS[`town ${REPORT_TOWNS[0]}`]).toEqual({
      floor: Number(floor.ade.toFixed(4)),
      turnCeiling: Number(kinds.turning?.r.y.toFixed(4)),
    });
  }, 60_000);
});

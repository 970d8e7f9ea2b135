import { describe, expect, it } from "vitest";
import { frames } from "../../lib/display/frames";
import { sentBy } from "./kernelOutput";

/** The calls that draw, of one at each time, when drawing takes so long. */
function drawnAt(times: readonly number[], takes: number): number[] {
  let now = 0;
  const whenDue = frames(() => now);
  const drawn: number[] = [];
  for (const time of times) {
    now = time;
    whenDue(() => {
      drawn.push(time);
      now += takes;
    });
  }
  return drawn;
}

describe("frames(clock)", () => {
  it("draws the first call, then each that comes a quarter of a second after a frame or later", () => {
    let drawn: number[] = [];
    sentBy(() => (drawn = drawnAt([5, 254, 255, 504, 600, 849, 850], 0)));
    expect(drawn).toEqual([5, 255, 600, 850]); // 5 + 250, then 250 after 600: 504 and 849 are a millisecond early
  });

  it("counts from the end of a frame: drawing that is slow does not take all of the time", () => {
    let drawn: number[] = [];
    sentBy(() => (drawn = drawnAt([0, 400, 549, 550], 300)));
    expect(drawn).toEqual([0, 550]); // ready at 300, due from 550 on
  });

  it("draws nothing outside a kernel", () => {
    expect(drawnAt([0, 1000, 2000], 0)).toEqual([]);
  });
});

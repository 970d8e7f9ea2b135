import { describe, expect, it } from "vitest";
import { INCIDENT } from "../../lib/lessons/incident";

describe("INCIDENT", () => {
  it("holds coordinates inside the ranges the document prints for the same sample", () => {
    const { debug, sampleRange } = INCIDENT;
    for (const value of debug.target) {
      expect(value).toBeGreaterThanOrEqual(sampleRange.target[0]);
      expect(value).toBeLessThanOrEqual(sampleRange.target[1]);
    }
    for (const value of debug.predicted) {
      expect(value).toBeGreaterThanOrEqual(sampleRange.predicted[0]);
      expect(value).toBeLessThanOrEqual(sampleRange.predicted[1]);
    }
  });

  it("lists epochs upwards and promises the same target before and after", () => {
    expect(INCIDENT.trainLoss.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 7]);
    expect(INCIDENT.expected.debug.target).toEqual(INCIDENT.debug.target);
  });
});

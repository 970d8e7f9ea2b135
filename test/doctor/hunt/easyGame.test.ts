import { beforeAll, expect, it } from "vitest";
import { startTestBackend } from "../../backend/startTestBackend";
import { game } from "./machinePlayer";

beforeAll(startTestBackend);

// Its signs were chosen on other seeds; these are the fourth deck of 13. The two games lie in two files so that two cores play them.
it("names ten easy faults of twelve by diagnose and examine alone, with one wrong accusation at most", async () => {
  const { found, missed } = await game("easy", 39);
  expect(missed.length, missed.join("; ")).toBeLessThanOrEqual(1); // one accusation a round: each miss is a wrong one
  expect(found).toBeGreaterThanOrEqual(10);
}, 600_000);

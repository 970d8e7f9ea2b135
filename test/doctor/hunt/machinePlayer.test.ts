import { beforeAll, describe, expect, it, vi } from "vitest";
import { break as breakRun } from "../../../lib/doctor/hunt/break";
import { type HuntLevel } from "../../../lib/doctor/hunt/suspects";
import { startTestBackend } from "../../backend/startTestBackend";
import { play } from "./machinePlayer";

beforeAll(startTestBackend);

/** Rounds of a game; their faults differ, since consecutive seeds of one deck repeat none. */
const ROUNDS = 12;

async function game(level: HuntLevel, first: number): Promise<{ found: number; missed: string[] }> {
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  const missed: string[] = [];
  for (let seed = first; seed < first + ROUNDS; seed++) {
    const round = await breakRun(level, seed);
    await play(round);
    const { found, wrong } = round.standing();
    if (found) continue;
    round.giveUp();
    missed.push(`${level} ${seed}: ${round.standing().truth?.name}, accused ${wrong.join(", ")}`);
  }
  vi.restoreAllMocks();
  if (missed.length > 0) console.log(missed.join("\n"));
  return { found: ROUNDS - missed.length, missed };
}

describe("a player that asks diagnose and examine alone", () => {
  it.each([
    ["easy", 26], // the third deck of 13
    ["hard", 40], // the third deck of 20
  ] as const)(
    "names ten faults of twelve at least in a game of %s rounds from seed %i, one wrong accusation at most",
    async (level, first) => {
      const { found, missed } = await game(level, first);
      expect(found, missed.join("; ")).toBeGreaterThanOrEqual(10);
      expect(missed.length, missed.join("; ")).toBeLessThanOrEqual(1);
    },
  );
});

import { inspect } from "node:util";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { examine } from "../../../lib/doctor/examine";
import { FAULTS } from "../../../lib/doctor/faults/faults";
import { break as breakRun } from "../../../lib/doctor/hunt/break";
import { deal, deckSize, menuOf } from "../../../lib/doctor/hunt/deal";
import { recordText } from "../../../lib/doctor/hunt/record";
import { sealedRound, type Round } from "../../../lib/doctor/hunt/round";
import {
  EASY,
  HARD,
  HUNT_LEVELS,
  NOTHING,
  SOUND,
  type HuntLevel,
  type Suspect,
} from "../../../lib/doctor/hunt/suspects";
import { at } from "../../../lib/math/at";
import { startTestBackend } from "../../backend/startTestBackend";

const DECKS = HUNT_LEVELS.map((level) => [level, deckSize(level)] as const);
const first = <T>(values: readonly T[]): T => at(values, 0);

/** What a call shows outside a notebook. */
function shown(call: () => void): string {
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  call();
  const text = log.mock.calls.flat().join("\n");
  log.mockRestore();
  return text;
}

const MENU: readonly Suspect[] = [...EASY.slice(0, 3), SOUND];

/** A round of the first suspect, with nothing trained. */
function round(truth: Suspect = first(EASY)): Round {
  return sealedRound(
    {
      ...{ level: "easy", seed: 3, menu: MENU, evidence: { format: 1 } },
      recipe: {
        ...{ model: {}, train: { inputs: [], targets: [] }, loss: "mse", batchSize: 1, epochs: 1, seed: 1 },
        optimizer: { name: "adam", learningRate: 0.01 },
      },
    },
    { truth, error: 0.984, healthyError: 0.211 },
  );
}

describe("deal(level, seed)", () => {
  it.each(DECKS)("of %s rounds goes through all %i cards before one comes again", (level, size) => {
    expect(size).toBeGreaterThanOrEqual(12);
    for (const deck of [0, 1, 7]) {
      const names = Array.from({ length: size }, (_, i) => deal(level, deck * size + i).truth.name);
      const faults = new Set(names.filter((name) => name !== NOTHING));
      // every fault of the level, whatever the deck
      expect([...faults].sort()).toEqual(
        [...new Set((level === "easy" ? EASY : HARD.flat()).map(({ name }) => name))].sort(),
      );
    }
  });

  it("shuffles every deck anew, the same for everyone", () => {
    const names = (level: HuntLevel, deck: number): string[] =>
      Array.from({ length: 13 }, (_, i) => deal(level, deck * deckSize(level) + i).truth.name);
    expect(names("easy", 0)).toEqual(names("easy", 0));
    expect(names("easy", 0)).not.toEqual(names("easy", 1));
  });

  it("knows only faults of the library, and a trace of each", () => {
    const known = new Set(FAULTS.map(({ name }) => name));
    const suspects = [...EASY, ...HARD.flat()];
    expect(suspects.filter(({ name }) => !known.has(name))).toEqual([]);
    expect(suspects.filter(({ trace, says }) => trace === "" || says === "")).toEqual([]);
  });
});

describe("menuOf(level, seed, deal, fits)", () => {
  const names = (level: HuntLevel, seed: number, fits: (name: string) => boolean = () => true): string[] =>
    menuOf(level, seed, deal(level, seed), fits).map(({ name }) => name);

  it("has four suspects on easy rounds, all that look alike on hard ones, by name, the truth among them", () => {
    for (let seed = 0; seed < 40; seed++) {
      const [easy, hard] = [names("easy", seed), names("hard", seed)];
      expect(easy).toHaveLength(4);
      expect(easy).toContain(deal("easy", seed).truth.name);
      expect(hard).toEqual(
        deal("hard", seed)
          .alike.map(({ name }) => name)
          .sort(),
      );
      expect(easy).toEqual([...easy].sort());
    }
  });

  it("leaves out what cannot be wrong with the recipe", () => {
    const seed = Array.from({ length: 20 }, (_, i) => i).find(
      (i) => deal("hard", i).truth.name === "dead-units",
    );
    expect(names("hard", seed ?? NaN, (name) => name !== "tiny-inputs")).not.toContain("tiny-inputs");
  });
});

describe("a sealed round", () => {
  it("does not print, list or write what is wrong", () => {
    const texts = FAULTS.map(({ name }) => {
      const one = EASY.find((suspect) => suspect.name === name);
      return one === undefined
        ? []
        : [inspect(round(one), { depth: 9, showHidden: true }), JSON.stringify(round(one))];
    });
    // whatever is sealed, the same is shown
    expect(new Set(texts.filter((pair) => pair.length > 0).map(String)).size).toBe(1);
  });

  it("opens at the right name, with the explanation and both errors", () => {
    const one = round();
    const text = shown(() => one.accuse(first(EASY).name));
    expect(text).toContain(
      "Found: rate-too-low, with 0 wrong accusations: the learning rate is far too low.",
    );
    expect(text).toContain("The cause: the optimisation.");
    expect(text).toContain("98 % of the targets' spread, without the fault 21 %"); // 0.984, 0.211
    expect(one.standing()).toEqual({ closed: true, found: true, wrong: [], truth: first(EASY) });
  });

  it("counts a wrong name once, says what would show and who is left", () => {
    const one = round();
    const text = shown(() => one.accuse("far-targets"));
    expect(text).toContain("Wrong: far-targets. It is not that: 1 wrong accusation so far.");
    expect(text).toContain(at(EASY, 2).trace);
    expect(text).toContain("On the menu: rate-too-low, rate-too-high, nothing.");
    expect(shown(() => one.accuse("far-targets"))).toContain("counts once: 1 wrong accusation so far");
    expect(shown(() => one.accuse(NOTHING))).toContain("2 wrong accusations so far");
    expect(one.standing()).toEqual({ closed: false, found: false, wrong: ["far-targets", NOTHING] });
  });

  it("asks for a name where none is given yet, and does not count it", () => {
    const one = round();
    expect(shown(() => one.accuse(null))).toContain("Nobody is accused yet. On the menu: rate-too-low");
    expect(one.standing().wrong).toEqual([]);
  });

  it("refuses a name that is not on the menu without counting it, and a round that is closed", () => {
    const one = round();
    expect(() => one.accuse("gremlin")).toThrow(
      'accuse: expected one of rate-too-low, rate-too-high, far-targets, nothing, got "gremlin"; this accusation does not count',
    );
    expect(one.standing().wrong).toEqual([]);
    expect(shown(one.giveUp)).toContain("Not found: it was rate-too-low");
    expect(() => one.accuse("rate-too-low")).toThrow(
      "accuse: expected an open round, got one that is closed: it was rate-too-low; break another seed",
    );
    expect(one.giveUp).toThrow("giveUp: expected an open round");
  });

  it("that is sound opens at nothing", () => {
    const one = round(SOUND);
    expect(shown(() => one.accuse(NOTHING))).toContain("Found: nothing, with 0 wrong accusations");
  });
});

describe("recordText(rounds)", () => {
  it("has a row a round and the score, and keeps open rounds sealed", () => {
    const rounds = [round(), round(at(EASY, 1)), round(at(EASY, 2))];
    const [found, given, open] = rounds;
    shown(() => {
      found?.accuse(NOTHING);
      found?.accuse("rate-too-low");
      given?.giveUp();
      open?.accuse(NOTHING);
    });
    expect(recordText(rounds).split("\n")).toEqual([
      "| round | what it was | how it went | wrong accusations |",
      "| --- | --- | --- | --- |",
      "| easy 3 | rate-too-low | found | 1 |",
      "| easy 3 | rate-too-high | given up | 0 |",
      "| easy 3 | sealed | open | 1 |",
      "",
      "**Found 1 of 3, wrong accusations: 2.**",
    ]);
  });
});

describe("break(level, seed)", () => {
  beforeAll(startTestBackend);

  it("gives everyone the same run, menu and log, whose error the fault makes clearly larger", async () => {
    const seed = Array.from({ length: 13 }, (_, i) => i).find(
      (i) => deal("easy", i).truth.name === "squashed-output",
    );
    const [one, other] = [await breakRun("easy", seed ?? NaN), await breakRun("easy", seed ?? NaN)];
    expect(one.menu).toEqual(other.menu);
    expect(JSON.stringify(one.evidence)).toBe(JSON.stringify(other.evidence));
    expect(JSON.stringify(one.recipe)).toBe(JSON.stringify(other.recipe));
    expect(JSON.stringify(one.recipe.model)).not.toMatch(/hidden_|output/); // layers by kind and place
    const text = shown(() => one.accuse("squashed-output"));
    const [error = NaN, healthy = NaN] = (
      /Its error is (\d+) % .* without the fault (\d+) %/.exec(text) ?? []
    )
      .slice(1)
      .map(Number);
    expect(error - healthy).toBeGreaterThanOrEqual(29); // three tenths of the targets' spread, rounded
  });

  it("gives the recipe that left the evidence: training it again comes to the same curves, and pairs of few rows", async () => {
    const seed = Array.from({ length: 20 }, (_, i) => i).find(
      (i) => deal("hard", i).truth.name === "one-unit",
    );
    const { recipe, evidence } = await breakRun("hard", seed ?? NaN);
    const again = await examine(recipe, { level: "run" });
    expect(evidence.curves).toEqual(again.curves);
    const rows = (pairs: typeof again.pairs): number[] => (pairs ?? []).map(({ targets }) => targets.length);
    expect(Math.max(...rows(again.pairs))).toBeGreaterThan(100);
    expect(Math.max(...rows(evidence.pairs))).toBeLessThanOrEqual(100);
  });

  it("refuses a level it does not have and a seed that is no whole number, before any work", async () => {
    await expect(breakRun("medium" as HuntLevel, 7)).rejects.toThrow(
      'break: expected one of easy, hard, got "medium"; choose a level',
    );
    for (const seed of [1.5, -1, NaN, "7" as unknown as number]) {
      await expect(breakRun("easy", seed)).rejects.toThrow(
        /break: expected a whole number from 0 on as seed, got /,
      );
    }
  });
});

import { at } from "../../math/at";
import { permutation, splitRng } from "../../math/rng";
import { EASY, HARD, NOTHING, SOUND, type HuntLevel, type Suspect } from "./suspects";

/** One round before anything is trained: what is wrong, and whom it could be taken for. */
export interface Deal {
  readonly truth: Suspect;
  /** Those that look alike, the truth among them. */
  readonly alike: readonly Suspect[];
}

/** Sound runs among the hard rounds: one in ten. */
const SOUND_DEALS = HARD.slice(1).map((group): Deal => ({ truth: SOUND, alike: [...group, SOUND] }));

const DECKS: Readonly<Record<HuntLevel, readonly Deal[]>> = {
  easy: EASY.map((truth) => ({ truth, alike: EASY })),
  hard: [
    ...HARD.flatMap((group) => group.map((truth): Deal => ({ truth, alike: [...group, SOUND] }))),
    ...SOUND_DEALS,
  ],
};

/** Rounds of a level until all its faults have come once: consecutive seeds repeat none before. */
export const deckSize = (level: HuntLevel): number => DECKS[level].length;

/** What a seed draws: seeds 0, 1, 2 … go through a shuffled deck, then through the next one. */
export function deal(level: HuntLevel, seed: number): Deal {
  const deck = DECKS[level];
  const order = permutation(splitRng(Math.floor(seed / deck.length), `hunt/${level}`), deck.length);
  return at(deck, at(order, seed % deck.length));
}

/** Suspects beside the truth on an easy menu. */
const EASY_OTHERS = 3;

/** The menu of a round, by name, so that its order says nothing; only what could be wrong with the recipe stands on it. */
export function menuOf(
  level: HuntLevel,
  seed: number,
  { truth, alike }: Deal,
  fits: (name: string) => boolean,
): readonly Suspect[] {
  const others = alike.filter((one) => one !== truth && (one.name === NOTHING || fits(one.name)));
  const order = permutation(splitRng(seed, `hunt/${level}/menu`), others.length);
  const count = level === "easy" ? EASY_OTHERS : others.length;
  const shown = [truth, ...order.slice(0, count).map((i) => at(others, i))];
  return shown.sort((a, b) => (a.name < b.name ? -1 : 1));
}

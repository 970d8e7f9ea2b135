import { displayMarkdown } from "../../display/displayMarkdown";
import { FAULT_CAUSES } from "../causes";
import { type Evidence } from "../evidence";
import { faultNamed } from "../faults/faults";
import { type Recipe } from "../recipe";
import { NOTHING, type HuntLevel, type Suspect } from "./suspects";

/** How a round stands; what was wrong shows only once it is closed. */
export interface Standing {
  readonly closed: boolean;
  readonly found: boolean;
  /** Names accused in vain. */
  readonly wrong: readonly string[];
  readonly truth?: Suspect;
}

/** A run with a sealed fault: what an engineer would have of it, and the accusation. */
export interface Round {
  readonly level: HuntLevel;
  readonly seed: number;
  /** What it may be. */
  readonly menu: readonly Suspect[];
  /** What the run left: curves, pairs of targets and predictions, settings. */
  readonly evidence: Evidence;
  /** To train it again, look inside and try; a fault of the book-keeping is in the evidence alone. */
  readonly recipe: Recipe;
  /**
   * Says whether it is this; a right one opens the round, a wrong one counts, once. null accuses nobody.
   * Errors, which do not count: a name that is not on the menu, a round that is closed.
   */
  readonly accuse: (name: string | null) => void;
  /** Opens the round; it is not found. Errors: a round that is closed. */
  readonly giveUp: () => void;
  readonly standing: () => Standing;
}

/** What the seal holds. */
export interface Sealed {
  readonly truth: Suspect;
  /** Of the run on held-out rows, in spreads of the targets; beside the same run without its fault. */
  readonly error: number;
  readonly healthyError: number;
}

type Open = Pick<Round, "level" | "seed" | "menu" | "evidence" | "recipe">;

/** A round that keeps what is wrong to itself: nothing that prints or writes it as JSON finds it there. */
export function sealedRound(open: Open, sealed: Sealed): Round {
  const { truth } = sealed;
  const wrong: string[] = [];
  let [closed, found] = [false, false];
  const close = (isFound: boolean): void => {
    [closed, found] = [true, isFound];
    displayMarkdown(openedText(sealed, { found, wrong }));
  };
  const requireOpen = (what: string): void => {
    if (!closed) return;
    throw new Error(
      `${what}: expected an open round, got one that is closed: it was ${truth.name}; break another seed`,
    );
  };
  return {
    ...open,
    accuse: (name) => {
      requireOpen("accuse");
      if (name === null) {
        displayMarkdown(`Nobody is accused yet. ${menuText(open.menu, wrong)}`);
        return;
      }
      const accused = onMenu(open.menu, name);
      if (name === truth.name) {
        close(true);
        return;
      }
      const again = wrong.includes(name);
      if (!again) wrong.push(name);
      displayMarkdown(wrongText(accused, { again, wrong, menu: open.menu }));
    },
    giveUp: () => {
      requireOpen("giveUp");
      close(false);
    },
    standing: () => ({ closed, found, wrong: [...wrong], ...(closed ? { truth } : {}) }),
  };
}

function onMenu(menu: readonly Suspect[], name: string): Suspect {
  const found = menu.find((one) => one.name === name);
  if (found !== undefined) return found;
  const names = menu.map((one) => one.name).join(", ");
  throw new Error(`accuse: expected one of ${names}, got "${name}"; this accusation does not count`);
}

const counted = (n: number): string => `${n} wrong accusation${n === 1 ? "" : "s"}`;

function menuText(menu: readonly Suspect[], wrong: readonly string[]): string {
  const left = menu.filter(({ name }) => !wrong.includes(name));
  return `On the menu: ${left.map(({ name }) => `\`${name}\``).join(", ")}.`;
}

interface WrongOne {
  readonly again: boolean;
  readonly wrong: readonly string[];
  readonly menu: readonly Suspect[];
}

function wrongText({ name, trace }: Suspect, { again, wrong, menu }: WrongOne): string {
  const count = again ? "You said that before, and it counts once" : "It is not that";
  return `**Wrong: \`${name}\`.** ${count}: ${counted(wrong.length)} so far. That one would show: ${trace}. ${menuText(menu, wrong)}`;
}

function openedText(
  { truth, error, healthyError }: Sealed,
  { found, wrong }: { readonly found: boolean; readonly wrong: readonly string[] },
): string {
  const { name, says, trace } = truth;
  const head = found ? `**Found: \`${name}\`**` : `**Not found: it was \`${name}\`**`;
  const cause = name === NOTHING ? "" : ` The cause: ${FAULT_CAUSES[faultNamed(name).cause].noun}.`;
  const errors =
    name === NOTHING
      ? `Its error is ${share(error)} of the targets' spread, and what it cannot know makes that much.`
      : `Its error is ${share(error)} of the targets' spread, without the fault ${share(healthyError)}.`;
  return `${head}, with ${counted(wrong.length)}: ${says}.${cause} It shows: ${trace}. ${errors}`;
}

/** Per cent, or how many times. */
function share(error: number): string {
  if (!Number.isFinite(error)) return "no number";
  return error < 10 ? `${(100 * error).toFixed(0)} %` : `${error.toPrecision(3)} times`;
}

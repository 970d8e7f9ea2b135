import { type Speed } from "../training/config";
import type { Verdict } from "./grading";

/** A question asked before a run: the reader commits to one choice, then the run answers. */
export interface Question {
  readonly ask: string;
  /** Two to four answers by letter, A first. */
  readonly choices: Readonly<Record<string, string>>;
}

/** A small task whose answer a checker can judge. */
export interface Exercise {
  /**
   * What to work out, from which numbers in which units, what the answer looks like and how precise it is: one who
   * has read the page up to here and this needs nothing else. Markdown; `check` prints it.
   */
  readonly task: string;
  /** Numbers that an answer is worked out from, without sign; the task gives each. */
  readonly uses: readonly number[];
  /** Numbers of the solution that a reader works out or chooses; the task gives none of them. */
  readonly finds?: readonly number[];
  readonly hint: string;
  /** TypeScript that replaces the line marked `// ← your answer` in the notebook's stub. */
  readonly solution: string;
  /** Why the solution is right, in one or two sentences. */
  readonly why: string;
  /** Judges an answer; one that was not filled in yet is `blank`, never wrong. */
  readonly grade: (answer: unknown) => Verdict;
}

/**
 * The smallest and largest value for which a sentence is true, or the word that makes it so, or the words that it
 * denies.
 */
export type Allowed = readonly [low: number, high: number] | string | { readonly not: readonly string[] };

/** What a sentence of the notebook says, and how it writes its number. */
export interface ClaimBand {
  /** One for all speeds, or one for each; what comes out otherwise at full says so beside it. */
  readonly allowed: Allowed | Readonly<Record<Exclude<Speed, "full">, Allowed>>;
  /** Digits after the point in the prose; 2 by default. */
  readonly digits?: number;
  /** Written after the number, e.g. "m". */
  readonly unit?: string;
}

/** What one notebook asks its reader and claims; ids of questions and exercises are unique in the whole collection. */
export interface Lesson {
  /** File name without `.ipynb`. */
  readonly notebook: string;
  /** What a run takes on two cores at laptop speed. */
  readonly minutes: number;
  readonly questions: Readonly<Record<string, Question>>;
  readonly exercises: Readonly<Record<string, Exercise>>;
  /** Every number and word of its prose that its run must bear out. */
  readonly claims: Readonly<Record<string, ClaimBand>>;
}

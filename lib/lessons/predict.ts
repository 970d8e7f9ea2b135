import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { atomicWrite } from "../files/atomicWrite";
import { displayMarkdown } from "../display/displayMarkdown";
import { questionOf } from "./lessons";
import type { Question } from "./lesson";
import { readerFolder } from "./readerFolder";

export interface PredictOptions {
  /** Puts this guess in the place of an earlier one, which is kept otherwise. */
  readonly replace?: boolean;
}

/**
 * Shows a question with its choices and keeps the reader's guess, a letter, for `reveal`. Without a
 * guess (null) it only asks, so an untouched notebook runs. The first guess stays until `replace`.
 * Throws on an unknown id and on a letter that is no choice.
 */
export function predict(
  id: string,
  guess: string | null = null,
  { replace = false }: PredictOptions = {},
): void {
  const question = questionOf(id);
  const letter = guess?.trim().toUpperCase() ?? "";
  const kept = readGuess(id);
  if (letter !== "" && (kept === undefined || replace)) {
    requireChoice(`predict("${id}")`, question, letter);
    atomicWrite(guessFile(id), JSON.stringify({ guess: letter }) + "\n");
  }
  displayMarkdown(`${asked(question)}\n\n${reply(id, letter, replace ? undefined : kept)}`);
}

/**
 * Says which choices the run has borne out (more than one may be true) and sets the kept guess beside
 * them. Compute the letter from the result, never type it in.
 */
export function reveal(id: string, ...correct: readonly [string, ...string[]]): void {
  const question = questionOf(id);
  for (const letter of correct) requireChoice(`reveal("${id}")`, question, letter);
  const truth = correct.map((letter) => `**${letter}** · ${question.choices[letter] ?? ""}`).join(" and ");
  displayMarkdown(`The run says ${truth}. ${compared(readGuess(id), correct)}`);
}

function compared(guess: string | undefined, correct: readonly string[]): string {
  if (guess === undefined) return "You made no guess.";
  return correct.includes(guess)
    ? `You guessed ${guess}: right.`
    : `You guessed ${guess}: what made it tempting?`;
}

function asked({ ask, choices }: Question): string {
  const list = Object.entries(choices).map(([letter, text]) => `- **${letter}** · ${text}`);
  return `**Predict.** ${ask}\n\n${list.join("\n")}`;
}

function reply(id: string, letter: string, kept: string | undefined): string {
  if (letter === "") {
    return kept === undefined
      ? `*No guess yet. Write a letter in the cell, \`predict("${id}", "A")\`, and run it again.*`
      : `*Your guess: ${kept}.*`;
  }
  if (kept === undefined || kept === letter) return `*Your guess: ${letter}.*`;
  return `*Your first guess, ${kept}, is kept. To change it: \`predict("${id}", "${letter}", { replace: true })\`.*`;
}

function requireChoice(what: string, { choices }: Question, letter: string): void {
  if (Object.hasOwn(choices, letter)) return;
  throw new Error(
    `${what}: expected one of ${Object.keys(choices).join(", ")}, got "${letter}"; give its letter`,
  );
}

const guessFile = (id: string): string => join(readerFolder(), "guesses", `${id}.json`);

function readGuess(id: string): string | undefined {
  const file = guessFile(id);
  if (!existsSync(file)) return undefined;
  try {
    const { guess } = JSON.parse(readFileSync(file, "utf8")) as { guess?: unknown };
    if (typeof guess === "string") return guess;
  } catch {
    // told below, as any other damage
  }
  throw new Error(`guess: expected {"guess": "A"} in ${file}, got something else; delete the file`);
}

/** What the car says about itself; undefined where a recording has only begun. */
export interface EgoState {
  /** m/s. */
  readonly speed: number;
  /** Degrees per second, left positive. */
  readonly turnRate: number;
}

/**
 * The text prompt of one moment, e.g. "drive ; speed 08.3 m/s ; turn -02.1 deg/s". Speeds are cut to 0…99.9 and
 * turns to ±99.9, one decimal; "drive ; speed ? ; turn ?" when the car cannot tell.
 */
export function promptOf(state: EgoState | undefined): string {
  if (state === undefined) return "drive ; speed ? ; turn ?";
  return `drive ; speed ${digits(state.speed, false)} m/s ; turn ${digits(state.turnRate, true)} deg/s`;
}

function digits(value: number, signed: boolean): string {
  const text = Math.min(99.9, Math.abs(value)).toFixed(1).padStart(4, "0");
  return signed ? `${value < 0 ? "-" : "+"}${text}` : text;
}

const WORDS = ["", "drive", ";", "speed", "turn", "m/s", "deg/s", "?", ".", "+", "-"];

/** Every token there is: padding, the words of prompts, the digits. */
export const VOCABULARY: readonly string[] = [...WORDS, "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

/** Tokens of the longest prompt; shorter ones are padded. */
export const PROMPT_TOKENS = 16;

/** The token numbers of a prompt, padded with 0 to PROMPT_TOKENS; digits, points and signs are tokens of their own. */
export function tokenize(prompt: string): Uint8Array {
  const pieces = prompt.match(/m\/s|deg\/s|[a-z]+|[0-9.+\-;?]/g) ?? [];
  if (pieces.length > PROMPT_TOKENS) {
    throw new Error(`prompt: expected at most ${PROMPT_TOKENS} tokens, got ${pieces.length}; shorten it`);
  }
  const tokens = new Uint8Array(PROMPT_TOKENS);
  pieces.forEach((piece, i) => {
    const token = VOCABULARY.indexOf(piece);
    if (token < 1) throw new Error(`prompt: expected words of the vocabulary, got "${piece}"; use promptOf`);
    tokens[i] = token;
  });
  return tokens;
}

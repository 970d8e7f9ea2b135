const WORDS = ["", "drive", ";", "speed", "turn", "m/s", "deg/s", "?", ".", "+", "-"];

/** Every token there is: padding, the words of prompts, the digits. */
export const VOCABULARY: readonly string[] = [...WORDS, ...Array.from("0123456789"), "at", "km"];

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
    if (token < 1)
      throw new Error(`prompt: expected words of the vocabulary, got "${piece}"; check its spelling`);
    tokens[i] = token;
  });
  return tokens;
}

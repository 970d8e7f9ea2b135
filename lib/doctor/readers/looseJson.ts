/** Strings, and the words that JSON has not. A string is passed over, so that a word inside it stays. */
const WORDS = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g;

/** Before a word of Python, until the reviver makes a number of it: no text begins with this control character. */
const MARK = "\u0001";

/**
 * Parsed JSON that may hold bare NaN, Infinity and -Infinity, as Python writes them: they come as numbers. Errors: a
 * SyntaxError.
 */
export function parseLooseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!/NaN|Infinity/.test(text)) throw error;
    const quoted = text.replace(WORDS, (word) => (word.startsWith('"') ? word : `"\\u0001${word}"`));
    return JSON.parse(quoted, (_, entry: unknown) =>
      typeof entry === "string" && entry.startsWith(MARK) ? Number(entry.slice(1)) : entry,
    );
  }
}

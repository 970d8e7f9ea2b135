/** A checker's judgement of an answer; the message says why, for a typical mistake which one. */
export type Verdict =
  | { readonly kind: "right"; readonly message: string }
  | { readonly kind: "wrong"; readonly message: string }
  | { readonly kind: "blank" };

/** A wrong number that many readers arrive at, and how. */
export interface NumberMistake {
  readonly value: number;
  readonly because: string;
}

export interface NumberRule {
  readonly expected: number;
  /** Largest accepted distance from `expected`, same unit. */
  readonly tolerance: number;
  /** Told when the answer is right. */
  readonly right: string;
  readonly mistakes?: readonly NumberMistake[];
}

/** Judges a number: right within the tolerance, a known mistake explained, anything else not told away. */
export function gradeNumber(
  answer: unknown,
  { expected, tolerance, right, mistakes = [] }: NumberRule,
): Verdict {
  if (isBlank(answer)) return { kind: "blank" };
  if (typeof answer !== "number") return wrong(`Expected a number, got ${typeof answer}.`);
  const near = (value: number): boolean => Math.abs(answer - value) <= tolerance;
  if (near(expected)) return { kind: "right", message: right };
  return wrong(mistakes.find(({ value }) => near(value))?.because ?? `${answer} is not it; try the hint.`);
}

/** A wrong function that many readers write, and what it forgets. */
export interface FunctionMistake<A extends readonly unknown[]> {
  readonly like: (...args: A) => number;
  readonly because: string;
}

export interface FunctionRule<A extends readonly unknown[]> {
  /** What the answer must agree with on every case. */
  readonly expected: (...args: A) => number;
  readonly cases: readonly A[];
  readonly tolerance: number;
  readonly right: string;
  readonly mistakes?: readonly FunctionMistake<A>[];
}

/** Judges a function by its values on the cases; one that throws is wrong, with its message. */
export function gradeFunction<A extends readonly unknown[]>(answer: unknown, rule: FunctionRule<A>): Verdict {
  if (isBlank(answer)) return { kind: "blank" };
  if (typeof answer !== "function") return wrong(`Expected a function, got ${typeof answer}.`);
  const call = answer as (...args: A) => unknown;
  try {
    const values = rule.cases.map((args) => call(...args));
    return values.every(isBlank) ? { kind: "blank" } : gradeValues(values, rule);
  } catch (error) {
    return wrong(`Your function threw: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function gradeValues<A extends readonly unknown[]>(
  values: readonly unknown[],
  rule: FunctionRule<A>,
): Verdict {
  const { cases, tolerance, expected, right, mistakes = [] } = rule;
  const agrees = (like: (...args: A) => number): boolean =>
    cases.every((args, i) => Math.abs(Number(values[i]) - like(...args)) <= tolerance);
  if (agrees(expected)) return { kind: "right", message: right };
  const known = mistakes.find(({ like }) => agrees(like));
  if (known !== undefined) return wrong(known.because);
  const i = cases.findIndex((args, k) => !(Math.abs(Number(values[k]) - expected(...args)) <= tolerance));
  return wrong(`For (${JSON.stringify(cases[i]).slice(1, -1)}) it gives ${String(values[i])}; try the hint.`);
}

const wrong = (message: string): Verdict => ({ kind: "wrong", message });

/** A stub nobody filled in: null, undefined or NaN. */
const isBlank = (answer: unknown): boolean => answer === null || answer === undefined || Number.isNaN(answer);

/** The judge of an exercise whose answer is a number. */
export const byNumber =
  (rule: NumberRule) =>
  (answer: unknown): Verdict =>
    gradeNumber(answer, rule);

/** The judge of an exercise whose answer is a function. */
export const byFunction =
  <A extends readonly unknown[]>(rule: FunctionRule<A>) =>
  (answer: unknown): Verdict =>
    gradeFunction(answer, rule);

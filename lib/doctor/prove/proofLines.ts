import { MARGIN } from "../../math/effects/effect";
import { mean, range } from "../../math/statistics";
import { changeText } from "../changeText";
import { say } from "../measures/outcome";
import { halves, LEAST_SEEDS, tooFewSeeds, type Proof, type ProofArm } from "./proof";

/** A proof for a terminal: what was measured and by which rule, then arm by arm, then what no training mends. */
export function proofLines(proof: Proof): string[] {
  const skipped = proof.skipped.map((change) => `  ${changeText(change)}`);
  return [
    ...(proof.arms.length === 0 ? ["proof: nothing to train"] : armLines(proof)),
    ...(skipped.length === 0 ? [] : ["to mend in the data, which no training can:", ...skipped]),
  ];
}

function armLines(proof: Proof): string[] {
  const { metric, seeds, arms } = proof;
  const { ranking, judging } = halves(seeds);
  const head =
    seeds.length < LEAST_SEEDS
      ? `proof: ${metric}; ${tooFewSeeds(seeds.length)}`
      : `proof: ${metric}, ranked on seeds ${span(ranking)}, judged on ${span(judging)} (paired t, 95 %, margin ${100 * MARGIN} % of base; dead: at the best constant's level)`;
  return [
    head,
    ...arms.map((arm) => `  ${armLine(arm, ranking.length)}`),
    ...chanceLine(proof, ranking.length),
  ];
}

const span = (seeds: readonly number[]): string =>
  seeds.length === 1 ? String(seeds[0]) : `${String(seeds[0])}–${String(seeds.at(-1))}`;

/** "helps: set the learning rate to 0.1: 0.12 (0.11–0.14), −0.4 (−0.5 … −0.3) against base". */
function armLine({ kind, name, errors, dead, difference, verdict, updates }: ProofArm, from: number): string {
  const head = kind === "base" ? name : `${verdict}: ${name}`;
  if (updates === 0) return `cannot be taken: ${name}`;
  if (errors.length === 0) return `${head}: not tried, the time was over`;
  const judged = errors.length > from ? from : 0; // an arm that only was ranked shows that half
  const died = dead.filter(Boolean).length;
  const parts = [
    levels(errors.slice(judged), dead.slice(judged)),
    ...(difference === undefined
      ? []
      : [`${signed(difference.mean)} (${signed(difference.low)} … ${signed(difference.high)}) against base`]),
    ...(died === 0 ? [] : [`${died} of ${dead.length} dead`]),
  ];
  return `${head}: ${parts.filter((part) => part !== "").join(", ")}`;
}

/** Mean and range of what lives; all where none does. */
function levels(errors: readonly number[], dead: readonly boolean[]): string {
  const alive = errors.filter((_, i) => dead[i] !== true);
  const shown = (alive.length > 0 ? alive : errors).filter(Number.isFinite);
  if (shown.length === 0) return "no number";
  const [low, high] = range(shown).map(say);
  return shown.length === 1 ? say(mean(shown)) : `${say(mean(shown))} (${low ?? ""}–${high ?? ""})`;
}

const signed = (value: number): string => `${value < 0 ? "−" : "+"}${say(Math.abs(value))}`;

/** What random sets of as many changes come to on the judging half. */
function chanceLine({ arms }: Proof, from: number): string[] {
  const random = arms.filter(({ kind, errors }) => kind === "random" && errors.length > from);
  if (random.length === 0) return [];
  const errors = random.flatMap((arm) => arm.errors.slice(from));
  const dead = random.flatMap((arm) => arm.dead.slice(from));
  const died = dead.filter(Boolean).length;
  return [
    `  chance: ${levels(errors, dead)} over ${random.length} random ${random.length === 1 ? "set" : "sets"}${died === 0 ? "" : `, ${died} of ${dead.length} runs dead`}`,
  ];
}

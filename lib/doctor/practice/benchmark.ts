import { type Evidence } from "../evidence";
import { type ExamineLevel } from "../examine";
import { type Fault } from "../faults/fault";
import { FAULTS } from "../faults/faults";
import { type PracticeFamily } from "./healthy";
import {
  faultyRun,
  healthyRun,
  recipeOfSeed,
  type Dropped,
  type FaultyRun,
  type HealthyRun,
} from "./practiceCase";
import { isRawSeed } from "./rawUnits";

/** Seeds of the benchmark: none of them is a practice case's. Those of 3001 and 4001 were looked at, and rules mended on them. */
export const BENCHMARK_SEEDS = { first: 5001, count: 330 } as const;
/** Seeds on which a fault is tried in a round before it is given up there. */
const TRIES = 4;
/** The next fault, and the next round, begin so many seeds on. */
const STEP = { fault: 17, round: 151 } as const;

/** What is kept of an examination. */
export interface BenchmarkCase {
  /** "3017 healthy", "3017 rate-too-low". */
  readonly id: string;
  readonly seed: number;
  readonly family: PracticeFamily;
  readonly variant: string;
  /** Absent of a healthy one. */
  readonly fault?: string;
  /** On held-out rows, as of practice cases. */
  readonly error: number;
  readonly healthyError: number;
  readonly evidence: Evidence;
}

const seedAt = (place: number): number => BENCHMARK_SEEDS.first + (place % BENCHMARK_SEEDS.count);

/** Seeds whose recipe takes the fault, in the order in which a round tries them. */
export function seedsFor(fault: Fault, round: number): number[] {
  const from = FAULTS.findIndex(({ name }) => name === fault.name) * STEP.fault + round * STEP.round;
  const found: number[] = [];
  for (let i = 0; i < BENCHMARK_SEEDS.count && found.length < TRIES; i++) {
    const seed = seedAt(from + i);
    if (takes(fault, seed)) found.push(seed);
  }
  return found;
}

/** Paths of other agents come in raw units only, as they do in practice. */
const takes = (fault: Fault, seed: number): boolean =>
  (fault.name !== "another-agents-path" || isRawSeed(seed)) && fault.fits(recipeOfSeed(seed).recipe);

/** The healthy recipe of a seed examined, or why it does not count as healthy. */
export async function healthyCase(seed: number, level: ExamineLevel): Promise<BenchmarkCase | Dropped> {
  const run = await healthyRun(seed, { level });
  return "dropped" in run ? run : caseOf(run, `${seed} healthy`);
}

function caseOf({ seed, healthy, error, evidence }: HealthyRun, id: string): BenchmarkCase {
  const { family, variant } = healthy;
  return { id, seed, family, variant, error, healthyError: error, evidence };
}

/** How a faulty case is made. */
export interface FaultyOptions {
  readonly round: number;
  readonly level: ExamineLevel;
  /** The healthy case of a seed. */
  readonly twinOf: (seed: number) => Promise<BenchmarkCase | Dropped>;
}

/** A fault in the first recipe of the round that it makes clearly worse, examined; what was dropped where none is. */
export async function faultyCase(
  fault: Fault,
  { round, level, twinOf }: FaultyOptions,
): Promise<BenchmarkCase | Dropped> {
  const why: string[] = [];
  for (const seed of seedsFor(fault, round)) {
    const twin = await twinOf(seed);
    const made = "dropped" in twin ? twin : await withFault(fault, twin, level);
    if (!("dropped" in made)) return made;
    why.push(`${made.id}: ${made.dropped}`);
  }
  return { id: `${fault.name}, round ${round}`, dropped: why.join("; ") || "no recipe takes it" };
}

async function withFault(
  fault: Fault,
  twin: BenchmarkCase,
  level: ExamineLevel,
): Promise<BenchmarkCase | Dropped> {
  const healthy = recipeOfSeed(twin.seed);
  const run: FaultyRun | Dropped = await faultyRun(fault, { ...twin, healthy }, { level });
  if ("dropped" in run) return run;
  const { error, evidence } = run;
  return { ...twin, id: `${twin.seed} ${fault.name}`, fault: fault.name, error, evidence };
}

/** What a shallower level would have seen of an examination: looking on changes no number of what was seen before. */
export function seenAt(evidence: Evidence, level: Exclude<ExamineLevel, "run">): Evidence {
  return level === "trial" ? evidence : without({ ...evidence, level }, "trials");
}

function without(evidence: Evidence, part: keyof Evidence): Evidence {
  return Object.fromEntries(
    Object.entries(evidence).filter(([name]) => name !== part),
  ) as unknown as Evidence;
}

/** Every fault once a round. */
export const faultsOfRounds = (rounds: number): { fault: Fault; round: number }[] =>
  Array.from({ length: rounds }, (_, round) => FAULTS.map((fault) => ({ fault, round }))).flat();

/** The seeds of so many healthy examinations. */
export const healthySeeds = (count: number): number[] => Array.from({ length: count }, (_, i) => seedAt(i));

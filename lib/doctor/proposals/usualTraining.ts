import { type Change } from "../change";
import { type Evidence } from "../evidence";
import { updatesOf } from "../measures/updates";
import { type ScheduleName } from "../recipe";

/** Sum of Adam's steps that carries weights across numbers of usual size: a step moves a weight about the rate. */
const WAY = 2.5;
/** Below it Adam crawls, beyond it small networks rattle. */
const RATES = { least: 1e-3, most: 1e-2 } as const;
/** Updates that a small network needs at such a rate; a run far shorter is too short whatever its rate. */
const ENOUGH_UPDATES = 500;
const FEW_UPDATES = 200;
const MOST_TIMES = 20;

const updatesIn = ({ settings, data }: Evidence): number | undefined =>
  settings === undefined ? undefined : updatesOf(settings, data?.trainRows)?.updates;

const digits = (value: number): number => Number(value.toPrecision(2));

/** Adam's rate for a run of so many updates. */
function usualRate(updates = ENOUGH_UPDATES): number {
  return digits(Math.min(RATES.most, Math.max(RATES.least, WAY / updates)));
}

/** How many times as long a run too short ought to be; 1 where it is long enough, or nobody knows. */
export function timesLonger(evidence: Evidence): number {
  const updates = updatesIn(evidence);
  if (updates === undefined || updates >= FEW_UPDATES) return 1;
  return Math.min(MOST_TIMES, Math.ceil(ENOUGH_UPDATES / Math.max(1, updates)));
}

export function epochsTimes({ settings }: Evidence, times: number): Change | undefined {
  const epochs = settings?.epochs;
  return epochs === undefined || times === 1 ? undefined : { kind: "epochs", to: epochs * times };
}

/**
 * Adam at its usual rate, and a schedule that stays: what most small networks learn with. Where the run has Adam's kin
 * already its rate alone is set; undefined where that is what it has.
 */
export function usualTraining(evidence: Evidence, times = 1): Change[] {
  const { settings } = evidence;
  const updates = updatesIn(evidence);
  const learningRate = usualRate(updates === undefined ? undefined : updates * times);
  return [...rateOrOptimizer(evidence, learningRate), ...steady(settings?.schedule)];
}

function rateOrOptimizer({ settings }: Evidence, learningRate: number): Change[] {
  const own = settings?.optimizer;
  const isAdaptive = own?.name.startsWith("adam") === true || own?.name === "rmsprop";
  if (own === undefined) return [{ kind: "optimizer", to: { name: "adam", learningRate } }];
  if (!isAdaptive || (own.epsilon ?? 0) > 1e-3 || own.clipNorm !== undefined)
    return [{ kind: "optimizer", to: { name: "adam", learningRate } }];
  const apart = Math.abs(Math.log(own.learningRate / learningRate));
  return apart < Math.log(2) ? [] : [{ kind: "learning-rate", to: learningRate }];
}

const steady = (schedule: ScheduleName = "constant"): Change[] =>
  schedule === "constant" ? [] : [{ kind: "schedule", to: "constant" }];

/** The run's own rate times a factor. */
export function rateTimes({ settings }: Evidence, factor: number): Change {
  const rate = settings?.optimizer?.learningRate;
  return {
    kind: "learning-rate",
    to: digits((rate === undefined || rate === 0 ? RATES.least : rate) * factor),
  };
}

/** The rate that came out best in the short trainings. */
export function bestTriedRate({ trials }: Evidence): Change | undefined {
  const tried = trials?.rates?.filter(({ loss }) => Number.isFinite(loss)) ?? [];
  if (tried.length < 3) return undefined;
  return { kind: "learning-rate", to: tried.reduce((a, b) => (b.loss < a.loss ? b : a)).rate };
}

/** What a column's name says of it. */
export interface ColumnWords {
  readonly kind: "loss" | "learning-rate" | "gradient-norm" | "metric" | "aside" | "other";
  readonly split: "train" | "validation" | "test" | undefined;
  /** An error that is minimised, for logs without any loss by name. */
  readonly isError: boolean;
  /** Words beyond the kind and the split: a loss with none is the whole loss, with some a part of it. */
  readonly rest: readonly string[];
  /** Logged at every step where the same stands by epoch too (Lightning). */
  readonly perStep: boolean;
}

const TRAIN = new Set(["train", "training", "tr", "fit"]);
const VALIDATION = new Set([
  "val",
  "valid",
  "validation",
  "eval",
  "evaluation",
  "dev",
  "heldout",
  "holdout",
  "vld",
]);
const TEST = new Set(["test", "testing"]);
const LOSS = new Set(["loss", "losses", "cost", "objective", "criterion", "nll", "elbo"]);
const ERRORS = new Set([
  "mse",
  "mae",
  "rmse",
  "mape",
  "msle",
  "nrmse",
  "error",
  "err",
  "ade",
  "fde",
  "l1",
  "l2",
]);
const METRICS = new Set([
  ...[
    "acc",
    "accuracy",
    "top1",
    "top5",
    "f1",
    "precision",
    "recall",
    "auc",
    "auroc",
    "ap",
    "map",
    "map50",
    "iou",
  ],
  ...[
    "miou",
    "dice",
    "r2",
    "psnr",
    "ssim",
    "bleu",
    "rouge",
    "perplexity",
    "ppl",
    "wer",
    "cer",
    "return",
    "reward",
  ],
  ...["score", "corr", "pearson", "spearman", "kappa", "metric", "metrics"],
]);
/** Of the machine, not of the model. */
const ASIDE = new Set([
  ...[
    "time",
    "times",
    "seconds",
    "sec",
    "runtime",
    "timestamp",
    "wall",
    "walltime",
    "date",
    "eta",
    "memory",
    "mem",
  ],
  ...[
    "gpu",
    "cpu",
    "fps",
    "throughput",
    "second",
    "flos",
    "elapsed",
    "duration",
    "hours",
    "minutes",
    "mfu",
    "ms",
  ],
]);
/** How a loss was averaged says nothing of what it is. */
const FILLERS = new Set(["epoch", "step", "avg", "average", "mean", "total", "running", "batch", "current"]);

/** The words of a column's name, split at capitals, signs and the usual prefixes. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replace(/\b(train|valid|val|test|eval)(loss|acc|accuracy|mse|mae)\b/g, "$1 $2")
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

/** Reads a column's name. */
export function columnWords(name: string): ColumnWords {
  const words = wordsOf(name);
  const has = (set: ReadonlySet<string>): boolean => words.some((word) => set.has(word));
  const rest = words.filter((word) => ![TRAIN, VALIDATION, TEST, LOSS, FILLERS].some((set) => set.has(word)));
  return {
    kind: kindOf(words, has),
    split: has(VALIDATION) ? "validation" : has(TEST) ? "test" : has(TRAIN) ? "train" : splitOfMetrics(words),
    isError: has(ERRORS),
    rest,
    perStep: words.at(-1) === "step" || words[0] === "batch",
  };
}

function kindOf(words: readonly string[], has: (set: ReadonlySet<string>) => boolean): ColumnWords["kind"] {
  const joined = words.join(" ");
  if (has(LOSS)) return "loss";
  if (/\b(lr\d*|learning rate|learningrate)\b/.test(joined)) return "learning-rate";
  if (/\b(grad|gradient)s?\b.*\bnorm\b|\b(gradnorm|gnorm|total norm)\b/.test(joined)) return "gradient-norm";
  if (has(ASIDE)) return "aside";
  return has(METRICS) || has(ERRORS) ? "metric" : "other";
}

/** Ultralytics measures what stands under `metrics/` on its validation images. */
function splitOfMetrics(words: readonly string[]): "validation" | undefined {
  return words[0] === "metrics" && words.length > 1 ? "validation" : undefined;
}

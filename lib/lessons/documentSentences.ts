/** Where a sentence is tested: a row of a notebook's ledger. */
export interface SentenceTest {
  /** File name without `.ipynb`. */
  readonly notebook: string;
  /** Id of the row. */
  readonly row: string;
}

/** What one sentence of the document says, in our words, numbers as they stand there. */
export interface DocumentSentence {
  /** The document's section. */
  readonly part: string;
  readonly says: string;
  /** Its test, or why it has none. */
  readonly test: SentenceTest | string;
}

const row = (notebook: string, id: string): SentenceTest => ({ notebook, row: id });

const FUSION = "03-fix-1-fusion";
const START = "04-fix-2-initialisation";
const LOSS = "06-fix-4-loss";
const STRATEGY = "08-fix-6-strategy";
const PLANS = "10-plan-a-plan-b";
const JUDGING = "11-did-it-work";

/** The document's sentences from top to bottom, but for those that only repeat an earlier one (its summary). */
export const DOCUMENT_SENTENCES: readonly DocumentSentence[] = [
  {
    part: "Diagnosis",
    says: "loss 66.77 → 66.19 and error 67.49 → 67.36 m: hardly a fall",
    test: row("01-the-sick-run", "loss-against-l2"),
  },
  {
    part: "Diagnosis",
    says: "the configuration is why the loss stands still",
    test: row("01-the-sick-run", "labels-alone"),
  },
  {
    part: "Diagnosis",
    says: "predictions in [-10, 20] for targets in [-137, 54]: the output is squeezed",
    test: row("02-reading-a-collapse", "two-collapses"),
  },
  {
    part: "Diagnosis",
    says: "cause: the fusion block makes features too alike",
    test: row(FUSION, "fusion-alike"),
  },
  {
    part: "Diagnosis",
    says: "cause: the start is too small, the output range too",
    test: row(START, "initialisation"),
  },
  {
    part: "Diagnosis",
    says: "cause: the learning rate is too low",
    test: row("07-fix-5-learning-rate", "fix-5-learning-rate"),
  },
  { part: "Diagnosis", says: "cause: Smooth L1 does not feel large errors", test: row(LOSS, "saturation") },
  { part: "Fix 1", says: "a simpler fusion block repairs the run", test: row(FUSION, "fusion") },
  {
    part: "Fix 2",
    says: "with 0.5 the first outputs lie in about [-5, 5]",
    test: row(START, "initial-range"),
  },
  {
    part: "Fix 3",
    says: "weighted pooling tells samples apart less well",
    test: row("05-fix-3-pooling", "pooling-alike"),
  },
  { part: "Fix 3", says: "plain pooling repairs the run", test: row("05-fix-3-pooling", "pooling") },
  {
    part: "Fix 4",
    says: "MSE repairs the run: its gradient grows with the error",
    test: row(LOSS, "fix-4-loss"),
  },
  {
    part: "Fix 5",
    says: "the rates become 2 and 2.5 times as large",
    test: row("07-fix-5-learning-rate", "rate-factor"),
  },
  {
    part: "Fix 6",
    says: "fine-tuning the backbone makes training harder, a frozen one is better",
    test: row(STRATEGY, "freezing"),
  },
  { part: "Fix 6", says: "the new strategy repairs the run", test: row(STRATEGY, "strategy-wrong") },
  {
    part: "Fix 7",
    says: "printed ranges help to find the cause",
    test: row("09-fix-7-debug-output", "fix-7-debug-output"),
  },
  { part: "Plan A", says: "trains very stably", test: row(PLANS, "plan-a-stable") },
  { part: "Plan A", says: "is fast, plan B takes longer", test: row(PLANS, "plan-b-time") },
  {
    part: "Plan A",
    says: "takes little memory, plan B more",
    test: "memory was not measured: features of a frozen backbone are computed once here",
  },
  { part: "Plan A", says: "trains about 10 million numbers", test: row(PLANS, "head-parameters") },
  { part: "Plan A", says: "brings the training loss to 10 to 20", test: row(PLANS, "promised-loss") },
  { part: "Plan A", says: "brings the error to 30 to 50 m", test: row(PLANS, "promised-error") },
  { part: "Plan B", says: "can get lower than plan A", test: row(PLANS, "plan-b-ceiling") },
  { part: "Plan B", says: "adapts to a new domain", test: "the generated towns are one domain" },
  {
    part: "How to judge",
    says: "after the fixes the debug line says 18.50 m",
    test: row("01-the-sick-run", "promised-error"),
  },
  {
    part: "How to judge",
    says: "the first epoch's printed range comes near the target's",
    test: row(JUDGING, "check-debug-line"),
  },
  {
    part: "How to judge",
    says: "the loss falls quickly, 450 → 280 → 180",
    test: row(JUDGING, "check-loss-trend"),
  },
  {
    part: "How to judge",
    says: "MSE prints much larger numbers, that is normal",
    test: row(LOSS, "larger-numbers"),
  },
  {
    part: "How to judge",
    says: "the error goes on falling, 67.49 → 45.23 → 35.67 m",
    test: row(JUDGING, "check-validation"),
  },
  {
    part: "If that fails",
    says: "check_data_stats tells what is wrong with the data",
    test: row("12-data-statistics", "data-stats"),
  },
  {
    part: "If that fails",
    says: "half the batch with more accumulation",
    test: row("14-batch-accumulation-epochs", "half-batch"),
  },
  {
    part: "If that fails",
    says: "twice the epochs",
    test: row("14-batch-accumulation-epochs", "more-epochs"),
  },
  {
    part: "If that fails",
    says: "divided by 100 the targets lie in [-5, 5]",
    test: row("13-normalisation", "scaled-range"),
  },
  {
    part: "If that fails",
    says: "dividing the targets by 100 helps",
    test: row("13-normalisation", "normalisation"),
  },
  { part: "Summary", says: "all seven together repair the run", test: row(PLANS, "all-seven") },
];

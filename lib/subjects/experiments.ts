/** Many runs, kept and made in parallel, and what they come to. */
export { type Job, type JobProgress, type JobResult } from "../experiments/runJobs";
export { EXPERIMENTS, type Experiment, type ExperimentName } from "../experiments/experiments";
export { experimentRuns, seedsOf, type ExperimentOptions } from "../experiments/experimentRuns";
export { effectOf, type Effect, type EffectVerdict, type Outcome } from "../math/effects/effect";
export {
  CHOSEN,
  CURE_STEPS,
  WRONG_STEPS,
  type CureName,
  type CureStepName,
  type NamedStep,
} from "../experiments/cure";
export {
  cureRows,
  fineTuningRows,
  objectionRows,
  reportRows,
  wrongRows,
  type CureRow,
  type ReportRow,
} from "../experiments/cureTables";
export { changeInWords } from "../experiments/outcomeWords";
export { TOWN_LIMITS } from "../experiments/townLimits";
export { type KnownLimits } from "../experiments/cureText";
export { readResults, type Results } from "../experiments/results";
export { frontRule, frontTable, type FrontStudies } from "../experiments/frontTable";
export { readStudy, type StudyResults, type StudyRow } from "../experiments/studyFile";
export { effectOfSet, outcomesOfSet, whichFix, type WhichFix } from "../experiments/whichFix";
export { setName, setOf } from "../experiments/fixSets";
export { largestPairs, setsInWords } from "../experiments/setsWords";
export { firstUpdate, type FirstUpdate } from "../experiments/firstUpdate";
export {
  learningRateRange,
  type LearningRateRangeOptions,
  type RatePoint,
} from "../experiments/learningRateRange";
export { reach } from "../experiments/reach";

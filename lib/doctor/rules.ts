import { bottleneck } from "./rules/bottleneck";
import { boundedOutput } from "./rules/boundedOutput";
import { broadcastShape } from "./rules/broadcastShape";
import { clipAlwaysOn } from "./rules/clipAlwaysOn";
import { collapseOrShrinkage } from "./rules/collapseOrShrinkage";
import { constantOutput } from "./rules/constantOutput";
import { deadUnits } from "./rules/deadUnits";
import { divergence } from "./rules/divergence";
import { dropoutTooHigh } from "./rules/dropoutTooHigh";
import { explodingGradient } from "./rules/explodingGradient";
import { featureCollapse } from "./rules/featureCollapse";
import { featureScale } from "./rules/featureScale";
import { frozenLayers } from "./rules/frozenLayers";
import { generalizationGap } from "./rules/generalizationGap";
import { heldOutStandsStill } from "./rules/heldOutStandsStill";
import { lossSize } from "./rules/lossSize";
import { gradientGrows } from "./rules/gradientGrows";
import { hiddenNan } from "./rules/hiddenNan";
import { impossibleSteps } from "./rules/impossibleSteps";
import { inputScale } from "./rules/inputScale";
import { judgedOtherwise } from "./rules/judgedOtherwise";
import { labelAudit } from "./rules/labelAudit";
import { layernormErasesMagnitude } from "./rules/layernormErasesMagnitude";
import { learningRateRange } from "./rules/learningRateRange";
import { learningRateTooHigh } from "./rules/learningRateTooHigh";
import { learningRateTooLow } from "./rules/learningRateTooLow";
import { lossAgainstError } from "./rules/lossAgainstError";
import { lossAtBestConstant } from "./rules/lossAtBestConstant";
import { lossBroadcasts } from "./rules/lossBroadcasts";
import { lossChangesMeaning } from "./rules/lossChangesMeaning";
import { lossNotDecreasing } from "./rules/lossNotDecreasing";
import { lossSums } from "./rules/lossSums";
import { memorisedRows } from "./rules/memorisedRows";
import { neverFilledIn } from "./rules/neverFilledIn";
import { noBetterThanPersistence } from "./rules/noBetterThanPersistence";
import { notFinitePredictions } from "./rules/notFinitePredictions";
import { outlierInScaler } from "./rules/outlierInScaler";
import { outputScaleAtInit } from "./rules/outputScaleAtInit";
import { outputOutsideLoss } from "./rules/outputOutsideLoss";
import { overfit8 } from "./rules/overfit8";
import { overRegularised } from "./rules/overRegularised";
import { penaltyIsTheLoss } from "./rules/penaltyIsTheLoss";
import { predictionRangeCompression } from "./rules/predictionRangeCompression";
import { predictionsUnrelated } from "./rules/predictionsUnrelated";
import { predictionsTooWide } from "./rules/predictionsTooWide";
import { robustScoreboard } from "./rules/robustScoreboard";
import { saturatedActivation } from "./rules/saturatedActivation";
import { saturatedLossGradient } from "./rules/saturatedLossGradient";
import { scaledTargets } from "./rules/scaledTargets";
import { seedFragility } from "./rules/seedFragility";
import { severalRuns } from "./rules/severalRuns";
import { shuffledLabels } from "./rules/shuffledLabels";
import { spikes } from "./rules/spikes";
import { stepChangesNothing } from "./rules/stepChangesNothing";
import { stillFalling } from "./rules/stillFalling";
import { symmetricInit } from "./rules/symmetricInit";
import { targetScale } from "./rules/targetScale";
import { targetsOutsideLoss } from "./rules/targetsOutsideLoss";
import { timeToRange } from "./rules/timeToRange";
import { tooGood } from "./rules/tooGood";
import { trainEvalMismatch } from "./rules/trainEvalMismatch";
import { twoGroupsOfRows } from "./rules/twoGroupsOfRows";
import { unequalOutputScale } from "./rules/unequalOutputScale";
import { unfrozenBackboneShock } from "./rules/unfrozenBackboneShock";
import { unitMismatch } from "./rules/unitMismatch";
import { updateToDataRatio } from "./rules/updateToDataRatio";
import { validationConstant } from "./rules/validationConstant";
import { validationWithoutLabels } from "./rules/validationWithoutLabels";
import { vanishingGradient } from "./rules/vanishingGradient";
import { weightInit } from "./rules/weightInit";
import { worseThanConstant } from "./rules/worseThanConstant";
import { type Rule } from "./rule";

/** Every rule, under what it looks at. Findings of different topics are independent; those of one are not. */
const RULES_BY_TOPIC = {
  bookkeeping: [severalRuns, lossChangesMeaning, neverFilledIn, validationConstant, validationWithoutLabels],
  "broken numbers": [hiddenNan, divergence, gradientGrows, notFinitePredictions],
  "level of the loss": [lossNotDecreasing, lossAtBestConstant],
  "way of the loss": [stillFalling, learningRateTooLow, learningRateTooHigh, spikes],
  "what the loss means": [
    lossAgainstError,
    lossBroadcasts,
    lossSums,
    penaltyIsTheLoss,
    targetsOutsideLoss,
    outputOutsideLoss,
  ],
  "held-out rows": [generalizationGap, heldOutStandsStill, memorisedRows, tooGood],
  "what predictions say": [
    constantOutput,
    predictionRangeCompression,
    predictionsTooWide,
    collapseOrShrinkage,
    predictionsUnrelated,
    worseThanConstant,
    noBetterThanPersistence,
    unitMismatch,
  ],
  "where predictions lie": [boundedOutput, unequalOutputScale, broadcastShape],
  rows: [robustScoreboard, outlierInScaler, twoGroupsOfRows],
  labels: [labelAudit, impossibleSteps],
  scale: [lossSize, targetScale, outputScaleAtInit, timeToRange, saturatedLossGradient],
  "scale of inputs": [inputScale, featureScale],
  "inside the network": [
    vanishingGradient,
    explodingGradient,
    deadUnits,
    saturatedActivation,
    bottleneck,
    symmetricInit,
    weightInit,
    featureCollapse,
    layernormErasesMagnitude,
  ],
  penalties: [overRegularised, dropoutTooHigh],
  updates: [stepChangesNothing, frozenLayers, updateToDataRatio, clipAlwaysOn, unfrozenBackboneShock],
  modes: [trainEvalMismatch, judgedOtherwise],
  trials: [overfit8, shuffledLabels, seedFragility],
  "trials of scale and rate": [learningRateRange, scaledTargets],
} as const satisfies Readonly<Record<string, readonly Rule[]>>;

/** Every rule of the doctor. */
export const RULES: readonly Rule[] = Object.values(RULES_BY_TOPIC).flat();

/** What a rule looks at. */
export function topicOf(id: string): string {
  const found = Object.entries(RULES_BY_TOPIC).find(([, rules]) => rules.some((rule) => rule.id === id));
  if (found === undefined) throw new Error(`rule: expected one of the doctor's, got ${id}`);
  return found[0];
}

import { type Evidence, type StageFacts } from "../evidence";

/** The name of the stage in front of the first layer. */
export const INPUTS = "inputs";

/** Stages behind the inputs, in their order; of both times where none is given. */
export function hiddenStages({ stages = [] }: Evidence, when?: StageFacts["when"]): StageFacts[] {
  return stages.filter((facts) => (when === undefined || facts.when === when) && facts.stage !== INPUTS);
}

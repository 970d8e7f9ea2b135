/** What is wrong with a training run, ours or anybody's: evidence in, verdict out. */
export { diagnose } from "../doctor/diagnose";
export { type Cause, type Diagnosis, type Finding } from "../doctor/diagnosis";
export { type Curve, type Evidence, type Pairs } from "../doctor/evidence";
export { examine, type ExamineLevel, type ExamineOptions } from "../doctor/examine";
export { type Recipe } from "../doctor/recipe";
export { readRecipe } from "../doctor/readers/recipeFolder";
export { type Change } from "../doctor/change";
export { reportLines, type ReportOptions } from "../doctor/report";
export { reportHtml, type HtmlOptions } from "../doctor/reportHtml";
export { runEvidence } from "../doctor/runEvidence";
export { readOwnRun, type OwnRunFiles } from "../doctor/readers/readOwnRun";
export { type ReadRun } from "../doctor/readers/logEvidence";
export { evidenceFigures, type NamedFigures } from "../lessons/evidenceFigures";
export { saveFigures } from "../lessons/saveFigures";
export { strangersLog, exampleFile } from "../lessons/strangersLogs";
export { showEvidence } from "../lessons/showEvidence";
export { labelAudit } from "../lessons/labelAudit";

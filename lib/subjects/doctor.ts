/** What is wrong with a training run, ours or anybody's: evidence in, verdict out. */
export { diagnose } from "../doctor/diagnose";
export { type Diagnosis, type Cause, type Finding } from "../doctor/diagnosis";
export { type Curve, type Evidence, type Pairs } from "../doctor/evidence";
export { type Change } from "../doctor/change";
export { reportLines, type ReportOptions } from "../doctor/report";
export { reportHtml, type HtmlOptions } from "../doctor/reportHtml";

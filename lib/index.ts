/**
 * seven-fixes: everything a notebook may import, one namespace a subject: `plots.lineChart(…)`, `lessons.check(…)`.
 * What stands in a subject is used by a notebook or by an example of lib/README.md.
 */
export * as math from "./subjects/math";
export * as geometry from "./subjects/geometry";
export * as data from "./subjects/data";
export * as model from "./subjects/model";
export * as training from "./subjects/training";
export * as experiments from "./subjects/experiments";
export * as doctor from "./subjects/doctor";
export * as hunt from "./subjects/hunt";
export * as plots from "./subjects/plots";
export * as lessons from "./subjects/lessons";

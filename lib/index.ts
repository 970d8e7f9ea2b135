/**
 * seven-fixes: everything a notebook may import, as one namespace a subject (`plots.lineChart(…)`) and as flat names
 * (`lineChart(…)`). What stands in a subject is used by a notebook or by an example of lib/README.md.
 */
export * as math from "./subjects/math";
export * as geometry from "./subjects/geometry";
export * as data from "./subjects/data";
export * as model from "./subjects/model";
export * as training from "./subjects/training";
export * as experiments from "./subjects/experiments";
export * as doctor from "./subjects/doctor";
export * as plots from "./subjects/plots";
export * as lessons from "./subjects/lessons";

export * from "./subjects/math";
export * from "./subjects/geometry";
export * from "./subjects/data";
export * from "./subjects/model";
export * from "./subjects/training";
export * from "./subjects/experiments";
export * from "./subjects/doctor";
export * from "./subjects/plots";
export * from "./subjects/lessons";

"use strict";
// Jobs that coordinators of the engine tests give out, and the work their workers do; run by the built library.
const { appendFileSync } = require("node:fs");
const { setTimeout: wait } = require("node:timers/promises");
const { splitRng } = require("seven-fixes/dist/math/rng");
const { trainingConfig } = require("seven-fixes/dist/training/config");
const { plainData } = require("seven-fixes/dist/training/plainData");
const { startThread } = require("seven-fixes/dist/experiments/engines/threads");

const WIDTH = 8;

function rows(count, label) {
  const rng = splitRng(1, `engines/${label}`);
  const numbers = (size) => Float32Array.from({ length: size }, () => rng.normal());
  return {
    features: numbers(count * WIDTH),
    draws: [],
    targets: numbers(count * 90),
    lastPast: numbers(count * 2),
    motion: numbers(count * 2),
    recordings: Array.from({ length: count }, (_, i) => `recording ${i % 2}`),
  };
}

/** Data of a few samples: a run on them takes a moment. */
exports.data = () =>
  plainData("engines", WIDTH, { train: rows(12, "train"), validation: rows(4, "validation") });

/** `count` tiny jobs, told apart by their seed; with `cost` "seed" a higher one is said to take longer. */
exports.jobs = (count, cost = "same", data = exports.data()) =>
  Array.from({ length: count }, (_, i) => ({
    name: `job ${i + 1}`,
    data,
    cost: cost === "seed" ? i + 1 : 1,
    config: trainingConfig({ hidden: WIDTH, epochs: 1, normalisation: "standardise", seed: i + 1 }),
  }));

/** Writes a line whenever this process stood still for more than half of the tests' lease, from now on. */
function watchItself(log) {
  let last = performance.now();
  setInterval(() => {
    const gap = performance.now() - last;
    last += gap;
    if (gap > 500) appendFileSync(log, `still ${process.pid} ${Math.round(gap)}\n`);
  }, 50).unref();
}

/**
 * A thread as workers use it. `log` gets a line per run that was begun, and per time that the worker stood still. `ms` makes runs that sleep: the first is real
 * and the others are it under their own settings. `killer` is the seed of a run that ends its process; `drift` changes
 * a loss a little: "always", or only of runs, which no canary sees.
 */
exports.threadOf = ({ log, ms, killer, drift }) => {
  const thread = startThread();
  let [first, watches] = [undefined, false];
  const make = async (job, signal) => {
    if (ms === undefined || job.data.name === "canary") return thread.run(job, signal);
    first ??= JSON.parse(await thread.run({ ...job, config: { ...job.config, seed: 1 } }, signal));
    await wait(ms, undefined, { signal });
    return JSON.stringify({ ...first, config: job.config });
  };
  return {
    run: async (job, signal) => {
      if (job.data.name !== "canary" && log) {
        if (!watches) watchItself(log);
        watches = true;
        appendFileSync(log, `${job.config.seed} ${process.pid} ${Date.now()}\n`);
      }
      if (job.config.seed === killer) process.kill(process.pid, "SIGKILL");
      const json = await make(job, signal);
      const drifts = drift === "always" || (drift === "runs" && job.data.name !== "canary");
      const other = (_, loss) => `"validationLoss":${1.0001 * loss}`;
      return drifts ? json.replace(/"validationLoss":([\d.]+)/, other) : json;
    },
    close: () => thread.close(),
  };
};

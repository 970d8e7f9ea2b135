"use strict";
// Gives out jobs at an address and keeps their runs in a folder: coordinator.cjs '{"address", "count", "store", …}'.
const { runStore } = require("seven-fixes/dist/experiments/runStore");
const { runJobs } = require("seven-fixes/dist/experiments/runJobs");
const { engineAt } = require("seven-fixes/dist/experiments/engines/address");
const { verified } = require("seven-fixes/dist/experiments/engines/verify");
const { interruptAll } = require("seven-fixes/dist/task/interrupt");
const { jobs } = require("./jobs.cjs");

async function main({ address, count, store, verify, cost = "same" }) {
  const say = (line) => console.error(line);
  const engine = await engineAt(address, say);
  process.on("SIGINT", interruptAll);
  say("at work");
  try {
    await runJobs(jobs(count, cost), {
      store: runStore(store),
      engine: verify === undefined ? engine : verified(engine, verify),
      onDone: ({ name, kept }, progress) => console.log(JSON.stringify({ name, kept, ...progress })),
    });
  } catch (error) {
    say(error.message);
    process.exitCode = 2;
  } finally {
    process.off("SIGINT", interruptAll);
    await engine.close();
  }
}

void main(JSON.parse(process.argv[2]));

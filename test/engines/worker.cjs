"use strict";
// A worker as `npx seven-fixes worker` is one, with runs that sleep, die or drift: worker.cjs '{"address", …}'.
const { placeAt } = require("seven-fixes/dist/experiments/engines/address");
const { work } = require("seven-fixes/dist/experiments/engines/workLoop");
const { threadOf } = require("./jobs.cjs");

async function main({ address, threads = 1, untilEmpty = false, ...runs }) {
  const stop = new AbortController();
  process.once("SIGTERM", () => stop.abort(new Error("stopped")));
  const place = await placeAt(address);
  const end = await work(place, {
    ...{ threads, untilEmpty, signal: stop.signal },
    say: (line) => console.error(line),
    start: () => threadOf(runs),
  });
  await place.close();
  console.error(`ended: ${end}`);
  process.exitCode = { stopped: 0, empty: 0, unfit: 2, "cut off": 75 }[end];
}

main(JSON.parse(process.argv[2])).catch((error) => {
  console.error(error.message);
  process.exitCode = 2;
});

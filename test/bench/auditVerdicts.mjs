/**
 * The audit's verdicts where the truth is known: right labels, the incident's, the real drive, and right labels with
 * one fault put in. With a number of seeds also the right and the incident's labels of that many other cities (made
 * without pictures, about 17 s each). Exit code 1 when a verdict is not what it must be. After a build:
 * `node test/bench/auditVerdicts.mjs [folder of a data set] [seeds]`.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { audit, auditRecordings, openDataset, readCommaDrive } from "../../lib/dist/index.js";

const folder = resolve(process.argv[2] ?? "data/generated/small");
const seeds = Number(process.argv[3] ?? 0);
const INCIDENT = ["glued-recordings", "identity-switch"];

let wrong = 0;

/** Audits and prints one line; `expected` checks must be named, or none at all when the list is empty. */
function judge(what, expected, input) {
  const start = performance.now();
  const { samples, ...rest } = input();
  const findings = audit({ samples, ...rest }).filter(({ kind }) => kind === "finding");
  const named = findings.map(({ check }) => check);
  const good = expected.length === 0 ? named.length === 0 : expected.every((check) => named.includes(check));
  if (!good) wrong++;
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(
    `${good ? "✓" : "✗"} ${what.padEnd(38)} ${String(samples.length).padStart(5)} samples ${seconds.padStart(5)} s  ` +
      (named.length === 0 ? "silent" : named.join(", ")),
  );
  for (const { check, look } of findings.filter(({ check }) => expected.includes(check)))
    console.log(`    ${check}: look at ${look.slice(0, 4).join(", ")}`);
}

/** The recordings with the frames of one of them, or of all, replaced. */
function withFrames(recordings, edit, which) {
  return recordings.map((recording, r) =>
    which === undefined || r === which
      ? { ...recording, frames: recording.frames.map((frame, i) => edit(frame, i, recording)) }
      : recording,
  );
}

/** Each pair's roadside view is that of the next pair. */
function viewsOneLate(recordings) {
  return recordings.map((recording) => {
    const paired = recording.frames.filter(({ infrastructure }) => infrastructure !== undefined);
    const next = new Map(paired.map((frame, i) => [frame, (paired[i + 1] ?? frame).infrastructure]));
    const frames = recording.frames.map((frame) =>
      next.has(frame) ? { ...frame, infrastructure: next.get(frame) } : frame,
    );
    return { ...recording, frames };
  });
}

/** The second recording follows the first 0.1 s later under its name. */
function gluedTogether([a, b, ...rest]) {
  const later = a.frames.at(-1).seconds + 0.1 - b.frames[0].seconds;
  const moved = b.frames.map((frame) => ({ ...frame, seconds: frame.seconds + later }));
  return [{ id: a.id, frames: [...a.frames, ...moved] }, ...rest];
}

/** In five frames the pose is that of a car the recording's labels show. */
function egoSwapped(recordings) {
  const car = recordings[2].frames
    .flatMap(({ objects }) => objects?.() ?? [])
    .find(({ type }) => type === "car");
  const swap = (frame, i) =>
    i < 60 || i >= 65 ? frame : { ...frame, egoPose: () => ({ ...frame.egoPose(), position: car.centre }) };
  return withFrames(recordings, swap, 2);
}

/** The pose turned by an angle in degrees. */
function turned(pose, degrees) {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const [a, b, z] = pose.rotation;
  const rotation = [a.map((v, k) => c * v - s * b[k]), b.map((v, k) => s * v + c * a[k]), z];
  return { ...pose, rotation };
}

/** The longest way any recording goes in a second of its middle, by recording: where a fault in time can show. */
const fastest = (recordings) => {
  const speed = ({ frames }) => {
    const [from, to] = [70, 80].map((i) => frames[i].egoPose().position);
    return Math.hypot(to[0] - from[0], to[1] - from[1]);
  };
  return recordings.reduce(
    (best, recording, r) => (speed(recording) > speed(recordings[best]) ? r : best),
    0,
  );
};

const oneHeadingOff = (recordings) =>
  withFrames(
    recordings,
    (frame, i) => (i === 70 ? { ...frame, egoPose: () => turned(frame.egoPose(), 40) } : frame),
    3,
  );
const poseFrozen = (recordings) =>
  withFrames(recordings, (frame, _, { frames }) => ({ ...frame, egoPose: frames[0].egoPose }), 4);
/** Frames 75 and 76 of the fastest recording have each other's pose. */
const stampsExchanged = (recordings) =>
  withFrames(
    recordings,
    (frame, i, { frames }) => (i === 75 || i === 76 ? { ...frame, egoPose: frames[151 - i].egoPose } : frame),
    fastest(recordings),
  );
const headingDrifts = (recordings) =>
  withFrames(
    recordings,
    (frame, i) => ({ ...frame, egoPose: () => turned(frame.egoPose(), 0.4 * i) }),
    fastest(recordings),
  );
const oneSideTwice = (recordings) =>
  withFrames(recordings, (frame) =>
    frame.infrastructure === undefined || frame.vehicleImage === undefined
      ? frame
      : { ...frame, infrastructure: { ...frame.infrastructure, image: frame.vehicleImage } },
  );

/** The samples with the target of the next row of their recording. */
function targetsOneLate(samples) {
  return samples.flatMap((sample, i) =>
    samples[i + 1]?.recording === sample.recording ? [{ ...sample, target: samples[i + 1].target }] : [],
  );
}

/** Writes `small` of another seed without its pictures, which no check looks at and which take most of the time. */
async function labelsOnly(place, seed) {
  const require = createRequire(import.meta.url);
  const from = (name) => require(`../../lib/dist/simulator/${name}.js`);
  from("painter").paintPicture = (_stage, _traffic, { camera }) => ({ camera, pixels: [] });
  const identity = { size: "small", seed, layout: "dair-v2x-c", promptState: "motion" };
  const lists = { vehicle: [], infrastructure: [], cooperative: [] };
  for (const plan of from("datasetPlan").planDataset("small", seed)) {
    const encode = () => new Uint8Array(1);
    const info = await from("writeRecording").writeRecording(place, identity, { plan, encode });
    for (const side of Object.keys(lists)) lists[side].push(...info[side]);
  }
  for (const [side, list] of Object.entries(lists)) {
    const path = join(place, side === "cooperative" ? side : `${side}-side`);
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, "data_info.json"), JSON.stringify(list));
  }
}

const recordings = openDataset(folder);
const right = auditRecordings(folder, recordings, "ego");
const labelled = (edited) => () => auditRecordings(folder, edited(recordings), "ego");
const mirrored = ({ target, ...sample }) => ({ ...sample, target: target.map(([x, y]) => [x, -y]) });

judge("right labels", [], () => auditRecordings(folder, openDataset(folder), "ego"));
judge("the incident's labels", INCIDENT, () => auditRecordings(folder, openDataset(folder), "first-car"));
judge("the real drive", [], () => auditRecordings("comma2k19", [readCommaDrive()], "ego"));
judge("mirrored y", ["mirrored-axis"], () => ({ ...right, samples: right.samples.map(mirrored) }));
judge("targets shifted by one row", ["pairing-shift"], () => ({
  ...right,
  samples: targetsOneLate(right.samples),
}));
judge("roadside views shifted by one pair", ["pair-time"], labelled(viewsOneLate));
judge("two recordings glued", ["glued-recordings"], labelled(gluedTogether));
judge("ego swapped in five frames", ["identity-switch"], labelled(egoSwapped));
judge("one frame's heading 40° off", ["heading-jump"], labelled(oneHeadingOff));
judge("a pose that never changes", ["frozen-pose"], labelled(poseFrozen));
judge("two time stamps exchanged", ["exchanged-stamps"], labelled(stampsExchanged));
judge("a heading that drifts by 0.4° a frame", ["heading"], labelled(headingDrifts));
judge("both pictures from the vehicle", ["pair-sides"], labelled(oneSideTwice));

for (let seed = 1; seed <= seeds; seed++) {
  const place = mkdtempSync(join(tmpdir(), "audit-seed-"));
  try {
    await labelsOnly(place, seed);
    const city = openDataset(place);
    judge(`right labels, seed ${seed}`, [], () => auditRecordings(place, city, "ego"));
    judge(`the incident's labels, seed ${seed}`, INCIDENT, () => auditRecordings(place, city, "first-car"));
  } finally {
    rmSync(place, { recursive: true });
  }
}
process.exitCode = wrong > 0 ? 1 : 0;

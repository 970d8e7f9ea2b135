import { createRequire } from "node:module";
import { selectBackend } from "../backend/selectBackend";
import { openNotebook } from "./currentNotebook";
import { lessonOf } from "./lessons";
import { type NotebookSettings, settings } from "./settings";

const PACKAGES = ["tslab", "@tensorflow/tfjs", "plotly.js-dist", "danfojs-node", "seven-fixes"] as const;

/**
 * The first call of every notebook: starts the tfjs backend, prints versions, backend, speed, seed and the
 * minutes to expect, and returns speed and seed. Throws on an unknown notebook, speed or backend.
 */
export async function setUp(notebook: string): Promise<NotebookSettings> {
  const { minutes } = lessonOf(notebook);
  openNotebook(notebook);
  const chosen = settings();
  const backend = await selectBackend({ log: () => undefined });
  console.log(versionLine());
  console.log(
    `backend ${backend.name}, speed ${chosen.speed}, seed ${chosen.seed}, about ${minutes} min at laptop speed`,
  );
  if (chosen.speed === "full") console.log(AT_FULL);
  return chosen;
}

/** What a reader has to know of any page at full. */
const AT_FULL =
  "what this page says holds at laptop; numbers and verdicts that are others at full say so (≠)";

/** Names and versions. Node's own is left out of saved runs: they must be the same on every Node. */
function versionLine(): string {
  const packages = PACKAGES.map((name) => `${name.replace(/^@\w+\//, "")} ${versionOf(name)}`);
  const node = process.env["SEVEN_FIXES_HEADLESS"] === "1" ? [] : [`Node ${process.versions.node}`];
  return [...node, ...packages].join(", ");
}

function versionOf(name: string): string {
  const manifest = name === "seven-fixes" ? "../../package.json" : `${name}/package.json`;
  return (createRequire(__filename)(manifest) as { version: string }).version;
}

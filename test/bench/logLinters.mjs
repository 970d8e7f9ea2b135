// What other programs say of the same logs, side by side: node test/bench/logLinters.mjs PYTHON_BIN [log or folder…].
// PYTHON_BIN is the bin folder of a virtual environment with `pip install trainspotter losslint runmedic` (tried with
// 0.2.6, 0.4.0 and 0.1.1); logs default to test/fixtures/logs. Build first.
import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const [bin = "", ...given] = process.argv.slice(2);
const paths = given.length > 0 ? given : [join(root, "test/fixtures/logs")];

const files = paths.flatMap((path) =>
  statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true })
        .map((name) => join(path, name))
        .filter((file) => statSync(file).isFile() && !file.endsWith(".md"))
    : [path],
);

const said = (command, args) => {
  const { stdout, stderr, status } = spawnSync(command, args, { encoding: "utf8", timeout: 60_000 });
  return { text: `${stdout ?? ""}\n${stderr ?? ""}`, status, stdout: stdout ?? "" };
};
const all = (text, pattern) => [...text.matchAll(pattern)].map((match) => match.slice(1).join(" "));

/** The last line of an error, without the file's path. */
const refusal = ({ text, status }) =>
  `exit ${status}: ${text
    .trim()
    .split("\n")
    .at(-1)
    ?.replace(/\S*\/\S*/g, "…")
    .slice(0, 90)}`;

const TOOLS = {
  "seven-fixes": (file) => {
    const answer = said(process.execPath, [
      join(root, "lib/bin/seven-fixes.cjs"),
      "diagnose",
      file,
      "--json",
    ]);
    if (answer.status === 2) return refusal(answer);
    const { verdict, findings } = JSON.parse(answer.stdout);
    return [verdict.cause, ...findings.map(({ rule, severity }) => `${severity} ${rule}`)].join("; ");
  },
  trainspotter: (file) => {
    const answer = said(join(bin, "trainspotter"), ["analyze", file]);
    const found = all(answer.text, /^\[(\w+)\] .*?\s{2,}(\S+)\s{2,}.*$/gm);
    return found.length > 0 ? found.join("; ") : /findings 0/.test(answer.text) ? "nothing" : refusal(answer);
  },
  losslint: (file) => {
    const answer = said(join(bin, "losslint"), ["check", file]);
    const found = all(answer.text, /^\s+(error|warning|warn|info)\s+(\S+)/gm);
    return found.length > 0 ? found.join("; ") : /clean/.test(answer.text) ? "nothing" : refusal(answer);
  },
  runmedic: (file) => {
    const answer = said(join(bin, "runmedic"), ["diagnose", file]);
    const found = all(answer.text, /^\d+\. \[(\w+)\] (.*)$/gm);
    return found.length > 0
      ? found.join("; ")
      : /No problems found/.test(answer.text)
        ? "nothing"
        : refusal(answer);
  },
};

for (const file of files) {
  console.log(relative(root, file));
  for (const [name, ask] of Object.entries(TOOLS)) console.log(`  ${name.padEnd(13)} ${ask(file)}`);
}

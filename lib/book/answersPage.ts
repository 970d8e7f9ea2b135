import { basename, join } from "node:path";
import { atomicWrite } from "../files/atomicWrite";
import { replaceFolder } from "../files/replaceFolder";
import { type Cell } from "../jupyter/nbformat/notebook";
import { type StaleCheck } from "../jupyter/runner/staleCells";
import { type Exercise, type Lesson, type Question } from "../lessons/lesson";
import { LESSONS } from "../lessons/lessons";
import { byParts } from "../lessons/parts";
import { taskText } from "../lessons/taskText";
import { bookAssets } from "./bookAssets";
import { readNotebookPage, type NotebookPage } from "./notebookPage";
import { chapterNumber, pageShell } from "./pageShell";
import { renderMarkdown } from "./renderMarkdown";
import { searchIndexScript } from "./searchIndex";

/** What `reveal` printed, without the comparison with a guess. */
const REVEALED = /^The run says ([^]*?)\. You (?:made|guessed)/;

/** The truths that a notebook's run has shown, by question, in the order `reveal` was called. */
export function revealedIn(cells: readonly Cell[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const cell of cells) {
    if (cell.cell_type !== "code") continue;
    const asked = [...cell.source.matchAll(/\breveal\(\s*"([^"]+)"/g)].map(([, id = ""]) => id);
    const said = cell.outputs.flatMap((output) => {
      const text = "data" in output ? output.data["text/markdown"] : undefined;
      return REVEALED.exec(typeof text === "string" ? text : "")?.[1] ?? [];
    });
    asked.forEach((id, i) => said[i] !== undefined && found.set(id, said[i]));
  }
  return found;
}

function questionLines({ ask, choices }: Question, truth: string | undefined): string {
  const list = Object.entries(choices).map(([letter, text]) => `- **${letter}** · ${text}`);
  return `**Predict.** ${ask}\n\n${list.join("\n")}\n\nThe run says: ${truth ?? "nothing yet, it was not run"}.`;
}

const exerciseLines = (exercise: Exercise): string =>
  `${taskText(exercise)}\n\n*Hint:* ${exercise.hint}\n\n\`\`\`ts\n${exercise.solution}\n\`\`\`\n\n${exercise.why}`;

function lessonLines(
  { title, name, cells }: NotebookPage,
  { minutes, questions, exercises }: Lesson,
): string[] {
  const truths = revealedIn(cells);
  return [
    `### ${chapterNumber(name)} · ${title}`,
    `*About ${minutes} min to run. ${Object.keys(questions).length} guesses, ${Object.keys(exercises).length} exercises.*`,
    ...Object.entries(questions).map(([id, question]) => questionLines(question, truths.get(id))),
    ...Object.values(exercises).map(exerciseLines),
  ];
}

/** Every guess with what the run says and every exercise with its solution, part by part, in Markdown. */
export function answersMarkdown(pages: readonly NotebookPage[]): string {
  const lines = byParts(pages).flatMap(({ part, things }) => [
    `## ${part?.title ?? "Further notebooks"}`,
    ...things.flatMap((page) => {
      const lesson = LESSONS.find(({ notebook }) => notebook === page.name);
      return lesson === undefined ? [] : lessonLines(page, lesson);
    }),
  ]);
  return [
    "# Answers",
    "For the teacher: this page stays at home. What “the run says” was computed from the data and at the speed of the last run of these notebooks; another data seed may say otherwise.",
    ...lines,
  ].join("\n\n");
}

/**
 * Writes the teacher's page of answers, `index.html`, into a folder of its own; an earlier one is replaced. Errors: as
 * `readNotebookPage`, and a folder that holds anything else.
 */
export function writeAnswers(paths: readonly string[], out: string, judge: StaleCheck): void {
  const pages = paths.map((path) => readNotebookPage(path, judge));
  const { html, headings } = renderMarkdown(answersMarkdown(pages));
  const main = `<article class="prose">${html}</article>`;
  const page = pageShell({ title: "Answers · Seven fixes", page: "answers", chapters: [], headings, main });
  const write = (folder: string): void => {
    atomicWrite(join(folder, "index.html"), page);
    atomicWrite(join(folder, "assets/search-index.js"), searchIndexScript([]));
    for (const [path, content] of bookAssets()) {
      if (basename(path) !== "plotly.js") atomicWrite(join(folder, path), content);
    }
  };
  replaceFolder(out, write, { marker: "assets/book.css" });
}

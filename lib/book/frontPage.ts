import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../files/projectRoot";
import { INCIDENT } from "../lessons/incident";
import { type NotebookPage } from "./notebookPage";
import { chapterNumber } from "./pageShell";

/** The page on which the cause comes to light. */
const LAST_CLUE = "15";

/** Pictures of the first page by path in the book, and where the project keeps them. */
const PICTURES = {
  "assets/car-camera.jpg": "data/mini/vehicle-side/image/000245.jpg",
  "assets/roadside-camera.jpg": "data/mini/infrastructure-side/image/000475.jpg",
  "assets/debug-line.png": "data/pictures/debug-line.png",
} as const;

/** The pictures of the first page, by path in the book. */
export function frontPictures(): Map<string, Uint8Array> {
  return new Map(
    Object.entries(PICTURES).map(([path, file]) => [path, readFileSync(join(projectRoot(), file))]),
  );
}

/** Twelve words that every notebook uses; from the page it is first met on each is used without a word. */
const WORDS: Readonly<Record<string, string>> = {
  trajectory: "where the car will be during the next 4.5 seconds: 45 points, 0.1 s apart",
  "ego frame": "metres as seen from the car: x forward, y to the left",
  "right labels": "trajectories cut from where the car itself really went",
  "wrong labels":
    "the incident's: in each frame the first car of the list is followed, whichever car that is",
  backbone: "the large pre-trained part that turns two pictures and a prompt into features",
  head: "the small part behind it that turns a feature into a trajectory",
  frozen: "a backbone that training leaves as it is; only the head learns",
  seed: "the number that first weights and order follow from; another seed, another run of the same settings",
  "best constant": "one trajectory for all scenes, the best there is: what knowing nothing costs",
  "noise floor": "the error that the labels' own noise leaves to a perfect model",
  r: "the correlation of predictions with targets: do they go along?",
  "spread ratio": "how wide predictions are beside targets: are they large enough?",
};

const link = ({ name }: NotebookPage, text: string): string =>
  `<a href="${encodeURI(name)}.html">${text}</a>`;

/** What the collection is: title, the story in three sentences, pictures, where to begin, how verdicts are made. */
export function opening(pages: readonly NotebookPage[]): string {
  const [first] = pages;
  const clue = pages.find(({ name }) => chapterNumber(name) === LAST_CLUE);
  const last = `notebook ${LAST_CLUE}`;
  return `<section class="prose opening">
<h1>Seven fixes</h1>
<p class="lead">A model that should drive along the road predicted almost the same line for every scene, and its loss
stood still. Seven fixes were proposed, and here each is run and judged. None of them touched the cause: can you find it
before ${clue === undefined ? last : link(clue, last)}?</p>
${pictures()}
<p>${first === undefined ? "" : `<strong>${link(first, "Start here")}</strong>. `}Every fix is compared with the same run
without it, seed by seed, on right labels and on wrong ones. It <em>helps</em> or <em>harms</em> only where the interval
of the mean difference lies beyond five percent; all else is called small or not decided. Our drives are generated, in
one town: what the seeds' ranges say holds for its roads.</p>
</section>`;
}

function pictures(): string {
  const behind = -INCIDENT.debug.target[0];
  const figure = (path: keyof typeof PICTURES, text: string): string =>
    `<figure><img src="${path}" alt="${text}"><figcaption>${text}</figcaption></figure>`;
  return `<div class="front-pictures">
${figure("assets/car-camera.jpg", "What the model sees: the camera of the car")}
${figure("assets/roadside-camera.jpg", "and one at the roadside (generated pictures)")}
${figure("assets/debug-line.png", `What the sick run asked for: a target ${behind} m behind the car`)}
</div>`;
}

/** Twelve words, each with its meaning. */
export function glossary(): string {
  const words = Object.entries(WORDS).map(([word, meaning]) => `<dt>${word}</dt><dd>${meaning}</dd>`);
  return `<section class="prose" id="words">
<h2>Twelve words</h2>
<dl class="words">
${words.join("\n")}
</dl>
</section>`;
}

/** A stretch of the collection under one heading. */
export interface Part {
  readonly title: string;
  /** One sentence: what a reader finds there. */
  readonly about: string;
  /** File names without `.ipynb`, in reading order. */
  readonly notebooks: readonly string[];
  /** Left out of what a teacher hands out. */
  readonly forTeachers?: true;
}

/**
 * The one list of parts and order: index and menu of the book, `npm start` and the collection follow it. File names
 * keep their numbers; a name whose file is not there is passed over.
 */
export const PARTS: readonly Part[] = [
  {
    title: "The case",
    about: "What a trajectory is, what the model sees, and whether the numbers of the sick run can be true.",
    notebooks: ["00-start-here", "18-the-model-and-what-it-sees", "01-the-sick-run"],
  },
  {
    title: "Reading a collapse",
    about: "Two diseases with one symptom, and the two numbers that tell them apart.",
    notebooks: ["02-reading-a-collapse"],
  },
  {
    title: "The seven fixes",
    about: "Each proposed change by itself, on right labels and on wrong ones.",
    notebooks: [
      "03-fix-1-fusion",
      "04-fix-2-initialisation",
      "05-fix-3-pooling",
      "06-fix-4-loss",
      "07-fix-5-learning-rate",
      "08-fix-6-strategy",
      "09-fix-7-debug-output",
    ],
  },
  {
    title: "Judging",
    about: "All fixes together, which of them did what, and how one would know that a run is repaired.",
    notebooks: ["10-plan-a-plan-b", "20-which-fix-did-what", "11-did-it-work"],
  },
  {
    title: "The data",
    about: "What statistics, scaling and more updates can do, and whose future the labels hold.",
    notebooks: ["12-data-statistics", "13-normalisation", "14-batch-accumulation-epochs", "15-the-labels"],
  },
  {
    title: "The cure",
    about: "Right labels first, then what lowers the error further, a step at a time.",
    notebooks: ["19-the-cure"],
  },
  {
    title: "The doctor",
    about:
      "The same examination for a stranger's log, for your own run, and for a model that is trained again.",
    notebooks: [
      "16-what-a-log-tells",
      "17-your-own-run",
      "22-a-doctor-for-your-model",
      "23-is-a-fix-better-than-chance",
    ],
  },
  {
    title: "Bug hunts",
    about: "Sealed faults in small runs: name them with the tools of the collection.",
    notebooks: ["24-bug-hunt-easy", "25-bug-hunt-hard"],
  },
  {
    title: "For teachers",
    about: "A class's own copy, the answers that stay at home, and how to change one thing.",
    notebooks: ["21-for-teachers"],
    forTeachers: true,
  },
];

const ORDER = PARTS.flatMap(({ notebooks }) => notebooks);

const placeOf = (name: string): number => {
  const place = ORDER.indexOf(name);
  return place < 0 ? ORDER.length : place;
};

/** Things that have a notebook's name, in reading order; those that no part lists come last, by name. */
export function inReadingOrder<T>(things: readonly T[], nameOf: (thing: T) => string): T[] {
  return [...things].sort((a, b) => {
    const [one, other] = [nameOf(a), nameOf(b)];
    return placeOf(one) - placeOf(other) || (one < other ? -1 : 1);
  });
}

/** Things that have a notebook's name under their parts, in reading order; parts without any are left out. */
export function byParts<T extends { readonly name: string }>(
  things: readonly T[],
): { readonly part: Part | undefined; readonly things: readonly T[] }[] {
  const groups = [...PARTS, undefined].map((part) => ({
    part,
    things: inReadingOrder(things, ({ name }) => name).filter(({ name }) =>
      part === undefined ? !ORDER.includes(name) : part.notebooks.includes(name),
    ),
  }));
  return groups.filter((group) => group.things.length > 0);
}

/** Whether a notebook is written for teachers, not for the class. */
export const isForTeachers = (name: string): boolean =>
  PARTS.some(({ notebooks, forTeachers }) => forTeachers === true && notebooks.includes(name));

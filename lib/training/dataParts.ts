import { type Motion, type PromptState } from "../dataset/prompt";
import { type Sample } from "../dataset/sample";
import { type LabelSet } from "./config";
import { labelledScenes, readMoments, type LabelledMoments, type LabelledScenes } from "./labelledScenes";

/** A data set with the name that errors on it go by. */
export interface Town {
  readonly name: string;
  readonly folder: string;
}

/** Samples of one town that belong to a set, and how they are seen. */
export interface TownPart extends Pick<LabelledScenes, "moments" | "sceneOf" | "motionOf"> {
  readonly samples: readonly Sample[];
}

/** The sets of a run, each gathered from one town or several. */
export interface DataParts {
  readonly train: readonly TownPart[];
  readonly validation: readonly TownPart[];
  /** By name: `test`, then the towns. */
  readonly reported: Readonly<Record<string, readonly TownPart[]>>;
}

/** What a run's sets are gathered from; see `DataRequest`. */
export interface PartsRequest {
  readonly folder: string;
  readonly labels: LabelSet;
  readonly promptState?: PromptState;
  readonly stride?: number;
  /** Of the folder's training samples; other towns have the labels that were asked for. */
  readonly wrongShare?: number;
  readonly more?: readonly Town[];
  readonly report?: readonly Town[];
  readonly read?: (folder: string, log?: (line: string) => void) => LabelledMoments;
  readonly log?: (line: string) => void;
}

/** Reads and labels every town that a run asks for. Recordings of other towns go by the town's name too. */
export function dataParts(request: PartsRequest): DataParts {
  const { folder, labels, more = [], report, read = readMoments, log } = request;
  const own = labelledScenes(read(folder, log), labels, request);
  const other = ({ name, folder: there }: Town): TownPart => {
    const town = labelledScenes(read(there, log), labels, { ...request, wrongShare: 0 });
    const samples = [...town.train, ...town.validation, ...town.test];
    return {
      ...town,
      samples: samples.map((sample) => ({ ...sample, recording: `${name} ${sample.recording}` })),
      moments: [...town.moments, ...town.testMoments],
    };
  };
  const part = (samples: readonly Sample[], moments = own.moments): TownPart => ({
    ...own,
    samples,
    moments,
  });
  return {
    train: [part(own.train), ...more.map(other)],
    validation: [part(own.validation)],
    reported:
      report === undefined
        ? {}
        : {
            test: [part(own.test, own.testMoments)],
            ...Object.fromEntries(report.map((town) => [town.name, [other(town)]])),
          },
  };
}

/** All parts in the order of the sets. */
export function partsOf({ train, validation, reported }: DataParts): TownPart[] {
  return [...train, ...validation, ...Object.values(reported).flat()];
}

/** The samples of a set. */
export function samplesOf(parts: readonly TownPart[]): Sample[] {
  return parts.flatMap(({ samples }) => samples);
}

/** How the cars of a part say they move, sample by sample. */
export function motionsOf({ samples, motionOf }: TownPart): (Motion | undefined)[] {
  return samples.map(motionOf);
}

/** Where a part's samples stand among its town's moments: every labelled sample is one of them. */
export function momentRows({ samples, moments }: TownPart): number[] {
  const rowOf = new Map(moments.map(({ id }, row) => [id, row]));
  return samples.map(({ id }) => rowOf.get(id) ?? 0);
}

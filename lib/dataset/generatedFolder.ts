import { existsSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../files/projectRoot";

/** The generated data set the notebooks read, data/generated/<size>; an error that says how to make it when it is missing. */
export function generatedFolder(size = "small"): string {
  const folder = join(projectRoot(), "data", "generated", size);
  if (!existsSync(folder)) {
    throw new Error(
      `generated data: expected a data set in ${folder}, got nothing; run npx seven-fixes generate data/generated/${size} --size ${size}`,
    );
  }
  return folder;
}

import { displayMarkdown } from "../display/displayMarkdown";
import { show } from "../display/show";
import { type NamedFigures } from "./evidenceFigures";

/** Shows one figure of a run, or says that its evidence holds nothing to draw it from. */
export function showEvidence(figures: NamedFigures, name: string): void {
  const found = figures[name];
  if (found === undefined) displayMarkdown(`Nothing to draw for "${name}": the files do not hold it.`);
  else show(found);
}

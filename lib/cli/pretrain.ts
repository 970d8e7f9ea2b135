import { type Command } from "commander";
import { atomicWrite } from "../files/atomicWrite";
import { readManifest } from "../simulator/generateDataset";
import { startProgress } from "../task/progress";

interface PretrainOptions {
  readonly epochs: string;
  readonly seed: string;
  readonly out?: string;
}

/** `pretrain`: makes the weights in data/backbone from data sets of other seeds than the notebooks'. */
export function registerPretrain(program: Command): void {
  program
    .command("pretrain <folders...>")
    .description("pre-train the backbone on generated data sets the notebooks do not use")
    .option("--epochs <count>", "times through the data", "6")
    .option("--seed <number>", "first weights, order and prompts", "1")
    .option("--out <file>", "where the weights go (default: data/backbone/scene.safetensors)")
    .action(async (folders: string[], options: PretrainOptions) => {
      const { selectBackend } = await import("../backend/selectBackend.js");
      const { pretrainBackbone } = await import("../training/pretrain.js");
      const { backboneFile, saveBackbone } = await import("../model/backbones.js");
      await selectBackend({ log: (line) => console.error(line) });
      const bars = new Map<string, ReturnType<typeof startProgress>>();
      const bar = (label: string, total: number) => {
        const known = bars.get(label) ?? startProgress(label, total);
        bars.set(label, known);
        return known;
      };
      const asked = {
        epochs: wholeNumber("--epochs", options.epochs),
        seed: wholeNumber("--seed", options.seed),
      };
      const began = Date.now();
      const { weights, ...log } = await pretrainBackbone({
        folders,
        ...asked,
        onProgress: (done, total, stage, note) => {
          bar(stage, total).update(done, note);
          if (done === total)
            bar(stage, total).end(`${stage} ${total}/${total}${note === undefined ? "" : ` · ${note}`}`);
        },
      });
      const path = options.out ?? backboneFile();
      saveBackbone(path, weights);
      const seconds = Math.round((Date.now() - began) / 1000);
      const towns = folders.map((folder) => readManifest(folder)).map(({ size, seed }) => ({ size, seed }));
      const text = JSON.stringify({ towns, ...asked, ...log, seconds }, null, 1);
      atomicWrite(logOf(path), `${text}\n`);
      console.log(`wrote ${path} and ${logOf(path)}`);
    });
}

/** The log's file beside the weights: what they were made from, and the mean loss of each epoch. */
const logOf = (path: string): string => `${path.replace(/\.safetensors$/, "")}.log.json`;

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new Error(`${name}: expected a whole number, got ${text}; correct it`);
}

import { type Command } from "commander";
import { startProgress } from "../task/progress";

interface PretrainOptions {
  readonly epochs: string;
  readonly seed: string;
  readonly out?: string;
}

/** `pretrain`: makes the weights in data/backbone from a data set of another seed than the notebooks'. */
export function registerPretrain(program: Command): void {
  program
    .command("pretrain <folder>")
    .description("pre-train the backbone on a generated data set the notebooks do not use")
    .option("--epochs <count>", "times through the data", "12")
    .option("--seed <number>", "first weights, order and prompts", "1")
    .option("--out <file>", "where the weights go (default: data/backbone/scene.safetensors)")
    .action(async (folder: string, options: PretrainOptions) => {
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
      const weights = await pretrainBackbone({
        folder,
        epochs: wholeNumber("--epochs", options.epochs),
        seed: wholeNumber("--seed", options.seed),
        onProgress: (done, total, stage, note) => {
          bar(stage, total).update(done, note);
          if (done === total)
            bar(stage, total).end(`${stage} ${total}/${total}${note === undefined ? "" : ` · ${note}`}`);
        },
      });
      const path = options.out ?? backboneFile();
      saveBackbone(path, weights);
      console.log(`wrote ${path}`);
    });
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new Error(`${name}: expected a whole number, got ${text}; correct it`);
}

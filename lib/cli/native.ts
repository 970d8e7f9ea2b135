import { type Command } from "commander";
import { projectRoot } from "../files/projectRoot";
import { installNative, removeNative } from "./native/installNative";

/** `native`: a working tfjs-node-gpu where its own download fails. */
export function registerNative(program: Command): void {
  program
    .command("native")
    .description("build @tensorflow/tfjs-node-gpu against the libraries of a TensorFlow wheel (Linux x64)")
    .option("--gpu", "the CUDA 12 build with NVIDIA's libraries instead of the CPU one")
    .option("--remove", "take the native package and its cache out again")
    .action(({ gpu = false, remove = false }: { gpu?: boolean; remove?: boolean }) => {
      const log = (line: string): void => console.error(line);
      if (remove) removeNative(projectRoot(), log);
      else installNative({ root: projectRoot(), variant: gpu ? "gpu" : "cpu", log });
    });
}

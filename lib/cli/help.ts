import { type Command } from "commander";

/** What `help <topic>` explains beside the commands. */
const TOPICS = ["many-machines"] as const;

/** `help [topic or command]`: longer words than --help has room for. */
export function registerHelp(program: Command): void {
  program
    .helpCommand(false)
    .command("help")
    .description(`explain a command, or a topic: ${TOPICS.join(", ")}`)
    .argument("[topic]", "a command or a topic")
    .action(async (topic?: string) => {
      if (topic === "many-machines") {
        const { MANY_MACHINES } = await import("./manyMachines.js");
        console.log(MANY_MACHINES.trimEnd());
        return;
      }
      const command = topic === undefined ? program : program.commands.find((one) => one.name() === topic);
      if (command !== undefined) console.log(command.helpInformation().trimEnd());
      else
        throw new Error(
          `help: expected a command or ${TOPICS.join(", ")}, got "${topic ?? ""}"; seven-fixes --help lists the commands`,
        );
    });
}

import { type Command } from "commander";

/** What `help <topic>` explains beside the commands. */
const TOPICS = {
  "many-machines": async () => (await import("./manyMachines.js")).MANY_MACHINES,
  agents: async () => (await import("./agentsHelp.js")).AGENTS_HELP,
  recipe: async () => (await import("./recipeHelp.js")).RECIPE_HELP,
  evidence: async () => (await import("./evidenceHelp.js")).EVIDENCE_HELP,
} as const satisfies Record<string, () => Promise<string>>;

const NAMES = Object.keys(TOPICS).join(", ");

/** `help [topic or command]`: longer words than --help has room for. */
export function registerHelp(program: Command): void {
  program
    .helpCommand(false)
    .command("help")
    .description(`explain a command, or a topic: ${NAMES}`)
    .argument("[topic]", "a command or a topic")
    .action(async (topic?: string) => {
      if (topic !== undefined && Object.hasOwn(TOPICS, topic)) {
        console.log((await TOPICS[topic as keyof typeof TOPICS]()).trimEnd());
        return;
      }
      const command = topic === undefined ? program : program.commands.find((one) => one.name() === topic);
      if (command !== undefined) console.log(command.helpInformation().trimEnd());
      else
        throw new Error(
          `help: expected a command or ${NAMES}, got "${topic ?? ""}"; seven-fixes --help lists the commands`,
        );
    });
}

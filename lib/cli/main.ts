import { Command } from "commander";

const program = new Command("seven-fixes")
  .description("Notebooks and tools that take a collapsed trajectory regression apart.")
  .showHelpAfterError("(see seven-fixes --help)")
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

program.parse();

import { Command, CommanderError } from "commander";
import { registerBench } from "./bench";
import { registerBook } from "./book";
import { registerCheckData } from "./checkData";
import { registerCheck } from "./check";
import { registerClaims } from "./claims";
import { registerClean } from "./clean";
import { registerDiagnose } from "./diagnose";
import { registerGenerate } from "./generate";
import { registerHelp } from "./help";
import { registerLab } from "./lab";
import { registerNative } from "./native";
import { registerPretrain } from "./pretrain";
import { registerReproduce } from "./reproduce";
import { registerResults } from "./results";
import { registerRun } from "./run";
import { registerStart } from "./start";
import { registerSweep } from "./sweep";
import { registerTrain } from "./train";
import { registerWorker } from "./worker";

/** The commands, in the order of --help. */
const COMMANDS = [
  registerStart,
  registerRun,
  registerResults,
  registerReproduce,
  registerSweep,
  registerWorker,
  registerBook,
  registerLab,
  registerCheck,
  registerClaims,
  registerClean,
  registerGenerate,
  registerCheckData,
  registerDiagnose,
  registerBench,
  registerTrain,
  registerPretrain,
  registerNative,
  registerHelp,
] as const;

/** Exit codes of every command: 0 good, 1 a finding or failed cell, 2 bad input or use. */
export const EXIT = { good: 0, finding: 1, badInput: 2 } as const;

/** The command line with every command registered (each `register<Name>` loads its heavy parts when it runs). */
export function createProgram(): Command {
  const program = new Command("seven-fixes")
    .description("Notebooks and tools that take a collapsed trajectory regression apart.")
    .showHelpAfterError("(seven-fixes --help lists the commands)")
    .exitOverride();
  for (const register of COMMANDS) register(program);
  return program;
}

/**
 * Runs one command line. A thrown Error is bad input: its message goes to stderr as one line and the exit
 * code is 2; SEVEN_FIXES_DEBUG=1 adds the stack. A command that has a finding sets `process.exitCode = 1`.
 */
export async function main(args: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync([...args], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? EXIT.good : EXIT.badInput; // commander has printed its message
      return;
    }
    const shown =
      process.env["SEVEN_FIXES_DEBUG"] === "1" && error instanceof Error ? error.stack : undefined;
    console.error(`seven-fixes: ${shown ?? (error instanceof Error ? error.message : String(error))}`);
    process.exitCode = EXIT.badInput;
  }
}

import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { projectRoot } from "../files/projectRoot";
import { checkSettings, type Settings } from "./config";

/**
 * The settings of a YAML file (default: the project's config.yaml), with the environment variable
 * FREEZE_BACKBONE laid over `freeze_backbone`. Errors name file and field; a missing file is an error.
 */
export function loadSettings(path = join(projectRoot(), "config.yaml"), env = process.env): Settings {
  const file = resolve(path);
  if (!existsSync(file)) throw new Error(`config: expected a file at ${file}, got none; check the path`);
  const settings = checkSettings(parseYaml(file) ?? {}, file);
  const freeze = env["FREEZE_BACKBONE"];
  if (freeze === undefined || freeze === "") return settings;
  if (freeze !== "true" && freeze !== "false") {
    throw new Error(`FREEZE_BACKBONE: expected true or false, got "${freeze}"; correct or unset it`);
  }
  return { ...settings, freezeBackbone: freeze === "true" };
}

function parseYaml(file: string): unknown {
  try {
    return parse(readFileSync(file, "utf8"));
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
    throw new Error(`${file}: expected YAML, got "${reason}"; correct the line`, { cause: error });
  }
}

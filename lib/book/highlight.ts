import hljs from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import json from "highlight.js/lib/languages/json";
import typescript from "highlight.js/lib/languages/typescript";
import yaml from "highlight.js/lib/languages/yaml";
import { escapeHtml } from "../plots/escapeHtml";

for (const [name, language] of Object.entries({ typescript, json, bash, yaml })) {
  hljs.registerLanguage(name, language);
}

/** Code with its words wrapped in `hljs-…` spans; a language nobody registered stays plain. */
export function highlight(code: string, language: string): string {
  return hljs.getLanguage(language) ? hljs.highlight(code, { language }).value : escapeHtml(code);
}

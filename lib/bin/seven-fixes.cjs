#!/usr/bin/env node
"use strict";
// Committed, unlike dist/, so that npm can link the command before the first build.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `seven-fixes: expected Node 20.19 or newer, got ${process.versions.node}; install a current Node`,
  );
  process.exit(2);
}
require("../dist/cli/main.js").main(process.argv.slice(2));

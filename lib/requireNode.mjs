/** Ends the process on a Node that is too old for the collection, with one line. */
export function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(
    `seven-fixes: expected Node 20.19 or newer, got ${process.versions.node}; install a current Node`,
  );
  process.exit(2);
}

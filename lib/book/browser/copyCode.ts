/** Every block of code gets a button that copies it. */
(() => {
  /** Selects all code of a block for the reader to copy, imports that are folded too. */
  const select = (block: Element, parts: readonly Element[]): void => {
    for (const fold of block.querySelectorAll("details")) fold.open = true;
    const [first, last] = [parts[0], parts[parts.length - 1]];
    if (first && last) getSelection()?.setBaseAndExtent(first, 0, last, last.childNodes.length);
  };

  /** Copies; where the browser refuses, selects the code. Returns what to say. */
  const copy = async (block: Element, parts: readonly Element[]): Promise<string> => {
    try {
      await navigator.clipboard.writeText(parts.map((code) => code.textContent).join("\n"));
      return "Copied";
    } catch {
      select(block, parts);
      return "Selected";
    }
  };

  for (const block of document.querySelectorAll(".code")) {
    const parts = [...block.querySelectorAll("code")];
    if (parts.length === 0) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", () => {
      void copy(block, parts).then((said) => {
        button.textContent = said;
        setTimeout(() => (button.textContent = "Copy"), 1500);
      });
    });
    block.append(button);
  }
})();

/** Every block of code gets a button that copies it. */
(() => {
  /** Copies; where the browser refuses, selects the code for the reader to copy. Returns what to say. */
  const copy = async (code: Element): Promise<string> => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      return "Copied";
    } catch {
      getSelection()?.selectAllChildren(code);
      return "Selected";
    }
  };

  for (const block of document.querySelectorAll(".code")) {
    const code = block.querySelector("code");
    if (!code) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", () => {
      void copy(code).then((said) => {
        button.textContent = said;
        setTimeout(() => (button.textContent = "Copy"), 1500);
      });
    });
    block.append(button);
  }
})();

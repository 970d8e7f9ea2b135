/** Light or dark, set before the page is painted: the reader's choice, else the system's. */
(() => {
  const KEY = "seven-fixes-theme";
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  /** A page opened from disk may be refused storage; then the choice lasts for the page. */
  const stored = (): string | null => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };

  const apply = (theme: string): void => {
    document.documentElement.dataset.theme = theme;
  };

  const follow = (): void => apply(stored() ?? (system.matches ? "dark" : "light"));

  const toggle = (): void => {
    const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    apply(theme);
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // refused: see above
    }
  };

  follow();
  system.addEventListener("change", follow);
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelector(".theme")?.addEventListener("click", toggle);
  });
})();

/** Search over all notebooks, in an index that is loaded when the field is first used. */
(() => {
  interface Found {
    readonly url: string;
    readonly page: string;
    readonly heading: string;
    readonly text: string;
    readonly terms: readonly string[];
  }

  interface SearchWindow extends Window {
    sevenFixesSearch?: { readonly options: object; readonly index: object };
    MiniSearch?: {
      loadJS(index: object, options: object): { search(query: string, options: object): readonly Found[] };
    };
  }

  const here = window as SearchWindow;
  const field = document.querySelector<HTMLInputElement>(".search input");
  const list = document.querySelector<HTMLElement>(".search .results");
  if (!field || !list) return;

  const loadScript = (path: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = path;
      script.onload = () => resolve();
      script.onerror = () => reject(new Error(`could not load ${path}`));
      document.head.append(script);
    });

  const loadIndex = async (): Promise<(query: string) => readonly Found[]> => {
    await Promise.all([loadScript("assets/minisearch.js"), loadScript("assets/search-index.js")]);
    const { sevenFixesSearch, MiniSearch } = here;
    if (!sevenFixesSearch || !MiniSearch) throw new Error("search index missing");
    const index = MiniSearch.loadJS(sevenFixesSearch.index, sevenFixesSearch.options);
    const options = { prefix: true, fuzzy: 0.15, combineWith: "AND", boost: { heading: 4, page: 2 } };
    return (query) => index.search(query, options).slice(0, 8);
  };

  /** About twelve words around the first hit, the hit itself marked. */
  const excerpt = ({ text, terms }: Found): Node[] => {
    const at = Math.max(0, ...terms.slice(0, 1).map((term) => text.toLowerCase().indexOf(term)));
    const from = text.lastIndexOf(" ", Math.max(0, at - 40)) + 1;
    const term = terms.find((t) => text.slice(at).toLowerCase().startsWith(t)) ?? "";
    const mark = document.createElement("mark");
    mark.textContent = text.slice(at, at + term.length);
    const before = (from > 0 ? "… " : "") + text.slice(from, at);
    return [new Text(before), mark, new Text(text.slice(at + term.length, at + 80))];
  };

  const item = (found: Found): HTMLElement => {
    const link = document.createElement("a");
    link.href = found.url;
    const heading = document.createElement("strong");
    heading.textContent = found.heading;
    const page = document.createElement("small");
    page.textContent = found.heading === found.page ? "" : found.page;
    const words = document.createElement("span");
    words.append(...excerpt(found));
    link.append(heading, page, words);
    const element = document.createElement("li");
    element.append(link);
    return element;
  };

  const showFound = (query: string, found: readonly Found[]): void => {
    list.hidden = query === "";
    if (found.length > 0) {
      list.replaceChildren(...found.map(item));
      return;
    }
    const none = document.createElement("li");
    none.className = "none";
    none.textContent = `Nothing found for “${query}”.`;
    list.replaceChildren(none);
  };

  let search: Promise<(query: string) => readonly Found[]> | undefined;
  const update = async (): Promise<void> => {
    const query = field.value.trim();
    const find = await (search ??= loadIndex());
    if (query === field.value.trim()) showFound(query, query === "" ? [] : find(query));
  };

  const links = (): HTMLAnchorElement[] => [...list.querySelectorAll("a")];
  const close = (): void => {
    list.hidden = true;
  };

  field.addEventListener("input", () => void update());
  field.addEventListener("focus", () => void update());
  document.addEventListener("click", (event) => {
    if (!(event.target as Element).closest(".search")) close();
  });
  document.addEventListener("keydown", (event) => {
    const all = links();
    const at = all.findIndex((link) => link === document.activeElement);
    if (event.key === "/" && !(document.activeElement instanceof HTMLInputElement)) {
      event.preventDefault();
      field.focus();
    } else if (event.key === "Escape") close();
    else if (event.key === "Enter" && document.activeElement === field) all[0]?.click();
    else if (event.key === "ArrowDown" && (at >= 0 || document.activeElement === field)) {
      event.preventDefault();
      all[at + 1]?.focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      event.preventDefault();
      (all[at - 1] ?? field).focus();
    }
  });
})();

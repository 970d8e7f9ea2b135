/** Figures come as pictures and are drawn anew by Plotly when they come into view. */
(() => {
  type Json = Record<string, unknown>;
  interface Figure {
    readonly data: readonly Json[];
    readonly layout: Json;
    readonly frames?: readonly Json[];
  }
  interface PlotlyWindow extends Window {
    Plotly?: { newPlot(div: HTMLElement, figure: unknown): Promise<unknown> };
  }

  const here = window as PlotlyWindow;
  const NARROW = 560;
  const CONFIG = { displaylogo: false, showSendToCloud: false, responsive: true };

  let plotly: Promise<void> | undefined;
  const loadPlotly = (): Promise<void> =>
    (plotly ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = "assets/plotly.js";
      script.onload = () => resolve();
      script.onerror = () => reject(new Error("could not load assets/plotly.js"));
      document.head.append(script);
    }));

  /** A text in lines of at most so many letters, the lines as equal as its words allow. */
  const broken = (text: string, most: number): string => {
    const linesOf = (limit: number): string[] => {
      const lines = [""];
      for (const word of text.split(" ")) {
        const line = lines[lines.length - 1] ?? "";
        if (line.length + word.length >= limit) lines.push(word);
        else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
      }
      return lines.filter((line) => line !== "");
    };
    const fewest = linesOf(most).length;
    let limit = most;
    while (limit > 1 && linesOf(limit - 1).length === fewest) limit--;
    return linesOf(limit).join("<br>");
  };

  const MARGIN = { l: 48, r: 12, b: 56 };

  /** What an axis' title takes of the figure's width or height, in letters. */
  const LETTER = 6.8;

  /** An axis whose title is as long as the axis at most: a longer one would be cut off by the figure's edge. */
  const narrowAxis = (axis: Json, room: number): Json => {
    const title = axis.title as { text?: string } | undefined;
    const [from, to] = (axis.domain as [number, number] | undefined) ?? [0, 1];
    const text = broken(title?.text ?? "", (room * (to - from)) / LETTER);
    return { ...axis, title: { ...title, text, font: { size: 13 } } };
  };

  const narrowAxes = (layout: Json, across: number, down: number): Json =>
    Object.fromEntries(
      Object.entries(layout)
        .filter(([key]) => /^[xy]axis\d*$/.test(key))
        .map(([key, axis]) => [key, narrowAxis(axis as Json, key.startsWith("x") ? across : down)]),
    );

  /** Height of panels side by side on equal scales, which are as high as they are wide; of others undefined. */
  const equalHeight = (layout: Json, across: number): number | undefined => {
    const axesOf = (keys: RegExp): Json[] =>
      Object.entries(layout)
        .filter(([key]) => keys.test(key))
        .map(([, axis]) => axis as Json);
    const x = axesOf(/^xaxis\d*$/);
    const isEqual = ({ scaleanchor, constrain }: Json): boolean =>
      scaleanchor !== undefined && constrain === "domain";
    if (x.length < 2 || !axesOf(/^[xy]axis\d*$/).some(isEqual)) return undefined;
    const [from, to] = (x[0]?.domain as [number, number] | undefined) ?? [0, 1];
    return across * (to - from);
  };

  /** What a letter of a row's name takes, and the height of its line, in pixels. */
  const NAME = { letter: 5.8, line: 15 };

  /** Rows' names, which begin at the left edge, no wider than the drawing; a second line raises every row. */
  const narrowNames = (layout: Json, across: number): { annotations: readonly Json[]; more: number } => {
    const given = (layout.annotations as readonly Json[] | undefined) ?? [];
    const isName = ({ xref, x }: Json): boolean => xref === "paper" && x === 0;
    const annotations = given.map((one) =>
      isName(one) ? { ...one, align: "left", text: broken(String(one.text), across / NAME.letter) } : one,
    );
    const isBroken = annotations.some(({ text }, i) => text !== given[i]?.text);
    return { annotations, more: isBroken ? NAME.line * given.filter(isName).length : 0 };
  };

  /**
   * On a narrow screen the legend goes below the drawing, where its rows cover nothing. A figure without one has
   * words of its own between title and drawing, and keeps their room.
   */
  const narrowLayout = (layout: Json, width: number): Json => {
    const title = layout.title as { text?: string } | undefined;
    const text = broken(title?.text ?? "", (width - 20) / 8); // at 15 px a letter takes about 8 px
    const lines = text.split("<br>").length;
    const given = layout.margin as Json | undefined;
    const across = width - MARGIN.l - MARGIN.r;
    const equal = equalHeight(layout, across);
    const hasWordsAbove = layout.showlegend === false || equal !== undefined;
    const top = (hasWordsAbove ? Number(given?.t ?? 76) - 20 : 24) + 20 * lines;
    const bottom = Number(given?.b ?? MARGIN.b);
    const margin = { ...given, l: MARGIN.l, r: MARGIN.r, t: top, b: bottom };
    const { annotations, more } = narrowNames(layout, across);
    const height = equal === undefined ? Number(layout.height) + more : equal + top + bottom;
    return {
      ...layout,
      annotations,
      ...narrowAxes(layout, across, height - top - bottom),
      ...{ height, margin },
      title: { ...title, text, font: { size: 15 }, y: 0.98, yanchor: "top" },
      legend: {
        ...(layout.legend as Json | undefined),
        ...{ orientation: "h", x: 0, yref: "container", y: 0, yanchor: "bottom" },
      },
    };
  };

  /** A colour's scale takes a sixth of a narrow figure's width at its side; it goes below, and words fit their fields. */
  const narrowTrace = (trace: Json, width: number): Json => {
    if (trace.colorbar === undefined) return trace;
    const scale = trace.colorbar as { title?: Json };
    const title = { ...scale.title, text: `${String(scale.title?.text)}<br>`, side: "top" }; // Plotly sets it a line too low
    const [row = []] = trace.z as unknown[][];
    return {
      ...trace,
      textfont: { size: Math.min(12, width / (row.length + 2) / 3.9) }, // two fields' width are the names of the rows
      colorbar: {
        ...scale,
        title,
        ...{ orientation: "h", yref: "container", y: 0, yanchor: "bottom", thickness: 10 },
      },
    };
  };

  const draw = async (figure: HTMLElement): Promise<void> => {
    const json = figure.querySelector('script[type="application/json"]')?.textContent;
    const drawing = figure.querySelector<HTMLElement>(".drawing");
    if (json === undefined || !drawing) return;
    await loadPlotly();
    const { data, layout, frames = [] } = JSON.parse(json) as Figure;
    delete layout.width; // the column gives it
    const width = drawing.clientWidth;
    const narrow = width < NARROW;
    const fitted = narrow ? narrowLayout(layout, width) : layout;
    const config = { ...CONFIG, displayModeBar: narrow ? false : "hover" }; // its buttons would cover the title
    const div = document.createElement("div");
    div.className = "plot";
    drawing.append(div);
    const traces = narrow ? data.map((trace) => narrowTrace(trace, width)) : data;
    await here.Plotly?.newPlot(div, { data: traces, layout: fitted, config, frames });
    figure.classList.add("drawn");
  };

  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        observer.unobserve(target);
        draw(target as HTMLElement).catch((error: unknown) => console.error(error)); // the picture stays
      }
    },
    { rootMargin: "600px" },
  );
  for (const figure of document.querySelectorAll(".figure")) observer.observe(figure);
})();

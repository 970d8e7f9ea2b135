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

  /** A title broken into lines that fit a narrow screen; at 15 px a letter takes about 8 px. */
  const broken = (title: string, width: number): string => {
    const lines = [""];
    for (const word of title.split(" ")) {
      const line = lines[lines.length - 1] ?? "";
      if (line.length + word.length > (width - 20) / 8) lines.push(word);
      else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
    }
    return lines.join("<br>");
  };

  /**
   * On a narrow screen the legend goes below the drawing, where its rows cover nothing. A figure without one has
   * words of its own between title and drawing, and keeps their room.
   */
  const narrowLayout = (layout: Json, width: number): Json => {
    const title = layout.title as { text?: string } | undefined;
    const text = broken(title?.text ?? "", width);
    const lines = text.split("<br>").length;
    const margin = layout.margin as Json | undefined;
    const top = layout.showlegend === false ? Number(margin?.t ?? 76) - 20 : 24;
    return {
      ...layout,
      title: { ...title, text, font: { size: 15 }, y: 0.98, yanchor: "top" },
      margin: { ...margin, l: 48, r: 12, t: top + 20 * lines },
      legend: { ...(layout.legend as Json | undefined), orientation: "h", x: 0, y: -0.28, yanchor: "top" },
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
    await here.Plotly?.newPlot(div, { data, layout: fitted, config, frames });
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

import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { figure } from "../../lib/plots/figure";
import { figureBundle, PLOTLY_MIME } from "../../lib/display/figureBundle";
import { show } from "../../lib/display/show";
import { sentBy } from "./kernelOutput";

const chart = figure({
  title: "Loss <b>stays</b>",
  x: "epoch",
  y: "loss (m)",
  data: [{ x: Float32Array.of(1, 2), y: [66.123456789, NaN] }],
  summary: "66.1 m, then nothing.",
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe("figureBundle(figure)", () => {
  it("is Plotly JSON without logo or upload button, and one line of text", () => {
    const bundle = figureBundle(chart);
    expect(Object.keys(bundle)).toEqual([PLOTLY_MIME, "text/plain"]);
    expect(bundle["text/plain"]).toBe("Loss stays: 66.1 m, then nothing.");
    expect(bundle[PLOTLY_MIME]).toMatchObject({ config: { showSendToCloud: false, displaylogo: false } });
  });

  it("makes typed arrays plain, keeps six significant digits, turns NaN into a gap", () => {
    expect(figureBundle(chart)[PLOTLY_MIME]).toMatchObject({ data: [{ x: [1, 2], y: [66.1235, null] }] });
  });

  it("keeps integers whole, however long", () => {
    const ids = { ...chart, data: [{ x: [1700000123] }] };
    expect(figureBundle(ids)[PLOTLY_MIME]).toMatchObject({ data: [{ x: [1700000123] }] });
  });
});

describe("show(figure)", () => {
  it("sends one bundle through the kernel's own copy of tslab", () => {
    const sent = sentBy(() => show(chart));
    expect(sent).toEqual([{ data: figureBundle(chart), displayId: undefined, update: false }]);
  });

  it("adds a PNG when SEVEN_FIXES_STATIC is 1", () => {
    vi.stubEnv("SEVEN_FIXES_STATIC", "1");
    const [bundle] = sentBy(() => show(chart));
    const png = Buffer.from(String(bundle?.data["image/png"]), "base64");
    expect(png.subarray(1, 4).toString("latin1")).toBe("PNG");
  });

  it("prints the line of text outside a kernel", () => {
    const log = vi.spyOn(console, "log").mockReturnValue(undefined);
    show(chart);
    expect(log.mock.calls).toEqual([["Loss stays: 66.1 m, then nothing."]]);
  });

  it("loads neither Plotly, jsdom nor resvg for a notebook that only shows", () => {
    const lib = resolve(__dirname, "../../lib/dist/display/show.js");
    const script = `require(${JSON.stringify(lib)});
      console.log(Object.keys(require.cache).filter((f) => /plotly|jsdom|resvg/.test(f)).length)`;
    const out = execFileSync(process.execPath, ["-e", script], {
      cwd: join(__dirname, "../.."),
      encoding: "utf8",
    });
    expect(out.trim()).toBe("0");
  });
});

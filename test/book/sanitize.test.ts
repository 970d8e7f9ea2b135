import { describe, expect, it } from "vitest";
import { renderMarkdown } from "../../lib/book/renderMarkdown";
import { sanitize } from "../../lib/book/sanitize";
import { EVIL_HTML } from "./sampleNotebooks";

describe("sanitize(html)", () => {
  it("leaves nothing that runs, covers the page or fetches", () => {
    const safe = sanitize(EVIL_HTML);
    expect(safe).not.toMatch(
      /script|attacked|onclick|onerror|onload|iframe|form|input|<style|position|url\(|https?:/i,
    );
  });

  it("keeps words, tables, drawings and colours", () => {
    const safe = sanitize(EVIL_HTML);
    for (const kept of ["A table of someone else", "<td>1.5</td>", "<circle", "color: red"]) {
      expect(safe).toContain(kept);
    }
  });

  it("keeps embedded pictures but not SVG ones, which could carry a script", () => {
    expect(sanitize('<img src="data:image/png;base64,AA==">')).toContain("data:image/png");
    expect(sanitize('<img src="data:image/svg+xml,<svg>">')).not.toContain("src");
  });

  it("sees through a style that hides a call behind an escape", () => {
    expect(sanitize('<p style="color: red; width: \\75rl(x)">a</p>')).toBe('<p style="color: red">a</p>');
  });
});

describe("renderMarkdown(source)", () => {
  it("keeps KaTeX's own layout while it cleans the rest", () => {
    const { html } = renderMarkdown("$\\frac{a}{b}$ <script>alert(1)</script>");
    expect(html).toContain('class="mfrac"');
    expect(html).toMatch(/style="[^"]*height/);
    expect(html).toContain("<math");
    expect(html).not.toContain("script>");
  });

  it("anchors headings, numbering those of the same name, and links notebooks to pages", () => {
    const { html, headings } = renderMarkdown("## A `loss`\n\n## A loss\n\n[next](01-x.ipynb#run)");
    expect(headings.map(({ anchor }) => anchor)).toEqual(["a-loss", "a-loss-2"]);
    expect(html).toContain('<h2 id="a-loss-2">');
    expect(html).toContain('href="01-x.html#run"');
  });
});

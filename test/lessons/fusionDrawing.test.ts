import { describe, expect, it } from "vitest";
import { fusionSvg, fusionText } from "../../lib/lessons/fusionDrawing";
import { fusionParameters } from "../../lib/model/fusion";

describe("fusionText()", () => {
  it("names the layers of both blocks with the shape behind each", () => {
    expect(fusionText()).toBe(
      "old block: pooled feature [B, h], Linear h → 2h [B, 2h], LayerNorm [B, 2h], GELU, dropout [B, 2h], " +
        "Linear 2h → h [B, h]; new block: pooled feature [B, h], Linear h → h [B, h], GELU, dropout [B, h]",
    );
  });

  it("draws as many linear layers and norms as the model has", () => {
    const matrices = (side: "before" | "after") =>
      fusionParameters(4, side).filter(({ shape }) => shape.length === 2).length;
    expect(fusionText().match(/Linear/g)).toHaveLength(matrices("before") + matrices("after"));
    const norms = fusionParameters(4, "before").filter(({ name }) => name === "fusion.norm.weight").length;
    expect(fusionText().match(/LayerNorm/g)).toHaveLength(norms);
  });
});

describe("fusionSvg()", () => {
  it("holds a box for each layer, inside a picture narrow enough for a phone", () => {
    expect(fusionSvg().match(/<rect x=/g)).toHaveLength(8); // 5 layers and 3
    expect(fusionSvg()).toContain('viewBox="0 0 360 260"');
  });
});

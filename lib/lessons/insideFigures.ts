import { type Evidence, type LayerFacts, type StageFacts } from "../doctor/evidence";
import { at } from "../math/at";
import { depthColour } from "../plots/colours";
import { PALETTE, type Figure } from "../plots/figure";
import { lineChart } from "../plots/lineChart";

/** What an examination at level `probe` saw inside: what each stage knows, and what reaches each layer. */
export function insideFigures({ stages = [], layers = [] }: Evidence): Readonly<Record<string, Figure>> {
  return {
    ...(stages.some(({ probeR2 }) => probeR2 !== undefined) ? { stages: stageReadouts(stages) } : {}),
    ...(layers.length > 0 ? { "gradients-by-layer": gradients(layers) } : {}),
  };
}

/** The earlier one lies dashed on top: where both agree, both are seen. */
const TIMES = [
  ["end", "after training", PALETTE.sky, "solid"],
  ["start", "before it", PALETTE.black, "dash"],
] as const;

/** Below 0 a readout says nothing, whatever its number. */
function stageReadouts(stages: readonly StageFacts[]): Figure {
  const names = [...new Set(stages.map(({ stage }) => stage))];
  const lines = TIMES.map(([time, name, color, dash]) => {
    const facts = stages.filter(({ when }) => when === time);
    const y = facts.map(({ probeR2 = NaN }) => Math.max(0, probeR2));
    return { name, color, dash, markers: true, x: facts.map(({ stage }) => names.indexOf(stage)), y };
  }).filter(({ x }) => x.length > 0);
  const said = lines.map(
    ({ name, x, y }) =>
      `${name}: ${y.map((value, i) => `${at(names, at(x, i))} ${value.toFixed(2)}`).join(", ")}`,
  );
  return lineChart({
    title: "What a straight line reads of the targets, stage by stage",
    x: "from the inputs to the last stage before the output",
    y: "R² on held-out rows (0: nothing)",
    lines,
    summary: `${said.join("; ")}.`,
    layout: {
      xaxis: { tickvals: names.map((_, i) => i), ticktext: names },
      yaxis: { range: [-0.05, 1.05] },
    },
  });
}

/** Logarithmic in updates, which are looked at in doubling steps. */
function gradients(facts: readonly LayerFacts[]): Figure {
  const layers = [...new Set(facts.map(({ layer }) => layer))];
  const lines = layers.map((name, i) => {
    const own = facts.filter(({ layer }) => layer === name);
    const [x, y] = [own.map(({ update }) => update + 1), own.map(({ gradientNorm }) => gradientNorm)];
    return { name, x, y, markers: true, color: depthColour(i, layers.length) };
  });
  const last = lines.map(({ name, y }) => `${name} ${String(Number(at(y, y.length - 1).toPrecision(2)))}`);
  return lineChart({
    title: "Gradient norm, layer by layer",
    x: "update (logarithmic)",
    y: "gradient norm",
    lines,
    summary: `At the last update looked at: ${last.join(", ")}.`,
    layout: { xaxis: { type: "log", dtick: 1 }, yaxis: { rangemode: "tozero" } },
  });
}

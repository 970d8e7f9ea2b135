import { COORDINATES } from "../../geometry/trajectory";
import { type Parameter } from "../../model/parameters";
import { inputWidth, teacherParameters } from "../../model/teacher";
import { headLayers } from "../dense/headLayers";
import { type StepOptions } from "../trainStep";
import { type Graph } from "./graph";
import { keptRows, type KeptRows } from "./keptRows";
import { inputSlope, layerBackward, layerForward, type LayerContext, type LayerNodes } from "./layerGraph";
import { lossGraph } from "./lossGraph";
import { operations } from "./operations";
import { addEvidence, addState } from "./stateGraph";
import { addUpdate } from "./updateGraph";

/** The graph of a training step, and what to ask of it. */
export interface HeadGraph {
  readonly graph: Graph;
  readonly parameters: readonly Parameter[];
  /** Dropout sites; each is fed as `mask.<site>`: multipliers [B, width], or a scalar 1. */
  readonly sites: readonly { readonly name: string; readonly width: number }[];
  /** Stages in the order they are reached, with their nodes. */
  readonly stages: readonly { readonly name: string; readonly node: string }[];
  /** What goes into each GELU, by dropout site. */
  readonly gelus: readonly { readonly name: string; readonly node: string }[];
  readonly rows: readonly KeptRows[];
}

/**
 * The head's training step as one TensorFlow graph: forward, loss, backward, clip, AdamW, state. With `features`,
 * `target`, `scale` and the masks fed, fetch `loss`, the stages and the kept rows; then see `addUpdate`.
 */
export function headGraph(options: StepOptions): HeadGraph {
  const graph: Graph = { nodes: [] };
  const ops = operations(graph);
  const parameters = teacherParameters(options);
  const scale = ops.placeholder("scale", []);
  addState(ops, parameters, scale);
  addEvidence(ops, parameters, scale);
  const context = { ops, scale, value: (name: string) => ops.read(`weights.${name}`) };
  const layers = forward(context, options);
  const rows = backward(context, options, layers);
  addUpdate(ops, rows, options.clipNorm);
  return {
    graph,
    parameters,
    rows,
    sites: layers.flatMap(({ layer: { site, outputs } }) =>
      site === undefined ? [] : [{ name: site, width: outputs }],
    ),
    stages: layers.flatMap(({ layer: { stage }, output }) =>
      stage === undefined ? [] : [{ name: stage, node: output }],
    ),
    gelus: layers.flatMap(({ layer: { site }, gelu }) =>
      site === undefined || gelu === undefined ? [] : [{ name: site, node: gelu.z }],
    ),
  };
}

/** The layers in order, from the node `features`. */
function forward(context: LayerContext, options: StepOptions): LayerNodes[] {
  const layers: LayerNodes[] = [];
  let x = context.ops.placeholder("features", [-1, inputWidth(options)]);
  for (const layer of headLayers(options, COORDINATES)) {
    const nodes = layerForward(context, layer, x);
    layers.push(nodes);
    x = nodes.output;
  }
  return layers;
}

/** The node `loss`, and the rows of every layer from the last to the first. */
function backward(context: LayerContext, options: StepOptions, layers: readonly LayerNodes[]): KeptRows[] {
  const { ops } = context;
  const output = layers.at(-1)?.output ?? "";
  const loss = lossGraph(ops, options, { output, target: ops.placeholder("target", [-1, COORDINATES]) });
  ops.named("loss", loss.value);
  let slope = loss.slope;
  return [...layers].reverse().flatMap((nodes, i) => {
    const slopes = layerBackward(context, nodes, slope);
    if (i + 1 < layers.length) slope = inputSlope(context, nodes, slopes);
    return keptRows(ops, nodes, slopes);
  });
}

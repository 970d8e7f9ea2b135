import { at } from "../../math/at";
import { type Engine } from "./engine";
import { type Pending } from "./passes";

/** Copies weights, moments and the rows gathered so far from one engine to another of the same layers. */
export function moveTo(to: Engine, from: Engine, { parity, rows }: Pending): void {
  from.layout.layers.forEach((source, index) => {
    const target = at(to.layout.layers, index);
    const copy = (address: number, bytes: number, destination: number): void =>
      to.floats.set(from.floats.subarray(address / 4, (address + bytes) / 4), destination / 4);
    const blocks = [[source.block, target.block] as const];
    if (source.norm !== undefined && target.norm !== undefined) {
      blocks.push([source.norm.block, target.norm.block]);
      copy(source.norm.hat, rows * source.stride, target.norm.hat);
      copy(source.norm.dy, rows * source.stride, target.norm.dy);
    }
    for (const [old, fresh] of blocks) {
      const bytes = old.panels * old.panelStride;
      copy(old.weights, bytes, fresh.weights);
      copy(old.first, bytes, fresh.first);
      copy(old.second, bytes, fresh.second);
    }
    copy(source.x[parity], rows * source.xStride, target.x[parity]);
    copy(source.delta[parity], rows * source.stride, target.delta[parity]);
  });
}

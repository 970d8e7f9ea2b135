import { isRecord, record, type Json } from "./json";

/** Where a tensor comes from: layer, its call, its output. */
type Place = readonly unknown[];

/** Inbound nodes as tfjs reads them, [[[layer, node, tensor, kwargs], …], …]; Keras 3 writes the calls' arguments instead. */
export function kerasNodes(nodes: unknown): unknown {
  if (!Array.isArray(nodes) || !nodes.every((node) => isRecord(node) && "args" in node)) return nodes;
  return (nodes as Json[]).map((node) => {
    const places = placesIn(node["args"]);
    const kwargs = record(node, "kwargs");
    const settings = Object.fromEntries(
      Object.entries(kwargs).filter(([key, value]) => key !== "mask" && key !== "training" && value !== null),
    );
    return places.map((place) => [...place, settings]);
  });
}

/** Every tensor among the arguments of a call, in their order. */
function placesIn(args: unknown): Place[] {
  if (Array.isArray(args)) return args.flatMap(placesIn);
  if (!isRecord(args) || args["class_name"] !== "__keras_tensor__") return [];
  return [historyOf(record(args, "config")["keras_history"])];
}

function historyOf(place: unknown): Place {
  if (Array.isArray(place)) return place;
  throw new Error(
    `topology: expected keras_history [layer, node, tensor], got ${JSON.stringify(place)}; save the model anew`,
  );
}

/** Input or output places as a list, where Keras 3 writes a single one bare. */
export function nodePlaces(places: unknown): unknown {
  return Array.isArray(places) && typeof places[0] === "string" ? [places] : places;
}

import { PALETTE, type Trace } from "./figure";

/** The car itself in a view from above: at the origin, looking up the page. */
export const CAR: Trace = {
  type: "scatter",
  mode: "markers",
  name: "this car",
  x: [0],
  y: [0],
  marker: { color: PALETTE.black, size: 13, symbol: "arrow-up" },
  showlegend: false,
};

/** The axis across the car's way: y grows to the left, where a driver has left. */
export const LEFT_RIGHT = "left ← y (m) → right";

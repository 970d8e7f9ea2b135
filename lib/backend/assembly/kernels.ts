// The module of our kernels for tfjs's WASM backend; it works on the backend's own memory.
export { matMul, SCRATCH_BYTES } from "./matMul";
export { sumOfSquares, adamW } from "./adamW";

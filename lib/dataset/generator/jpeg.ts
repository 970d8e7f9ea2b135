import { readFileSync } from "node:fs";
import { type Canvas } from "./canvas";

/** Turns painted pictures into JPEG files. */
export type JpegEncoder = (canvas: Canvas) => Promise<Uint8Array>;

const OPTIONS = { quality: 80, baseline: true, progressive: false } as const;

/** mozjpeg as WebAssembly; under Node its module has to be read by hand. The same pixels give the same bytes. */
export async function loadJpegEncoder(): Promise<JpegEncoder> {
  const { default: encode, init } = await import("@jsquash/jpeg/encode.js");
  const wasm = readFileSync(require.resolve("@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm"));
  await (init as (module: WebAssembly.Module) => Promise<void>)(await WebAssembly.compile(wasm));
  return async ({ camera: { width, height }, pixels }) => {
    const data = new Uint8ClampedArray(pixels); // a copy on a plain ArrayBuffer, which ImageData wants
    return new Uint8Array(await encode({ data, width, height, colorSpace: "srgb" }, OPTIONS));
  };
}

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** RGBA bytes, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray;
}

/** Turns pixels into a JPEG file. */
export type JpegEncoder = (pixels: Pixels) => Promise<Uint8Array>;

/** mozjpeg as WebAssembly; under Node its module has to be read by hand. The same pixels give the same bytes. */
export async function loadJpegEncoder(quality: number): Promise<JpegEncoder> {
  const { default: encode, init } = await import("@jsquash/jpeg/encode.js");
  const code = createRequire(__filename).resolve("@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm");
  await (init as (module: WebAssembly.Module) => Promise<void>)(
    await WebAssembly.compile(readFileSync(code)),
  );
  const options = { quality, baseline: true, progressive: false } as const;
  return async ({ width, height, rgba }) => {
    const data = new Uint8ClampedArray(rgba); // a copy on a plain ArrayBuffer, which ImageData wants
    return new Uint8Array(await encode({ data, width, height, colorSpace: "srgb" }, options));
  };
}

import { pngFile } from "./pngFile";

/** The few calls of a 2D canvas that Plotly makes to paint a heat map; jsdom itself has none. */
export interface PixelCanvas {
  fillStyle: string;
  fillRect(x: number, y: number, width: number, height: number): void;
  createImageData(width: number, height: number): { data: Uint8ClampedArray };
  putImageData(image: { readonly data: Uint8ClampedArray }, x: number, y: number): void;
  toDataURL(): string;
}

const COLOUR = /^rgba?\(([\d.]+),([\d.]+),([\d.]+)(?:,([\d.]+))?\)$/;

/** "rgba(r,g,b,a)" as four bytes; any other notation is an error. */
function bytesOf(colour: string): number[] {
  const match = COLOUR.exec(colour.replace(/\s/g, ""));
  if (!match) throw new Error(`canvas colour: expected rgba(r,g,b,a), got ${colour}; extend pixelCanvas`);
  const [r, g, b, a = "1"] = match.slice(1);
  return [Number(r), Number(g), Number(b), 255 * Number(a)];
}

/** A transparent canvas whose size is read when something is first drawn, as Plotly sets it before. */
export function pixelCanvas(size: { readonly width: number; readonly height: number }): PixelCanvas {
  let pixels: Uint8ClampedArray | undefined;
  const drawn = (): Uint8ClampedArray => (pixels ??= new Uint8ClampedArray(4 * size.width * size.height));
  return {
    fillStyle: "rgba(0,0,0,1)",
    fillRect(x, y, width, height) {
      const colour = bytesOf(this.fillStyle);
      const right = Math.min(x + width, size.width);
      const bottom = Math.min(y + height, size.height);
      for (let row = Math.max(y, 0); row < bottom; row++) {
        for (let column = Math.max(x, 0); column < right; column++) {
          drawn().set(colour, 4 * (row * size.width + column));
        }
      }
    },
    createImageData: (width, height) => ({ data: new Uint8ClampedArray(4 * width * height) }),
    putImageData: (image) => drawn().set(image.data),
    toDataURL: () => {
      const png = pngFile(size.width, size.height, new Uint8Array(drawn()));
      return `data:image/png;base64,${png.toString("base64")}`;
    },
  };
}

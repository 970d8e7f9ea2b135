import { type LossKind } from "./trainStep";

/** The loss of one residual in normalised units, float64; `lossOf` is the mean of it in tensors. */
export function residualLoss(
  { loss, beta }: { readonly loss: LossKind; readonly beta: number },
  r: number,
): number {
  const size = Math.abs(r);
  const huber = size <= beta ? (r * r) / 2 : beta * (size - beta / 2);
  switch (loss) {
    case "mse":
      return r * r;
    case "huber":
      return huber;
    case "smooth-l1":
      return huber / beta;
  }
}

/** Mean loss over equally long series of numbers. */
export function meanLoss(
  options: { readonly loss: LossKind; readonly beta: number },
  predicted: ArrayLike<number>,
  target: ArrayLike<number>,
): number {
  let sum = 0;
  for (let i = 0; i < target.length; i++) {
    sum += residualLoss(options, (predicted[i] as number) - (target[i] as number));
  }
  return sum / target.length;
}

import type { Point } from "../geometry/trajectory";

/** A line of the form `[Debug T=4.5s] GT: [x, y] | Pred: [x, y] | Error: …m`, metres in the ego frame. */
export interface DebugLine {
  readonly target: Point;
  readonly predicted: Point;
  readonly printedError: number;
}

/**
 * Every number of the incident's fix plan ("训练问题修复方案", the document the collection starts from), as it
 * stands there. Nothing here was measured by us; `expected` was not measured by anybody. Epochs four to
 * six are not in the document. Losses are Smooth L1 unless a name says MSE; lengths are metres.
 */
export const INCIDENT = {
  trainLoss: [
    { epoch: 1, loss: 66.77 },
    { epoch: 2, loss: 66.32 },
    { epoch: 3, loss: 66.27 },
    { epoch: 7, loss: 66.19 },
  ],
  claimedLossDrop: 0.6,
  validationL2: [
    { epoch: 1, error: 67.49 },
    { epoch: 7, error: 67.36 },
  ],
  /** Coordinates of one sample, x and y together. */
  sampleRange: { target: [-137, 54], predicted: [-10, 20] },
  debug: { target: [-59.74, -13.77], predicted: [-9.2, -4.93], printedError: 51.3 } satisfies DebugLine,
  /** What the document promises after its fixes. */
  expected: {
    debug: { target: [-59.74, -13.77], predicted: [-45.23, -10.15], printedError: 18.5 } satisfies DebugLine,
    sampleRange: { target: [-137.3, 54], predicted: [-80.5, 45.2] },
    rangeLineMse: 450.23,
    mse: [450, 280, 180],
    validationL2: [67.49, 45.23, 35.67],
    finalTrainLoss: [10, 20],
    finalValidationL2: [30, 50],
  },
  /** Above these `check_data_stats` warns, metres: the range is the document's, the other two its script's. */
  dataCheck: { range: 200, meanEnd: 50, std: 30 },
  normalisation: { divisor: 100, claimedRange: [-5, 5] },
  learningRate: {
    before: { head: 5e-3, backbone: 2e-5 },
    after: { head: 1e-2, backbone: 5e-5 },
    claimedFactor: { head: 2, backbone: 2.5 },
  },
  claimedHeadParameters: 10e6,
} as const;

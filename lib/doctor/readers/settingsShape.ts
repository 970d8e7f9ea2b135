import { NORMALISERS } from "../../dataset/normaliser";
import { type JsonField } from "../../dataset/jsonField";
import { OPTIMIZERS } from "../recipe";
import { flag, number, object, oneOf } from "./jsonShape";

/** An optimizer as evidence and recipes write it. */
export const OPTIMIZER = object(
  { name: oneOf(...OPTIMIZERS), learningRate: number },
  {
    ...{ momentum: number, nesterov: flag, epsilon: number, clipNorm: number, weightDecay: number },
    rates: (field: JsonField) => {
      const rates = Object.entries((field.value ?? {}) as Record<string, unknown>);
      return Object.fromEntries(
        rates.map(([name, value]) => [name, number({ ...field, path: `${field.path}.${name}`, value })]),
      );
    },
  },
);

/** Normalisers of both sides. */
export const SCALING = object({}, { inputs: oneOf(...NORMALISERS), targets: oneOf(...NORMALISERS) });

/** What is done to predictions before judging. */
export const OUTPUTS = object({ scale: number, offset: number }, {});

/** Targets at equal steps. */
export const TRAJECTORY = object({ seconds: number }, {});

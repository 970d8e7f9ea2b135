import { describe, expect, it } from "vitest";
import { type Evidence } from "../../../lib/doctor/evidence";
import { type Rule } from "../../../lib/doctor/rule";
import { boundedOutput } from "../../../lib/doctor/rules/boundedOutput";
import { broadcastShape } from "../../../lib/doctor/rules/broadcastShape";
import { collapseOrShrinkage } from "../../../lib/doctor/rules/collapseOrShrinkage";
import { constantOutput } from "../../../lib/doctor/rules/constantOutput";
import { impossibleSteps } from "../../../lib/doctor/rules/impossibleSteps";
import { labelAudit } from "../../../lib/doctor/rules/labelAudit";
import { memorisedRows } from "../../../lib/doctor/rules/memorisedRows";
import { noBetterThanPersistence } from "../../../lib/doctor/rules/noBetterThanPersistence";
import { notFinitePredictions } from "../../../lib/doctor/rules/notFinitePredictions";
import { outlierInScaler } from "../../../lib/doctor/rules/outlierInScaler";
import { predictionRangeCompression } from "../../../lib/doctor/rules/predictionRangeCompression";
import { predictionsTooWide } from "../../../lib/doctor/rules/predictionsTooWide";
import { predictionsUnrelated } from "../../../lib/doctor/rules/predictionsUnrelated";
import { robustScoreboard } from "../../../lib/doctor/rules/robustScoreboard";
import { tooGood } from "../../../lib/doctor/rules/tooGood";
import { twoGroupsOfRows } from "../../../lib/doctor/rules/twoGroupsOfRows";
import { unequalOutputScale } from "../../../lib/doctor/rules/unequalOutputScale";
import { unitMismatch } from "../../../lib/doctor/rules/unitMismatch";
import { worseThanConstant } from "../../../lib/doctor/rules/worseThanConstant";
import { kindOf, normals, onePair, pairsOf, severityOf } from "../evidenceOf";

const ROWS = 400;
const target = normals("target", ROWS);
const other = normals("other", ROWS);
const noise = normals("noise", ROWS);

/** Held-out pairs of one output: a share of the target and a share of noise. */
const mixed = (share: number, rattle: number): Partial<Evidence> =>
  onePair(
    target,
    target.map((value, i) => share * value + rattle * (noise[i] ?? 0)),
  );

/** Few rows of the same. */
const few = (rows: number): Partial<Evidence> => onePair(target.slice(0, rows), noise.slice(0, rows));

const causeSaid = (rule: Rule, evidence: Partial<Evidence>) => {
  const said = rule.judge({ format: 1, ...evidence });
  return said.kind === "finding" ? (said.cause ?? rule.cause) : said.kind;
};

describe("constant-output (limit: a twentieth of the targets' spread)", () => {
  it("finds .04", () => expect(kindOf(constantOutput, mixed(0, 0.04))).toBe("finding"));
  it("is clear at .06", () => expect(kindOf(constantOutput, mixed(0, 0.06))).toBe("clear"));
  it("is clear of .04 in the right order", () =>
    expect(kindOf(constantOutput, mixed(0.04, 0))).toBe("clear"));
  it("finds a constant", () => expect(kindOf(constantOutput, mixed(0, 0))).toBe("finding"));
  it("is skipped where the targets do not vary", () =>
    expect(kindOf(constantOutput, onePair([1, 1, 1, 1], [1, 2, 3, 4]))).toBe("skipped"));
});

describe("prediction-range-compression (limits: spread .7, slope 1.25, beyond two standard errors)", () => {
  it("finds half of the range in the right order", () =>
    expect(kindOf(predictionRangeCompression, mixed(0.5, 0.1))).toBe("finding"));
  it("is clear at .85 of it", () =>
    expect(kindOf(predictionRangeCompression, mixed(0.85, 0.1))).toBe("clear"));
  it("is medium where the run ended well all the same", () => {
    const ends = [0.5, 0.3].map((share) => severityOf(predictionRangeCompression, mixed(share, 0.05)));
    // R² = 1 − (1 − share)² − .05²: .75 and .51 lie on this side of .5
    expect(ends).toEqual(["medium", "medium"]);
    expect(severityOf(predictionRangeCompression, mixed(0.2, 0.05))).toBe("high"); // R² .36
  });
  it("finds a tenth of the range in a weak order too, if the slope is beyond doubt", () =>
    // r = .1 / √(.1² + .2²) = .45, slope .1 / (.1² + .2²) = 2
    expect(kindOf(predictionRangeCompression, mixed(0.1, 0.2))).toBe("finding"));
  it("is clear of honest shrinkage, which keeps a slope of 1", () =>
    // p = t/4 + n √(3/16): cov/var = (1/4) / (1/16 + 3/16) = 1
    expect(kindOf(predictionRangeCompression, mixed(0.25, Math.sqrt(3 / 16)))).toBe("clear"));
  it("does not judge training rows", () => {
    const { pairs = [] } = mixed(0.5, 0.1);
    expect(
      kindOf(predictionRangeCompression, {
        pairs: pairs.map((one) => ({ ...one, split: "train" as const })),
      }),
    ).toBe("skipped");
  });
  it("is skipped with nine rows", () => expect(kindOf(predictionRangeCompression, few(9))).toBe("skipped"));
});

describe("collapse-or-shrinkage (limits: slope 1 ± .3, r .6)", () => {
  const shrunk = mixed(0.25, Math.sqrt(3 / 16)); // r = .5, spread .5, slope 1
  it("finds weak and honest predictions", () =>
    expect(causeSaid(collapseOrShrinkage, shrunk)).toBe("label-or-information"));
  it("is clear from r = .6 on", () =>
    // p = .5 t + .5 n: r = √.5 = .71, slope .5 / .5 = 1
    expect(kindOf(collapseOrShrinkage, mixed(0.5, 0.5))).toBe("clear"));
  it("says with the inputs at hand that more was to be had", () => {
    const [pairs] = shrunk.pairs ?? [];
    const withInputs = {
      pairs: pairs === undefined ? [] : [{ ...pairs, inputs: target.map((value) => [2 * value + 1]) }],
    };
    expect(causeSaid(collapseOrShrinkage, withInputs)).toBe("optimiser");
  });
  it("says with the inputs at hand that there is nothing in them", () => {
    const [pairs] = mixed(0.01, 0.3).pairs ?? [];
    const withInputs = {
      pairs: pairs === undefined ? [] : [{ ...pairs, inputs: other.map((value) => [value]) }],
    };
    expect(causeSaid(collapseOrShrinkage, withInputs)).toBe("label-or-information");
  });
  it("is skipped with nineteen rows", () => expect(kindOf(collapseOrShrinkage, few(19))).toBe("skipped"));
});

describe("predictions-unrelated (limit: r of .1 and two standard errors)", () => {
  it("finds another row's predictions", () =>
    expect(kindOf(predictionsUnrelated, onePair(target, other))).toBe("finding"));
  it("is clear at r = .4", () => expect(kindOf(predictionsUnrelated, mixed(0.4, 0.9))).toBe("clear"));
  it("says labels where they vary as targets do, the optimiser where they hardly do, nothing where they are one number", () => {
    const said = [1, 0.1, 0.01].map((share) => {
      const of = onePair(
        target,
        other.map((value) => share * value),
      );
      return kindOf(predictionsUnrelated, of) === "finding" ? causeSaid(predictionsUnrelated, of) : "clear";
    });
    expect(said).toEqual(["label-or-information", "optimiser", "clear"]);
  });
  it("is skipped with nineteen rows", () => expect(kindOf(predictionsUnrelated, few(19))).toBe("skipped"));
});

describe("predictions-too-wide (limits: spread 1.1, slope .75, beyond two standard errors)", () => {
  it("finds predictions twice as wide in the right order", () =>
    expect(kindOf(predictionsTooWide, mixed(2, 0.1))).toBe("finding"));
  it("is clear at a fifth too wide, of noise that widens no slope, and of the right order alone", () =>
    // slopes: 1.2 / (1.2² + .1²) = .83; .5 / (.5² + .5²) = 1; a spread of .7
    expect(
      [mixed(1.2, 0.1), mixed(0.5, 0.5), mixed(0.7, 0.05)].map((one) => kindOf(predictionsTooWide, one)),
    ).toEqual([...["clear", "clear", "clear"]]));
  it("leaves predictions in no order to another rule", () =>
    expect(
      kindOf(
        predictionsTooWide,
        onePair(
          target,
          other.map((value) => 3 * value),
        ),
      ),
    ).toBe("clear"));
  it("is skipped with nineteen rows", () => expect(kindOf(predictionsTooWide, few(19))).toBe("skipped"));
});

describe("worse-than-constant (limit: R² of −.1, less two standard errors)", () => {
  it("finds R² of about −1", () => expect(kindOf(worseThanConstant, onePair(target, other))).toBe("finding"));
  it("is clear at about 0", () =>
    expect(
      kindOf(
        worseThanConstant,
        onePair(
          target,
          other.map((value) => 0.1 * value),
        ),
      ),
    ).toBe("clear"));
  it("says a factor of wide ones in order, the optimiser of others, the scale of targets far from 0", () => {
    const wide = other.map((value) => 9 * value);
    const far = target.map((value) => 100 + value);
    expect(
      [
        onePair(
          target,
          target.map((value) => 9 * value),
        ),
        onePair(target, wide),
        onePair(far, wide),
      ].map((one) => causeSaid(worseThanConstant, one)),
    ).toEqual(["evaluation", "optimiser", "output-scale"]);
  });
  it("is skipped with nine rows", () => expect(kindOf(worseThanConstant, few(9))).toBe("skipped"));
});

describe("unit-mismatch (limits: R² .97 after a factor, 1.4-fold off 1)", () => {
  const scaled = (factor: number, rattle = 0.01): Partial<Evidence> =>
    pairsOf(
      [target, other],
      [target, other].map((column) =>
        column.map((value, i) => value / factor + (rattle * (noise[i] ?? 0)) / factor),
      ),
    );
  it("finds and names 180/π, 3.6 and 1000", () => {
    const words = [180 / Math.PI, 3.6, 1000].map((factor) => {
      const said = unitMismatch.judge({ format: 1, ...scaled(factor) });
      return said.kind === "finding" ? said.message : said.kind;
    });
    expect(words.map((text) => /degrees|km\/h|thousands/.exec(text)?.[0])).toEqual([
      "degrees",
      "km/h",
      "thousands",
    ]);
  });
  it("is clear at a factor of 1.3", () => expect(kindOf(unitMismatch, scaled(1.3))).toBe("clear"));
  it("is clear where outputs differ in their factor", () =>
    expect(
      kindOf(
        unitMismatch,
        pairsOf([target, other], [target.map((value) => value / 10), other.map((value) => value / 3)]),
      ),
    ).toBe("clear"));
  it("is clear where a factor would mend too little", () =>
    expect(kindOf(unitMismatch, scaled(1000, 0.5))).toBe("clear"));
  it("finds predictions that are still standardised, also of a model of R² .8", () => {
    const own = target.map((value) => 30 * value + 100);
    expect(
      causeSaid(
        unitMismatch,
        onePair(
          own,
          target.map((value, i) => 0.8 * value + 0.4 * (noise[i] ?? 0)),
        ),
      ),
    ).toBe("evaluation");
  });
  it("finds a constant beside the targets", () =>
    expect(
      causeSaid(
        unitMismatch,
        onePair(
          target,
          target.map((value) => value + 0.5),
        ),
      ),
    ).toBe("evaluation"));
  it("leaves one output with an odd factor open to its scale", () =>
    expect(
      causeSaid(
        unitMismatch,
        onePair(
          target,
          target.map((value) => value / 7),
        ),
      ),
    ).toBe("output-scale"));
  it("is skipped with nine rows", () => expect(kindOf(unitMismatch, few(9))).toBe("skipped"));
});

describe("broadcast-shape", () => {
  it("finds widths that differ", () => {
    const said = broadcastShape.judge({
      format: 1,
      pairs: [
        {
          targets: [[1], [2]],
          predictions: [
            [1, 2],
            [3, 4],
          ],
          split: "held-out",
        },
      ],
    });
    expect(said.kind === "finding" ? said.message : said.kind).toContain(
      "targets are [2, 1] and predictions [2, 2]",
    );
  });
  it("finds one column stretched over two", () =>
    expect(kindOf(broadcastShape, pairsOf([target, other], [noise, noise]))).toBe("finding"));
  it("finds [N] saved beside [N, 1]: medium, low where the predictions are good all the same", () => {
    const shapes = { targets: [200], predictions: [200, 1] };
    const saved = (predictions: readonly number[]) => {
      const { pairs = [] } = onePair(target, predictions);
      return severityOf(broadcastShape, { pairs: pairs.map((one) => ({ ...one, shapes })) });
    };
    expect([saved(noise), saved(target)]).toEqual(["medium", "low"]);
  });
  it("is clear where targets are equal across as well", () =>
    expect(kindOf(broadcastShape, pairsOf([target, target], [noise, noise]))).toBe("clear"));
  it("is skipped without pairs", () => expect(kindOf(broadcastShape, {})).toBe("skipped"));
});

describe("bounded-output (limits: a heap of .03 + ½/√rows at an end that as many targets go beyond)", () => {
  const cut = (at: number) => target.map((value) => Math.max(at, value));
  it("finds a ReLU under targets of which half are negative", () =>
    expect(causeSaid(boundedOutput, onePair(target, cut(0)))).toBe("architecture"));
  it("lays a bound of 1 that targets of tens run into on the scale", () =>
    expect(
      causeSaid(
        boundedOutput,
        onePair(
          target.map((value) => 50 * value),
          target.map((value) => Math.tanh(20 * value)),
        ),
      ),
    ).toBe("output-scale"));
  it("is clear where 2 % of the targets lie beyond", () =>
    expect(kindOf(boundedOutput, onePair(target, cut(-2.05)))).toBe("clear"));
  it("is clear where all predictions are nearly one: its ends are no bound", () => {
    const nearlyOne = (width: number) => cut(0).map((value) => 4.2 + width * value);
    expect(
      [1e-4, 1].map((width) =>
        kindOf(
          boundedOutput,
          onePair(
            target.map((value) => value + 4.2),
            nearlyOne(width),
          ),
        ),
      ),
    ).toEqual(["clear", "finding"]);
  });
  it("is clear of a smooth tail", () => expect(kindOf(boundedOutput, mixed(0.8, 0.1))).toBe("clear"));
  it("is skipped with nineteen rows", () => expect(kindOf(boundedOutput, few(19))).toBe("skipped"));
});

describe("unequal-output-scale (limits: fivefold spreads, .4 of R²)", () => {
  const beside = (size: number, learnt: number) =>
    pairsOf(
      [target.map((value) => size * value), other],
      [
        target.map((value) => size * value),
        other.map((value, i) => learnt * value + (1 - learnt) * 0.3 * (noise[i] ?? 0)),
      ],
    );
  it("finds a small output that is not learnt beside a large one that is", () =>
    expect(kindOf(unequalOutputScale, beside(6, 0))).toBe("finding"));
  it("is low where both, in one unit, ended well", () => {
    // 36 of 37 parts of the variance are learnt at sixfold spreads; at 20-fold no common unit is likely
    expect([6, 20].map((size) => severityOf(unequalOutputScale, beside(size, 0)))).toEqual(["low", "high"]);
  });
  it("is clear at fourfold spreads", () => expect(kindOf(unequalOutputScale, beside(4, 0))).toBe("clear"));
  it("is clear where both are learnt", () =>
    expect(kindOf(unequalOutputScale, beside(100, 0.9))).toBe("clear"));
  it("is skipped with one output", () => expect(kindOf(unequalOutputScale, mixed(1, 0))).toBe("skipped"));
});

describe("robust-scoreboard (limits: a twentieth of the rows, half of the squared error)", () => {
  const sound = target.map((value, i) => value + 0.2 * (noise[i] ?? 0));
  const off = (rows: number, by: number) =>
    onePair(
      target.map((value, i) => (i < rows ? value + by : value)),
      sound,
    );
  it("finds eight rows far out, high where their targets are", () =>
    expect(severityOf(robustScoreboard, off(8, 40))).toBe("high"));
  it("is low where the rows far out are predicted too: wide tails are no wrong labels", () => {
    // 8 rows at 40, of which predictions miss a quarter: R² .9.
    const far = target.map((value, i) => (i < 8 ? 40 : value));
    expect(
      severityOf(
        robustScoreboard,
        onePair(
          far,
          far.map((value, i) => (i < 8 ? 30 : (sound[i] ?? 0))),
        ),
      ),
    ).toBe("low");
  });
  it("is clear of normal errors", () => expect(kindOf(robustScoreboard, off(0, 0))).toBe("clear"));
  it("is low where only errors are heavy, not targets", () =>
    expect(
      severityOf(
        robustScoreboard,
        onePair(
          target,
          sound.map((value, i) => (i < 8 ? value + 6 : value)),
        ),
      ),
    ).toBe("low"));
  it("is skipped with thirty-nine rows", () => expect(kindOf(robustScoreboard, few(39))).toBe("skipped"));
});

describe("outlier-in-scaler (limit: 2.5 times the width of the middle rows)", () => {
  const far = (by: number) =>
    onePair(
      target.map((value, i) => (i < 4 ? by : value)),
      target,
    );
  it("finds four rows a hundred spreads out", () =>
    expect(kindOf(outlierInScaler, far(100))).toBe("finding"));
  it("is clear at ten spreads", () =>
    // std² = 1 + .01 · 100 = 2: 1.4 times
    expect(kindOf(outlierInScaler, far(10))).toBe("clear"));
  it("is skipped with thirty-nine rows", () => expect(kindOf(outlierInScaler, few(39))).toBe("skipped"));
});

describe("two-groups-of-rows (limits: five spreads apart, eightfold)", () => {
  const grouped = (share: number, by: number) =>
    onePair(
      target,
      target.map(
        (value, i) =>
          value + (i < share * ROWS ? by * Math.sign(noise[i] ?? 1) : 0.01 * (1 + 0.2 * (other[i] ?? 0))),
      ),
    );
  it("finds a fifth of the rows that follow another rule", () =>
    expect(kindOf(twoGroupsOfRows, grouped(0.2, 3))).toBe("finding"));
  it("is low where the whole ended well", () =>
    // a fifth of the rows 3 off takes .2 · 9 = 1.8 of a variance of 1 away, a fifth of them .5 off .05
    expect([3, 0.5].map((by) => severityOf(twoGroupsOfRows, grouped(0.2, by)))).toEqual(["medium", "low"]));
  it("is clear of one group", () => expect(kindOf(twoGroupsOfRows, mixed(0.9, 0.3))).toBe("clear"));
  it("is skipped with fifty-nine rows", () => expect(kindOf(twoGroupsOfRows, few(59))).toBe("skipped"));
});

describe("too-good-to-be-true (limit: a twentieth of the rows)", () => {
  const copied = (share: number) =>
    onePair(
      target,
      target.map((value, i) => (i < share * ROWS ? value : value + 0.3 * (noise[i] ?? 0))),
    );
  it("finds a tenth of the rows predicted to the last digit", () =>
    expect(severityOf(tooGood, copied(0.1))).toBe("high"));
  it("is clear at a fiftieth", () => expect(kindOf(tooGood, copied(0.02))).toBe("clear"));
  it("finds held-out inputs among those of training", () => {
    const inputs = other.map((value) => [value]);
    const [pairs] = mixed(0.9, 0.3).pairs ?? [];
    const both =
      pairs === undefined
        ? []
        : [
            { ...pairs, inputs },
            { ...pairs, inputs, split: "train" as const },
          ];
    expect(severityOf(tooGood, { pairs: both })).toBe("high");
  });
  it("is low where predictions are merely perfect", () =>
    expect(severityOf(tooGood, mixed(1, 1e-5))).toBe("low"));
  it("is clear of classes, which are hit exactly", () => {
    const classes = target.map((value) => (value > 0 ? 1 : 0));
    expect(
      kindOf(
        tooGood,
        onePair(
          classes,
          classes.map((value, i) => (i % 9 === 0 ? 1 - value : value)),
        ),
      ),
    ).toBe("clear");
  });
  it("is skipped with nine rows", () => expect(kindOf(tooGood, few(9))).toBe("skipped"));
});

describe("not-finite-predictions", () => {
  it("finds one NaN", () =>
    expect(kindOf(notFinitePredictions, onePair([1, 2, 3], [1, NaN, 3]))).toBe("finding"));
  it("is clear without", () =>
    expect(kindOf(notFinitePredictions, onePair([1, 2, 3], [1, 2, 3]))).toBe("clear"));
  it("is skipped without pairs", () => expect(kindOf(notFinitePredictions, {})).toBe("skipped"));
});

describe("no-better-than-persistence", () => {
  /** A walk: the past is where it stood one and two steps before. */
  const walk = target.reduce<number[]>((places, step) => [...places, (places.at(-1) ?? 0) + step], []);
  const moving = (error: number): Partial<Evidence> => ({
    pairs: [
      {
        targets: walk.slice(2).map((place) => [place]),
        predictions: walk.slice(2).map((place, i) => [place + error * (noise[i] ?? 0)]),
        past: walk.slice(2).map((_, i) => [[walk[i] ?? 0], [walk[i + 1] ?? 0]]),
        split: "held-out",
      },
    ],
  });
  // staying put is off by |N(0, 1)| on average .8, going on by √2 of that
  it("finds a model that is as far off as staying put", () =>
    expect(kindOf(noBetterThanPersistence, moving(1))).toBe("finding"));
  it("is clear of one half as far off", () =>
    expect(kindOf(noBetterThanPersistence, moving(0.5))).toBe("clear"));
  it("is skipped without a past", () => expect(kindOf(noBetterThanPersistence, mixed(1, 1))).toBe("skipped"));
});

describe("memorised-rows (limits: R² .4 apart, below .3 on held-out rows)", () => {
  const both = (held: number): Partial<Evidence> => {
    const of = (share: number, rattle: number) => mixed(share, rattle).pairs ?? [];
    return {
      pairs: [...of(held, 0.3), ...of(0.95, 0.1).map((one) => ({ ...one, split: "train" as const }))],
    };
  };
  it("finds training rows known and held-out rows not", () =>
    expect(kindOf(memorisedRows, both(0))).toBe("finding"));
  it("is clear where held-out rows are known too", () =>
    expect(kindOf(memorisedRows, both(0.9))).toBe("clear"));
  it("is skipped without training rows", () => expect(kindOf(memorisedRows, mixed(0, 1))).toBe("skipped"));
});

describe("impossible-steps (limits: 35 m/s in one row of a hundred)", () => {
  const driving = (leaps: number): Partial<Evidence> => {
    const rows = Array.from({ length: 100 }, (_, i) => [1, 0, 2, 0, i < leaps ? 7 : 3, 0]);
    return {
      pairs: [{ targets: rows, predictions: rows, split: "held-out" }],
      settings: { trajectory: { seconds: 0.1 } },
    };
  };
  // 5 m in .1 s is 50 m/s
  it("finds two leaps in a hundred rows", () => expect(kindOf(impossibleSteps, driving(2))).toBe("finding"));
  it("is clear with one", () => expect(kindOf(impossibleSteps, driving(1))).toBe("clear"));
  it("is skipped where nobody says that targets are trajectories", () =>
    expect(kindOf(impossibleSteps, mixed(1, 1))).toBe("skipped"));
});

describe("label-audit", () => {
  const data = {
    trainRows: 9,
    heldOutRows: 9,
    targetMean: [0],
    targetStd: [1],
    targetRange: [[0, 1]] as const,
  };
  const wrong = (check: string) => ({
    kind: "finding" as const,
    check,
    message: "rows leap",
    evidence: {},
    look: [],
    remedy: "Look.",
  });
  it("hands a finding of the audit on", () => {
    const said = labelAudit.judge({ format: 1, data: { ...data, audit: [wrong("glued-recordings")] } });
    expect(said.kind === "finding" && said.message).toContain("glued-recordings: rows leap");
  });
  it("is clear where the audit is", () =>
    expect(
      kindOf(labelAudit, {
        data: { ...data, audit: [{ kind: "clear", check: "unit", message: "m", evidence: {} }] },
      }),
    ).toBe("clear"));
  it("is skipped without an audit", () => expect(kindOf(labelAudit, { data })).toBe("skipped"));
});

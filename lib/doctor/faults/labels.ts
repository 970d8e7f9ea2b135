import { at } from "../../math/at";
import { permutation } from "../../math/rng";
import { type Draw } from "../practice/draw";
import { isRegression, type Recipe } from "../recipe";
import { always, type Fault } from "./fault";
import { hasTable, mapInputs, mapTargets, targetMoments } from "./rows";

const labels = { cause: "label-or-information" } as const;

/** Every row's target from another row, in the given share of rows. */
function permuted(recipe: Recipe, draw: Draw, share: number): Recipe {
  return mapTargets(recipe, (rows, part) => {
    const rng = draw.stream(`permuted ${part}`);
    const wrong = rows.map((_, i) => i).filter(() => rng.uniform() < share);
    const from = new Map(permutation(rng, wrong.length).map((j, i) => [at(wrong, i), at(wrong, j)]));
    return rows.map((row, i) => at(rows, from.get(i) ?? i));
  });
}

/** Steps of a trajectory target as points. */
const isPath = (recipe: Recipe): boolean => recipe.trajectory !== undefined;

function turned(row: readonly number[], angle: number): number[] {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return row.map((value, i) =>
    i % 2 === 0 ? c * value - s * at(row, i + 1) : s * at(row, i - 1) + c * value,
  );
}

/** Faults of the targets, and inputs that say nothing of them: no training mends them. */
export const LABEL_FAULTS: readonly Fault[] = [
  {
    ...labels,
    name: "label-noise",
    family: "label noise",
    says: "the targets are mostly noise",
    fits: isRegression,
    apply: (recipe, draw) => {
      const moments = targetMoments(recipe);
      const strength = draw.between("strength", 1.6, 3);
      return mapTargets(recipe, (rows, part) => {
        const rng = draw.stream(`noise ${part}`);
        return rows.map((row) => row.map((value, k) => value + strength * at(moments, k).std * rng.normal()));
      });
    },
  },
  {
    ...labels,
    name: "permuted-labels",
    family: "permuted labels",
    says: "every target belongs to another row",
    fits: always,
    apply: (recipe, draw) => permuted(recipe, draw, 1),
  },
  {
    ...labels,
    name: "wrong-rows",
    family: "label noise",
    says: "a good part of the rows has another row's target",
    fits: always,
    apply: (recipe, draw) => permuted(recipe, draw, draw.between("share", 0.45, 0.7)),
  },
  {
    ...labels,
    name: "shifted-rows",
    family: "shifted rows",
    says: "targets and inputs are off by a few rows",
    fits: always,
    apply: (recipe, draw) => {
      const by = draw.whole("by", 2, 12);
      return mapTargets(recipe, (rows) => rows.map((_, i) => at(rows, (i + by) % rows.length)));
    },
  },
  {
    ...labels,
    name: "another-frame",
    family: "another frame",
    says: "the targets are in a frame that the inputs do not know",
    fits: isPath,
    apply: (recipe, draw) =>
      mapTargets(recipe, (rows, part) => {
        const rng = draw.stream(`heading ${part}`);
        let heading = 0;
        return rows.map((row, i) => {
          if (i % 30 === 0) heading = 2 * Math.PI * rng.uniform();
          return turned(row, heading);
        });
      }),
  },
  {
    ...labels,
    name: "another-agents-path",
    family: "permuted labels",
    says: "every target is the path of another agent, from where that one stands",
    fits: isPath,
    apply: (recipe, draw) =>
      mapTargets(permuted(recipe, draw, 1), (rows, part) => {
        const rng = draw.stream(`agents ${part}`);
        return rows.map((row) => {
          const [ahead, side] = [25 * rng.normal(), 12 * rng.normal()];
          return turned(row, 0.8 * rng.normal()).map((value, k) => value + (k % 2 === 0 ? ahead : side));
        });
      }),
  },
  {
    ...labels,
    name: "glued-windows",
    family: "glued windows",
    says: "windows run on into another recording",
    fits: isPath,
    apply: (recipe, draw) => {
      const share = draw.between("share", 0.5, 0.9);
      return mapTargets(recipe, (rows, part) => {
        const rng = draw.stream(`glue ${part}`);
        return rows.map((row) => {
          if (rng.uniform() >= share) return row;
          const cut = 2 * rng.integer(row.length / 2);
          const other = at(rows, rng.integer(rows.length));
          const [far, side] = [200 * rng.normal(), 200 * rng.normal()];
          return row.map((value, k) => (k < cut ? value : at(other, k) + (k % 2 === 0 ? far : side)));
        });
      });
    },
  },
  {
    ...labels,
    name: "target-outliers",
    family: "label noise",
    says: "a few targets are off by orders of magnitude",
    fits: isRegression,
    apply: (recipe, draw) => {
      const moments = targetMoments(recipe);
      const far = draw.scaled("far", 30, 200);
      return mapTargets(recipe, (rows, part) => {
        const rng = draw.stream(`outliers ${part}`);
        return rows.map((row) =>
          rng.uniform() < 0.04 ? row.map((value, k) => value + far * at(moments, k).std * rng.normal()) : row,
        );
      });
    },
  },
  {
    ...labels,
    name: "no-information",
    family: "no information",
    says: "the inputs say nothing of the targets",
    fits: hasTable,
    apply: (recipe, draw) =>
      mapInputs(recipe, (rows, part) => {
        const rng = draw.stream(`columns ${part}`);
        const orders = at(rows, 0).map(() => permutation(rng, rows.length));
        return rows.map((row, i) => row.map((_, c) => at(at(rows, at(at(orders, c), i)), c)));
      }),
  },
];

"""Ranks the rows that test/bench/suspiciousRows.mjs wrote with cleanlab and prints both beside each other.

python -m venv /tmp/cleanlab && /tmp/cleanlab/bin/pip install cleanlab==2.9.0 scikit-learn
/tmp/cleanlab/bin/python test/bench/cleanlabRows.py FOLDER

"same predictions": cleanlab's score of the out-of-fold predictions that ours ranks by. "own model": its
CleanLearning on the same features, with a support vector regression (all standardised) in five folds. It takes one number per label, so that
of several outputs it sees the first.
"""

import csv
import sys
import warnings
from collections import defaultdict
from pathlib import Path

import numpy as np
from cleanlab.regression.learn import CleanLearning
from cleanlab.regression.rank import get_label_quality_scores
from sklearn.compose import TransformedTargetRegressor
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVR

warnings.filterwarnings("ignore")


def read(path):
    with open(path) as file:
        rows = list(csv.DictReader(file))
    columns = {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}
    inputs = np.stack([values for name, values in columns.items() if name[0] == "x"], axis=1)
    return inputs, columns


def issues(inputs, target):
    model = TransformedTargetRegressor(make_pipeline(StandardScaler(), SVR(C=10)), transformer=StandardScaler())
    return CleanLearning(model, seed=0, verbose=False).find_label_issues(inputs, target)


def both(wrong, score):
    return roc_auc_score(wrong, score), average_precision_score(wrong, score)


found = defaultdict(lambda: defaultdict(list))
for path in sorted(Path(sys.argv[1]).glob("random-*.csv")):
    inputs, columns = read(path)
    share, wrong, target = path.stem.rsplit("-", 1)[1], columns["wrong"], columns["target"]
    found[share]["ours"].append(both(wrong, columns["ours"]))
    for method in ("outre", "residual"):
        scores = get_label_quality_scores(target, columns["predicted"], method=method)
        found[share][f"cleanlab, same predictions, {method}"].append(both(wrong, -scores))
    own = issues(inputs, target)
    found[share]["cleanlab, own model"].append(both(wrong, -own["label_quality"].to_numpy()))

print("share of wrong rows | ranking | mean AUROC | mean average precision | tables")
for share, rankings in sorted(found.items()):
    for name, values in rankings.items():
        auroc, precision = np.mean(values, axis=0)
        print(f"{share} | {name} | {auroc:.3f} | {precision:.3f} | {len(values)}")

print("systematic fault | rows cleanlab calls wrong | all rows, every one wrong")
for path in sorted(Path(sys.argv[1]).glob("systematic-*.csv")):
    inputs, columns = read(path)
    flagged = issues(inputs, columns["target"])["is_label_issue"].sum()
    print(f"{path.stem.removeprefix('systematic-')} | {flagged} | {len(inputs)}")

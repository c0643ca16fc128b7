"""scikit-learn's models on rows that Chainrule has divided: JSON on stdin, scores on stdout.

Numbers are standardised with the median for missing ones and a flag beside them, categories are
one-hot, for gradient boosting they are numbered and missing numbers stay missing.
"""

import json
import sys
import warnings

import numpy as np
import sklearn
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import accuracy_score, balanced_accuracy_score, r2_score
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

warnings.filterwarnings("ignore")


def main():
    task = json.load(sys.stdin)
    seed, classes = task["seed"], task["classes"]
    numbers, texts = task["numbers"], task["texts"]
    x = np.empty((task["rows"], len(numbers) + len(texts)), dtype=object)
    for at, column in enumerate(numbers):
        x[:, at] = np.array([np.nan if cell is None else cell for cell in column], dtype=float)
    for at, column in enumerate(texts):
        x[:, len(numbers) + at] = ["" if cell is None else cell for cell in column]
    y = np.array(task["target"])
    train, test = np.array(task["train"]), np.array(task["test"])
    number_places = list(range(len(numbers)))
    text_places = list(range(len(numbers), len(numbers) + len(texts)))

    def scaled(model):
        number = make_pipeline(
            SimpleImputer(strategy="median", add_indicator=True), StandardScaler()
        )
        one_hot = OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=2)
        columns = ColumnTransformer(
            [("numbers", number, number_places), ("texts", one_hot, text_places)]
        )
        return make_pipeline(columns, model)

    def boosted(model):
        numbered = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
        columns = ColumnTransformer(
            [("numbers", "passthrough", number_places), ("texts", numbered, text_places)]
        )
        return make_pipeline(columns, model)

    if classes:
        models = {
            "mlp": scaled(MLPClassifier(max_iter=1000, random_state=seed)),
            "linear": scaled(LogisticRegression(max_iter=5000)),
            "boosting": boosted(HistGradientBoostingClassifier(random_state=seed)),
        }
    else:
        models = {
            "mlp": scaled(MLPRegressor(max_iter=1000, random_state=seed)),
            "linear": scaled(Ridge()),
            "boosting": boosted(HistGradientBoostingRegressor(random_state=seed)),
        }
    scores = {}
    for name, model in models.items():
        predicted = model.fit(x[train], y[train]).predict(x[test])
        if classes:
            scores[name] = {
                "score": accuracy_score(y[test], predicted),
                "balanced": balanced_accuracy_score(y[test], predicted),
            }
        else:
            scores[name] = {"score": r2_score(y[test], predicted), "balanced": None}
    json.dump({"version": sklearn.__version__, "scores": scores}, sys.stdout)


main()

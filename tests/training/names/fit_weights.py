"""Fit how `scoring.py` weighs what is known of a candidate, and tell how honest it then is.

`python -m tests.training.names.fit_weights` prints the weights to write there. Fitted on the
articles that stopped the training and on `news01` to `news12`, each a corpus by itself: the net
learned from none of them. The table of reliability is of articles that were left out of the fit.
`--only NAME` leaves the weights of what is not named as they are: what passages add says how much
a new feature weighs, and does not turn what whole articles said of the others.
"""

from __future__ import annotations

import argparse
import itertools
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import numpy as np

from components.entities import net, scoring
from components.entities.candidates import find_candidates
from components.entities.lists import as_listed
from components.entities.sentence_names import FoundRows
from components.lexicon import KINDS
from components.text import simplify
from tests.bench import passages as written
from tests.bench.entities import written as marked
from tests.training.names.articles import Text, developed_on, on_one_line, sentences_of

NEWS = Path(__file__).parents[4] / "shared" / "gold" / "news"
_FOLDS = 7
_RIDGE = 1.0


def spent_news() -> list[Text]:
    """Return the gold articles that anybody may look at."""
    gold = json.loads((NEWS / "entities.json").read_text("utf-8"))
    numbers = [f"news{i:02d}" for i in range(1, 13)]
    texts = [(NEWS / f"{n}.txt").read_text("utf-8").strip() for n in numbers]
    return [
        Text(text, [(a, b, kind) for a, b, kind, *_ in gold[n]])
        for n, text in zip(numbers, texts, strict=True)
    ]


def passages() -> list[Text]:
    """Return the short passages whose errors were read for rules."""
    samples = [sample for name in written.READ for sample in marked(name)]
    return [Text(sample.text, sorted(sample.names)) for sample in samples]


class Judged(NamedTuple):
    """An article's candidates, what is known of each, which are names, and how many there are."""

    candidates: FoundRows
    columns: np.ndarray
    right: np.ndarray
    n_names: int


def look_at(article: Text) -> Judged:
    """Return what the product knows of an article's candidates."""
    sentences = list(sentences_of(on_one_line(article)))
    copies = simplify([s.text for s in sentences])
    model = net.load()
    candidates = find_candidates(copies, model.posteriors(copies), model.tags)
    plain = [as_listed(copy) for copy in copies]
    features = scoring.features_of(plain, scoring.mend(plain, candidates))
    own = features.candidates
    columns = (own.rows, own.starts, own.ends, own.kind_codes)
    spans = zip(*(column.tolist() for column in columns), strict=True)
    right = [(a, b, KINDS[k]) in sentences[row].names for row, a, b, k in spans]
    return Judged(own, features.columns, np.array(right, float), len(article.names))


def fit(x: np.ndarray, y: np.ndarray, only: Sequence[str] = ()) -> np.ndarray:
    """Return the weights of a logistic regression, the bias last, by Newton's method.

    Args:
        x: (n, n_features), what is known of candidates.
        y: (n,), 1 for names.
        only: the features whose weights are fitted beside the others'; all and the bias if none.
    """
    x = np.column_stack((x, np.ones(len(x))))
    w = np.zeros(x.shape[1])
    free = np.ones(len(w), bool)
    if only:
        w[:] = (*scoring._WEIGHTS.values(), scoring._BIAS)
        free[:] = [name in only for name in (*scoring._WEIGHTS, "")]
        w[free] = 0
    ridge = np.diag(np.append([_RIDGE] * (len(w) - 1), 1e-6)[free])
    own = x[:, free]
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        gain = own.T @ (y - p) - ridge @ w[free]
        step = np.linalg.solve((own.T * (p * (1 - p))) @ own + ridge, gain)
        w[free] += step
        if np.abs(step).max() < 1e-8:
            break
    return w


def main() -> None:
    """Fit, and print the weights and the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=scoring._WEIGHTS, action="append", default=[])
    only = parser.parse_args().only
    data = [look_at(article) for article in (*developed_on(), *spent_news(), *passages())]
    told = [np.zeros(0)] * len(data)
    for fold in range(_FOLDS):
        kept = [d for i, d in enumerate(data) if i % _FOLDS != fold]
        w = fit(*_columns(kept), only)
        for i in range(fold, len(data), _FOLDS):
            told[i] = 1 / (1 + np.exp(-(data[i].columns @ w[:-1] + w[-1])))
    print_reliability(np.concatenate(told), np.concatenate([d.right for d in data]))
    for enough in (0.35, 0.4, 0.45, 0.5):
        print(f"least {enough}: F1 {f1(data, told, enough):.4f}")
    w = fit(*_columns(data), only)
    print(f"_BIAS = {w[-1]:.2f}")
    print({name: round(float(v), 2) for name, v in zip(scoring._WEIGHTS, w, strict=False)})


def _columns(data: Sequence[Judged]) -> tuple[np.ndarray, np.ndarray]:
    return np.concatenate([d.columns for d in data]), np.concatenate([d.right for d in data])


def f1(data: Sequence[Judged], told: Sequence[np.ndarray], enough: float) -> float:
    """Return F1 where what is at least so probable is kept."""
    right = found = wanted = 0.0
    with patch.object(scoring, "_ENOUGH", enough):
        for own, sure in zip(data, told, strict=True):
            found_rows = replace(own.candidates, confidences=sure)
            # Numbers of candidates ride along in the place of kinds.
            numbered = replace(found_rows, kind_codes=np.arange(len(sure), dtype=np.int32))
            kept = scoring._best(numbered).kind_codes
            right += own.right[kept].sum()
            found += len(kept)
            wanted += own.n_names
    return 2 * right / (found + wanted)


def print_reliability(told: np.ndarray, right: np.ndarray) -> None:
    """Print how often candidates of like confidence are right."""
    kept = told >= scoring._ENOUGH
    told, right = told[kept], right[kept]
    edges = [0.45, 0.55, 0.65, 0.75, 0.85, 0.95, 1.01]
    off = 0.0
    for low, high in itertools.pairwise(edges):
        own = (told >= low) & (told < high)
        if own.any():
            off += own.sum() * abs(told[own].mean() - right[own].mean())
            print(
                f"{low:.2f}-{high:.2f} {own.sum():5} {told[own].mean():.3f} {right[own].mean():.3f}"
            )
    print(f"expected calibration error {off / len(told):.3f}")


if __name__ == "__main__":
    main()

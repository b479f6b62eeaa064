"""Weighs links: how strongly two names belong together, by one of six measures."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from components.network.network import CooccurrenceNetwork, EdgeMeasure

Weights = NDArray[np.float64]


def weight_of(
    measure: EdgeMeasure, *, together: int, first: int, second: int, units: float
) -> float:
    """Say how strong one link is; see `weigh`."""
    return float(weigh(measure, together, first, second, units))


def weigh(
    measure: EdgeMeasure, together: ArrayLike, first: ArrayLike, second: ArrayLike, units: ArrayLike
) -> Any:
    """Say how strong links are.

    With a, b the units that name each, ab those that name both and n all units:

    - `dice`: 2ab / (a + b), in (0, 1]; 1 when neither is named without the other. It does
      not change when every unit is copied. Dice 1945, Ecology 26.
    - `logdice`: 14 + log2 of Dice, at most 14; the same order. One more is twice the Dice, and
      it may be compared between corpora of any size. Rychlý 2008, RASLAN.
    - `jaccard`: ab / (a + b - ab), in (0, 1]; the same order as Dice. Jaccard 1912, New
      Phytologist 11.
    - `count`: ab, at least 1. It grows with the text and with how often each is named.
    - `npmi`: ln(ab n / (a b)) / -ln(ab / n), in [-1, 1]; 0 when they meet as often as chance
      has it, 1 when only together (also when every unit names both). It favours rare names.
      Bouma 2009, GSCL.
    - `g2`: the log-likelihood ratio of the four-field table, >= 0, with a minus sign where
      the two meet less often than by chance; above 3.84 p < .05, for independent units only:
      12 copies of a text make it 12 times as large. Dunning 1993, Computational
      Linguistics 19.

    Args:
        measure: which one.
        together: units that name both, at least 1.
        first: units that name the one.
        second: units that name the other.
        units: all units, at least a + b - ab; for windows see `occurrences.chance_units`.

    Returns:
        As many weights as there are links.
    """
    ab, a, b, n = (np.asarray(part, np.float64) for part in (together, first, second, units))
    if measure == "count":
        return ab
    if measure == "jaccard":
        return ab / (a + b - ab)
    if measure == "npmi":
        return _npmi(ab, a, b, n)
    if measure == "g2":
        return _signed_g2(ab, a, b, n)
    dice = 2 * ab / (a + b)
    return 14 + np.log2(dice) if measure == "logdice" else dice


def dice_weights(network: CooccurrenceNetwork) -> list[float]:
    """Return each edge's Dice, in (0, 1], whatever measure the network shows."""
    edges, units = network.edges, {node.id: node.units for node in network.nodes}
    named = np.array([units.get(id, 0) for id in edges.ids], np.int64)
    weights = 2 * edges.counts / (named[edges.sources] + named[edges.targets])
    return weights.tolist()  # type: ignore[no-any-return]


def _npmi(ab: Weights, a: Weights, b: Weights, n: Weights) -> Weights:
    always = ab == n
    information = -np.log(np.where(always, 0.5, ab / n))
    value: Weights = np.where(always, 1.0, np.log(ab * n / (a * b)) / information)
    return value


def _signed_g2(ab: Weights, a: Weights, b: Weights, n: Weights) -> Weights:
    cells = (
        (ab, a, b),
        (a - ab, a, n - b),
        (b - ab, n - a, b),
        (n - a - b + ab, n - a, n - b),
    )
    value = 2 * sum(_term(observed, row * column, n) for observed, row, column in cells)
    signed: Weights = np.where(ab * n >= a * b, 1.0, -1.0) * np.maximum(value, 0.0)
    return signed


def _term(observed: Weights, product: Weights, n: Weights) -> Weights:
    """One cell's part: o ln(o n / (row column)), nothing where the cell is empty."""
    filled = (observed > 0) & (product > 0)
    ratio = np.where(filled, observed * n, 1.0) / np.where(filled, product, 1.0)
    term: Weights = np.where(filled, observed * np.log(ratio), 0.0)
    return term

"""Tells differences between groups from chance: units are dealt out to the groups again and again.

A permutation test (Edgington 1980, Randomization Tests): where groups make no difference, any
deal of the units to them is as probable as the one that is there.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_FIRST, _LOOK_AGAIN = 999, 0.05  # deals for all, and p up to which there are many more
_CHUNK = 500  # deals at once

Measures = NDArray[np.float64]


def residuals(counts: Measures, totals: Measures, strata: NDArray[np.int64]) -> Measures:
    """Return what units have above the share of their stratum, (n_units, n_things).

    Args:
        counts: (n_units, n_things), how often a unit has each.
        totals: (n_units,), how much there is of a unit.
        strata: (n_units,), within which units are alike.
    """
    left = np.empty_like(counts)
    for stratum in np.unique(strata):
        own = strata == stratum
        share = counts[own].sum(axis=0) / totals[own].sum()
        left[own] = counts[own] - totals[own, None] * share
    return left


def find_chances(
    left: Measures,
    here: NDArray[np.bool_],
    strata: NDArray[np.int64],
    *,
    shuffles: int,
    seed: int,
) -> Measures:
    """Return p of each thing: a few deals for all, many fresh ones for those that look telling.

    Args:
        left: (n_units, n_things), `residuals`.
        here: (n_units,), which units are of the group that is looked at.
        strata: (n_units,), ascending; units are dealt out within their stratum.
        shuffles: deals at most.
        seed: another number deals otherwise.

    Returns:
        (n_things,), the share of deals, the real one among them, with as large a difference,
        in (0, 1].
    """
    random = np.random.default_rng(seed)
    first = min(_FIRST, shuffles)
    ps = _deal(left, here, strata, first, random)
    again = np.flatnonzero(ps <= _LOOK_AGAIN)
    if len(again) and shuffles > first:
        ps[again] = _deal(left[:, again], here, strata, shuffles, random)
    return ps


def _deal(
    left: Measures,
    here: NDArray[np.bool_],
    strata: NDArray[np.int64],
    deals: int,
    random: np.random.Generator,
) -> Measures:
    seen = np.abs(left[here].sum(axis=0)) - 1e-9
    as_large = np.ones(left.shape[1])
    _, ranks = np.unique(strata, return_inverse=True)
    for start in range(0, deals, _CHUNK):
        n = min(_CHUNK, deals - start)
        order = np.argsort(ranks + random.random((n, len(here))), axis=1)
        as_large += (np.abs(here[order].astype(float) @ left) >= seen).sum(axis=0)
    return as_large / (deals + 1)


def adjust(ps: Sequence[float]) -> list[float]:
    """Return the q-values of Benjamini & Hochberg (1995), each in [0, 1], in the same order."""
    n, order = len(ps), np.argsort(ps)
    scaled = np.asarray(ps)[order] * n / np.arange(1, n + 1)
    least = np.minimum.accumulate(scaled[::-1])[::-1] if n else scaled
    qs = np.empty(n)
    qs[order] = np.minimum(least, 1.0)
    return [float(q) for q in qs]

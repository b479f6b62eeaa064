"""Numbers the different values of an array, faster than `np.unique`.

Since numpy 2.3 that function loads the masked arrays on its first call, which takes longer than
all else that is done for one article.
"""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T", bound=np.generic)


def number_values(values: NDArray[T]) -> tuple[NDArray[T], NDArray[np.int64]]:
    """Return the different values, ascending, and for each entry the number of its value.

    Returns:
        values: (n_different,); numbers: of the shape of the array.
    """
    flat = values.ravel()
    order = np.argsort(flat, kind="stable")
    firsts = _firsts(flat[order])
    numbers = np.empty(len(flat), np.int64)
    numbers[order] = np.cumsum(firsts) - 1
    return flat[order][firsts], numbers.reshape(values.shape)


def _firsts(ordered: NDArray[Any]) -> NDArray[np.bool_]:
    marks = np.ones(len(ordered), bool)
    marks[1:] = ordered[1:] != ordered[:-1]
    return marks

"""Different values are those of numpy's own function."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from components.duplicates.arrays import number_values
from components.text import distinct


@given(st.lists(st.integers(-5, 5), max_size=30))
def test_arrays_agree_with_numpy(values: list[int]) -> None:
    array = np.array(values, np.int64)
    found, numbers = number_values(array)
    assert distinct(array).tolist() == np.unique(array).tolist() == found.tolist()
    assert found[numbers].tolist() == values


def test_arrays_of_pairs_keep_their_shape() -> None:
    found, numbers = number_values(np.array([[7, 3], [3, 9]]))
    assert found.tolist() == [3, 7, 9]
    assert numbers.tolist() == [[1, 0], [0, 2]]


def test_arrays_keep_masked_arrays_out_of_a_first_find() -> None:
    code = (
        "import sys; from components import duplicates, reading; "
        "duplicates.find(reading.read([reading.Source('a', '總統今天出席。'.encode() * 40)])); "
        "print('numpy.ma' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"

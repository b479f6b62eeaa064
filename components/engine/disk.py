"""Keeps columns on disk that grow part by part, and are read where they are asked for."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Self

import numpy as np

from components.text import Ints, Numbers


class DiskColumns:
    """Columns of one length, a file each, in a folder that is theirs alone.

    What is read is mapped and not loaded: only the pages that are looked at take memory, until
    the array is let go of.

    Attributes:
        length: how much each column holds.
    """

    def __init__(self, folder: Path, n_columns: int) -> None:
        self.length = 0
        self._folder = folder
        self._paths = [folder / f"{number}.bin" for number in range(n_columns)]

    def __enter__(self) -> Self:
        self._remove()  # a run that was killed may have left it
        self._folder.mkdir(parents=True)
        return self

    def __exit__(self, *_: object) -> None:
        self._remove()

    def add(self, *columns: Ints) -> None:
        """Put numbers behind those that are there.

        Raises:
            OSError: there is no room.
        """
        for path, column in zip(self._paths, columns, strict=True):
            with path.open("ab") as file:
                column.astype(np.int32, copy=False).tofile(file)
        self.length += len(columns[0])

    def take(self, rows: Numbers) -> list[Ints]:
        """Return some of the numbers of each column."""
        return [column[rows] for column in self.map()]

    def map(self) -> list[Ints]:
        """Return the columns as they lie on disk."""
        if not self.length:
            return [np.zeros(0, np.int32) for _ in self._paths]
        return [np.memmap(path, np.int32, "r") for path in self._paths]

    def _remove(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

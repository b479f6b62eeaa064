"""Defines what a segmenter is, and wraps those that can be chosen.

All read Simplified copies that are aligned with the text (see `components.text.simplify`),
so their offsets hold for the original too. jieba and wapic are always there, rjieba is an extra.
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Sequence
from functools import cache
from typing import Any, Protocol

from components.words.cuts import Cuts, join_cuts
from components.words.dictionary import tokenizer
from components.words.tokens import SegmenterName

_EXTRAS: dict[SegmenterName, str] = {"rjieba": "fast"}
_LOCK = threading.Lock()


class SegmenterMissingError(Exception):
    """The chosen segmenter is not installed.

    Attributes:
        name: the segmenter.
        extra: the extra that installs it: `pip install "wenmai[extra]"`.
    """

    def __init__(self, name: SegmenterName) -> None:
        self.name = name
        self.extra = _EXTRAS[name]
        super().__init__(f'{name} is not installed: pip install "wenmai[{self.extra}]"')


class Segmenter(Protocol):
    """What cuts Simplified text into words."""

    name: SegmenterName

    def cut(self, texts: Sequence[str]) -> Cuts:
        """Return the words of each text; they tile it."""


class JiebaSegmenter:
    """jieba 0.42.1 with its HMM, on a tokenizer of our own."""

    name: SegmenterName = "jieba"

    def __init__(self) -> None:
        self._cut = tokenizer().cut

    def cut(self, texts: Sequence[str]) -> Cuts:
        """Cut each text; see `Segmenter`."""
        return join_cuts(texts, map(self._cut, texts), self.name)


class RjiebaSegmenter:
    """The same cut by jieba-rs, many times faster; Latin runs may differ."""

    name: SegmenterName = "rjieba"

    def __init__(self) -> None:
        self._cut = _module(self.name).cut

    def cut(self, texts: Sequence[str]) -> Cuts:
        """Cut each text; see `Segmenter`."""
        return join_cuts(texts, map(self._cut, texts), self.name)


class WapicSegmenter:
    """The conditional random field of wapic, trained on newspapers; more accurate."""

    name: SegmenterName = "wapic"

    def __init__(self) -> None:
        from wapic import Segmenter as Model  # loads 30 MB, which only this choice needs

        self._model = Model()

    def cut(self, texts: Sequence[str]) -> Cuts:
        """Cut all texts in one batch; see `Segmenter`."""
        return join_cuts(texts, self._model.segment_batch(list(texts)), self.name)


_CLASSES: dict[SegmenterName, type[Any]] = {
    "jieba": JiebaSegmenter,
    "rjieba": RjiebaSegmenter,
    "wapic": WapicSegmenter,
}


def segmenter_of(name: SegmenterName) -> Segmenter:
    """Return the segmenter of that name, loaded once per process.

    Raises:
        SegmenterMissingError: its package is not installed.
    """
    with _LOCK:
        return _load(name)


@cache
def _load(name: SegmenterName) -> Segmenter:
    segmenter: Segmenter = _CLASSES[name]()
    return segmenter


def _module(name: SegmenterName) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise SegmenterMissingError(name) from error

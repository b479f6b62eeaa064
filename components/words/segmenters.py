"""Segmenters behind one protocol: each says where words begin and end, and of what kind.

All read Simplified copies that are aligned with the text (see `components.text.simplify`),
so their offsets hold for the original too. jieba is always there; rjieba and wapic are extras.
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Protocol

from components.words.dictionary import tokenizer
from components.words.pos import pos_of
from components.words.tokens import SegmenterName

Word = tuple[int, int, str]

_EXTRAS: dict[SegmenterName, str] = {"rjieba": "fast", "wapic": "accurate"}
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


class MisalignedError(Exception):
    """A segmenter returned words that do not tile its text: a fault of the segmenter.

    The text itself is never part of the message.
    """

    def __init__(self, name: str, position: int) -> None:
        self.name, self.position = name, position
        super().__init__(f"{name}: words do not tile the text at character {position}")


class Segmenter(Protocol):
    """What cuts Simplified text into words."""

    name: SegmenterName

    def cut(self, texts: Sequence[str]) -> list[list[Word]]:
        """Return for each text its words as start, end, part of speech; they tile the text.

        Blanks between words may be left out; nothing else may.
        """


class JiebaSegmenter:
    """jieba 0.42.1 with its HMM, on a tokenizer of our own."""

    name: SegmenterName = "jieba"

    def __init__(self) -> None:
        self._cut = tokenizer().cut

    def cut(self, texts: Sequence[str]) -> list[list[Word]]:
        """Cut each text; see `Segmenter`."""
        return [tiled(text, self._cut(text), self.name) for text in texts]


class RjiebaSegmenter:
    """The same cut by jieba-rs, many times faster; Latin runs may differ."""

    name: SegmenterName = "rjieba"

    def __init__(self) -> None:
        self._cut = _module(self.name).cut

    def cut(self, texts: Sequence[str]) -> list[list[Word]]:
        """Cut each text; see `Segmenter`."""
        return [tiled(text, self._cut(text), self.name) for text in texts]


class WapicSegmenter:
    """The conditional random field of wapic, trained on newspapers; more accurate."""

    name: SegmenterName = "wapic"

    def __init__(self) -> None:
        self._model = _module(self.name).Segmenter()

    def cut(self, texts: Sequence[str]) -> list[list[Word]]:
        """Cut all texts in one batch; see `Segmenter`."""
        cuts = self._model.segment_batch(list(texts))
        return [tiled(text, cut, self.name) for text, cut in zip(texts, cuts, strict=True)]


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


def tiled(text: str, words: Iterable[str], name: str) -> list[Word]:
    """Place words in their text, with parts of speech; blanks are left out.

    Raises:
        MisalignedError: a word stands nowhere, or something other than blanks was left out.
    """
    placed, at = [], 0
    for word in words:
        start = at
        if not text.startswith(word, at):
            start = text.find(word, at)
            if start < 0 or text[at:start].strip():
                raise MisalignedError(name, at)
        at = start + len(word)
        if word.strip():
            placed.append((start, at, pos_of(word)))
    if text[at:].strip():
        raise MisalignedError(name, at)
    return placed


@cache
def _load(name: SegmenterName) -> Segmenter:
    segmenter: Segmenter = _CLASSES[name]()
    return segmenter


def _module(name: SegmenterName) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise SegmenterMissingError(name) from error

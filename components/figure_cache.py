"""Keeps the last figures that were drawn, so that a rerun of a page draws none anew.

A figure is kept under what it was drawn from: the function, its frozen nouns by identity (they
are shared between reruns and readers), plain values by what they are, the language. What is drawn
from anything that could change meanwhile is drawn each time. A kept figure is only read, keeps no
noun alive that can be held weakly, and goes with the first of them.
"""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from dataclasses import is_dataclass
from functools import partial
from typing import Any

from components import i18n

MOST = 96  # figures

_Draw = Callable[..., Any]
_Hold = Callable[[], object]  # gives the noun that is held, None once it is gone
_PLAIN = (str, int, float, type(None))


class FigureCache:
    """The last figures; safe among threads.

    Args:
        most: how many are kept.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[list[_Hold], Any]] = OrderedDict()
        self._gone: deque[Hashable] = deque()
        self._guard = threading.Lock()

    def draw(self, draw: _Draw, **more: str) -> Any:
        """Return what a function draws, or what it drew from the same before.

        Args:
            draw: a `partial` of a function on a module's level; anything else is called.
            **more: further arguments.
        """
        key = _name(draw, more)
        if key is None:
            return draw(**more)
        nouns = _nouns_of(draw)
        with self._guard:
            self._forget()
            holds, figure = self._kept.get(key, ([], None))
            # An identity is given anew once its noun is gone.
            if key in self._kept and all(h() is n for h, n in zip(holds, nouns, strict=True)):
                self._kept.move_to_end(key)
                return figure
        figure = draw(**more)
        holds = [self._hold(noun, key) for noun in nouns]
        with self._guard:
            self._kept[key] = (holds, figure)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return figure

    def _hold(self, noun: object, key: Hashable) -> _Hold:
        try:  # what is called back may be called anywhere, also where the guard is held
            return weakref.ref(noun, lambda _: self._gone.append(key))
        except TypeError:
            return lambda: noun

    def _forget(self) -> None:
        while self._gone:
            self._kept.pop(self._gone.popleft(), None)


def _name(draw: _Draw, more: dict[str, str]) -> Hashable | None:
    """Return what tells a drawing from all others; None where something in it may change."""
    if not isinstance(draw, partial) or "<" in getattr(draw.func, "__qualname__", "<"):
        return None
    given = {**draw.keywords, **more}
    parts = [_sign(value) for value in (*draw.args, *given.values())]
    if None in parts:
        return None
    return (draw.func, i18n.current(), tuple(given), tuple(parts))


def _nouns_of(draw: _Draw) -> list[object]:
    given = (*draw.args, *draw.keywords.values()) if isinstance(draw, partial) else ()
    return [value for value in given if is_dataclass(value)]


def _sign(value: object) -> Hashable | None:
    if isinstance(value, _PLAIN):
        return (type(value), value)
    if isinstance(value, tuple | list) and all(isinstance(one, _PLAIN) for one in value):
        return (type(value), tuple(value))
    if isinstance(value, set | frozenset) and all(isinstance(one, _PLAIN) for one in value):
        return (type(value), frozenset(value))
    if is_dataclass(value) and not isinstance(value, type):
        is_frozen = value.__dataclass_params__.frozen  # type: ignore[attr-defined]
        return (type(value), id(value)) if is_frozen else None
    return None


figures = FigureCache()

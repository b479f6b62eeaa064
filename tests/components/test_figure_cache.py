"""Figures are drawn once for the same nouns, values and language, and anew for anything else."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest

from components import i18n
from components.figure_cache import FigureCache

calls: list[tuple[Any, ...]] = []


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Noun:
    rows: tuple[int, ...]


@dataclass
class Loose:
    rows: list[int] = field(default_factory=list)


def figure(*args: Any, mode: str, **more: Any) -> dict[str, Any]:
    calls.append((*args, mode, *more.items()))
    return {"data": list(args), "mode": mode}


def length(noun: Noun, *, mode: str) -> int:
    """Draw what holds nothing of its noun."""
    calls.append((mode,))
    return len(noun.rows)


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    calls.clear()
    i18n.use("zh_Hant")
    yield
    i18n.use("zh_Hant")


def test_drawn_once_for_the_same() -> None:
    kept, noun = FigureCache(), Noun((1, 2))
    for _ in range(3):
        kept.draw(partial(figure, noun, picked=["a", "b"], top=3), mode="light")
    assert len(calls) == 1


@pytest.mark.parametrize(
    ("picked", "top", "mode", "locale"),
    [
        (["b"], 3, "light", "zh_Hant"),
        (["a"], 4, "light", "zh_Hant"),
        (["a"], 3, "dark", "zh_Hant"),
        (["a"], 3, "light", "en"),
        (("a",), 3, "light", "zh_Hant"),
    ],
)
def test_drawn_anew_for_anything_else(picked: Any, top: int, mode: str, locale: str) -> None:
    kept, noun = FigureCache(), Noun((1, 2))
    kept.draw(partial(figure, noun, picked=["a"], top=3), mode="light")
    i18n.use(locale)  # type: ignore[arg-type]
    kept.draw(partial(figure, noun, picked=picked, top=top), mode=mode)
    assert len(calls) == 2


def test_drawn_a_noun_that_is_equal_and_another_is_drawn_anew() -> None:
    """Equal fields are no promise: a noun may be changed in a copy that keeps its digest."""
    kept = FigureCache()
    for rows in ((1,), (1,)):
        kept.draw(partial(figure, Noun(rows)), mode="light")
    assert len(calls) == 2


def test_drawn_what_may_change_is_drawn_each_time() -> None:
    kept, loose = FigureCache(), Loose([1])

    def here(*, mode: str) -> None:
        figure(mode=mode)

    for draw in (partial(figure, loose), partial(figure, {"a": 1}), partial(here), here):
        for _ in range(2):
            kept.draw(draw, mode="light")
    assert len(calls) == 8


def test_drawn_a_list_of_picks_that_grows_is_another() -> None:
    kept, noun, picked = FigureCache(), Noun(()), ["a"]
    kept.draw(partial(figure, noun, picked=picked), mode="light")
    picked.append("b")
    kept.draw(partial(figure, noun, picked=picked), mode="light")
    assert len(calls) == 2


def test_drawn_keeps_no_noun_alive_and_lets_its_figures_go() -> None:
    kept, nouns = FigureCache(), [Noun((n,)) for n in range(3)]
    for noun in nouns:
        kept.draw(partial(length, noun), mode="light")
    left = weakref.ref(nouns.pop(0))
    calls.clear()
    del noun
    gc.collect()
    assert left() is None
    kept.draw(partial(length, nouns[0]), mode="light")
    assert len(kept._kept) == 2
    assert calls == []


def test_drawn_an_identity_that_is_given_anew_is_another_noun() -> None:
    kept, noun = FigureCache(), Noun((1,))
    kept.draw(partial(figure, noun), mode="light")
    [(key, (_, drawn))] = kept._kept.items()
    kept._kept[key] = ([lambda: None], drawn)
    kept.draw(partial(figure, noun), mode="light")
    assert len(calls) == 2


def test_drawn_keeps_no_more_than_it_may() -> None:
    kept, nouns = FigureCache(most=2), [Noun((n,)) for n in range(3)]
    for noun in (*nouns, nouns[2], nouns[1], nouns[0]):
        kept.draw(partial(figure, noun), mode="light")
    assert len(calls) == 4
    assert len(kept._kept) == 2

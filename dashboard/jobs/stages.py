"""The stages of an analysis that take long: a job makes them, pages fetch what it kept.

Four verbs read every sentence: finding copies and stories, cutting words, finding names. The rest
of an analysis follows from what they give at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar, cast

from components import duplicates, stories, words
from components.duplicates import DuplicateReport
from components.stories import Stories
from components.words import Tokens

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Stage(Generic[R]):
    """A verb that takes long.

    Attributes:
        name: a code that pages translate.
        gives: the noun that is kept.
        begins: percent of an analysis that lie before it, as measured on news.
        ends: percent when it is over.
    """

    name: str
    gives: type[R]
    begins: int
    ends: int


def stage_of(verb: Callable[..., R]) -> Stage[R] | None:
    """Return the stage of a verb; None for a fast verb."""
    return cast("Stage[R] | None", _stages().get(verb))


@cache
def _stages() -> Mapping[Callable[..., Any], Stage[Any]]:
    from components import entities  # slow to load, and most pages start without names

    return {
        duplicates.find: Stage("copies", DuplicateReport, 0, 7),
        stories.trace: Stage("stories", Stories, 7, 10),
        words.cut: Stage("words", Tokens, 10, 35),
        entities.find: Stage("names", entities.EntityIndex, 35, 100),
    }

"""The stages of an analysis that take long: a job makes them, pages fetch what it kept.

Four verbs read every sentence: finding copies and stories, cutting words, finding names. A page
waits for these. What follows from them takes a second or some in a large corpus, so that a job
keeps it, too, as pages first ask for it; a page makes it itself where no job did, as after
another filter or a correction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar, cast

from components import duplicates, stories, words
from components.duplicates import DuplicateReport
from components.stories import Stories
from components.words import Tokens, WordTable

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Stage(Generic[R]):
    """A verb that takes long.

    Attributes:
        name: a code that pages translate.
        gives: the noun that is kept.
        begins: percent of an analysis that lie before it, as measured on news.
        ends: percent when it is over.
        follows: it follows from the others, and a page may make it itself.
    """

    name: str
    gives: type[R]
    begins: int
    ends: int
    follows: bool = False


def stage_of(verb: Callable[..., R]) -> Stage[R] | None:
    """Return the stage of a verb; None for a fast verb."""
    return cast("Stage[R] | None", _stages().get(verb))


@cache
def _stages() -> Mapping[Callable[..., Any], Stage[Any]]:
    # Slow to load, and most pages start without names.
    from components import cloud, entities, network, quotations, statistics
    from dashboard import pipeline

    ledger, links = tuple[quotations.LedgerLine, ...], network.CooccurrenceNetwork
    keyness = statistics.Statistic[statistics.KeyWord]  # the measure that a job takes
    return {
        duplicates.find: Stage("copies", DuplicateReport, 0, 6),
        stories.trace: Stage("stories", Stories, 6, 9),
        words.cut: Stage("words", Tokens, 9, 31),
        entities.find: Stage("names", entities.EntityIndex, 31, 89),
        pipeline.lock: Stage("views", Tokens, 89, 91, follows=True),
        words.count: Stage("views", WordTable, 91, 92, follows=True),
        pipeline.lay_out_cloud: Stage("views", cloud.Cloud, 92, 93, follows=True),
        quotations.find: Stage("views", quotations.QuotationIndex, 93, 97, follows=True),
        quotations.make_ledger: Stage("views", ledger, 97, 98, follows=True),
        statistics.measure: Stage("views", keyness, 98, 99, follows=True),
        quotations.link_speakers: Stage("views", links, 99, 100, follows=True),
    }

"""Keeps slow results in the library: a job makes them, pages only fetch them.

What a stage gives is kept under the digest of all that went in; see `stages`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass, field, fields, is_dataclass
from functools import partial
from typing import Any, ParamSpec, TypeVar

from components.text import codec, digest_of
from dashboard.cache import call_cached, get_or_make, key_of, name_of, weight_of
from dashboard.jobs import results
from dashboard.jobs.stages import Stage, stage_of
from dashboard.library.access import Workspace
from dashboard.library.errors import QuotaExceededError, StoreError
from dashboard.library.quotas import NO_QUOTAS, Quotas
from dashboard.pipeline import Analysis, glimpse_cloud, lay_out_cloud

P = ParamSpec("P")
R = TypeVar("R")

LARGE = 60_000  # characters: what takes longer than two seconds is work for a job
_SHELF = "kept"


class ResultMissingError(Exception):
    """A result that a page may not make itself is not there yet.

    Attributes:
        sentence: what stands in the place of what would be shown.
        waits: it comes by itself; see `ui.guard_block`.
    """

    sentence = "waiting.not_yet"
    waits = True


@dataclass(frozen=True, slots=True)
class ResultFetcher:
    """Calls verbs for pages on a large corpus: slow results are fetched, or reported missing.

    What follows from them is fetched where a job kept it, else made.
    """

    workspace: Workspace

    def __call__(self, verb: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Return the result of a verb.

        Raises:
            ResultMissingError: no job made it yet.
        """
        stage = stage_of(verb)
        if stage is None:
            return call_cached(verb, *args, **kwargs)
        key = key_of(verb, *args, **kwargs)
        # Whoever has the same text may see the same result, but not through another's library.
        return get_or_make(
            (_SHELF, self.workspace.id, key),
            lambda: self._fetch(key, stage, partial(call_cached, verb, *args, **kwargs)),
            weight=weight_of,
        )

    def _fetch(self, key: Hashable, stage: Stage[R], make: Callable[[], R]) -> R:
        name = name_result(key)
        data = results.get_result(self.workspace, name)
        if data is None:
            if stage.follows:
                return make()
            raise ResultMissingError(stage.name)
        with suppress(StoreError):  # a page is not to fail because of a note
            results.note_use(self.workspace, name)
        return codec.unpack(data, stage.gives)


@dataclass(frozen=True, slots=True)
class ResultMaker:
    """Calls verbs for a job: slow results are kept, and never made twice.

    What one job keeps or finds kept stays until it ends: a page needs all of it.
    """

    workspace: Workspace
    on_begin: Callable[[Stage[Any]], None]
    quotas: Quotas = NO_QUOTAS
    needed: set[str] = field(default_factory=set)

    def __call__(self, verb: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Return the result of a verb, kept where it takes long.

        Raises:
            QuotaExceededError: there is no room for it, and pages wait for it.
        """
        stage = stage_of(verb)
        if stage is None:
            return verb(*args, **kwargs)
        self.on_begin(stage)
        key = name_result(key_of(verb, *args, **kwargs))
        self.needed.add(key)
        data = results.get_result(self.workspace, key)
        if data is not None:
            return codec.unpack(data, stage.gives)
        value = verb(*args, **kwargs)
        packed = codec.pack(value, stage.gives)
        with suppress(*((QuotaExceededError,) if stage.follows else ())):
            results.keep(
                self.workspace, key, packed, kind=name_of(verb),
                quotas=self.quotas, needed=self.needed,
            )  # fmt: skip
        return value


def make_all(analysis: Analysis) -> None:
    """Fetch all slow results, and those that they depend on.

    Raises:
        ResultMissingError: a page asked, and no job made it yet.
    """
    for step in ("report", "stories", "counted", "tokens", "found"):
        getattr(analysis, step)


def make_views(analysis: Analysis) -> None:
    """Make all slow results, and what follows from them as pages first show it."""
    from components import quotations
    from components.cloud import CloudSettings

    _ = analysis.report, analysis.stories, analysis.cut()
    glimpse_cloud(analysis)
    analysis.call(lay_out_cloud, analysis.content_words, analysis.index, CloudSettings())
    _ = analysis.ledger, analysis.measured
    said = (analysis.quotations, analysis.counted, analysis.index)
    for relation in quotations.RELATIONS:
        analysis.call(quotations.link_speakers, *said, relation)


def name_result(key: Hashable) -> str:
    """Return a name for a key, the same in every process."""
    return digest_of(repr(_in_order(key)))


def _in_order(value: Any) -> Any:
    """Return what is written alike in every process, in which sets have an order of their own."""
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return tuple(map(_in_order, value))
    if is_dataclass(value) and not isinstance(value, type):
        own = {f.name: getattr(value, f.name) for f in fields(value)}
        ordered = {name: _in_order(one) for name, one in own.items()}
        return value if ordered == own else (type(value).__name__, ordered)
    return value

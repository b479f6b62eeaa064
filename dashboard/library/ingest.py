"""Takes a file into the library: read outside any transaction, then stored in one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from components.reading import ReadingSettings, Source, read
from components.text import Corpus, Refusal
from dashboard.library import articles, files, workspaces
from dashboard.library.access import Workspace
from dashboard.library.actors import Actor
from dashboard.library.articles import Added
from dashboard.library.quotas import NO_QUOTAS, Quotas
from dashboard.library.store import Store
from dashboard.library.workspaces import WorkspaceInfo

SourceReader = Callable[[Source], Corpus]
Clear = Literal["sample", "others"]
_EVERY = 1_000_000


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of a file.

    Attributes:
        added: its articles; None where nothing in it could be read, and nothing was kept.
        refusals: what in it was refused, with the reasons.
    """

    added: Added | None
    refusals: tuple[Refusal, ...]


def read_one(source: Source) -> Corpus:
    """Read one file in this process."""
    return read([source])


def ingest(
    workspace: Workspace,
    source: Source,
    *,
    quotas: Quotas = NO_QUOTAS,
    sample: bool = False,
    reader: SourceReader = read_one,
) -> Ingested:
    """Read a file and store it with its articles; once this returns they survive a power cut.

    Args:
        workspace: where.
        source: the file, with the settings it is to be read with.
        quotas: how much the workspace may hold.
        sample: the file came with the program.
        reader: reads it.

    Raises:
        NotFoundError: before anything is read.
        QuotaExceededError: nothing was kept.
    """
    workspaces.get(workspace)
    corpus = reader(source)
    if not corpus.articles:
        return Ingested(None, corpus.refusals)
    added = articles.add(workspace, source, corpus, quotas=quotas, sample=sample)
    return Ingested(added, corpus.refusals)


def read_again(
    workspace: Workspace,
    original: str,
    settings: ReadingSettings,
    *,
    file: str | None = None,
    quotas: Quotas = NO_QUOTAS,
    reader: SourceReader = read_one,
) -> Ingested:
    """Read a stored file in another way and replace its articles, unless it is refused.

    Args:
        workspace: where.
        original: the id of the file's bytes.
        settings: how it is to be read.
        file: the name it was received under, where the same bytes came under several.
        quotas: how much the workspace may hold.
        reader: reads it.
    """
    kept = files.download(workspace, original)
    corpus = reader(replace(kept, name=file or kept.name, settings=settings))
    if not corpus.articles:
        return Ingested(None, corpus.refusals)
    added = articles.replace_reading(
        workspace, original, settings, corpus, file=file, quotas=quotas
    )
    return Ingested(added, corpus.refusals)


def clear(workspace: Workspace, what: Clear, *, besides: Collection[str]) -> int:
    """Put the articles that new ones are to replace into the bin; return how many.

    Args:
        workspace: where.
        what: the sample alone, or all other articles.
        besides: ids of the files that stay.
    """
    every = articles.find(workspace, limit=_EVERY).cards
    gone = [
        card.id
        for card in every
        if card.original not in besides and (what == "others" or card.sample)
    ]
    return articles.remove(workspace, gone)


def enter_seeded(
    store: Store, actor: Actor, sources: Callable[[], Iterable[Source]]
) -> WorkspaceInfo:
    """Open the actor's workspace, with the sample in it if it is new.

    Args:
        store: the library.
        actor: who asks.
        sources: opens the files of the sample; called only where they are needed.
    """
    info = workspaces.enter(store, actor)
    if info.seeded:
        return info
    own = Workspace(store, actor, info.id)
    for source in sources():
        ingest(own, source, sample=True)
    return workspaces.get(own)

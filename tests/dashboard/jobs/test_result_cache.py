"""What takes long is made by a job, fetched by pages, and stays while somebody looks at it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from components import duplicates, words
from components.reading import Source, read
from dashboard.jobs.result_cache import ResultFetcher, ResultMaker, ResultMissingError
from dashboard.library import models, workspaces
from dashboard.library.access import Workspace
from dashboard.library.actors import LOCAL
from dashboard.library.errors import QuotaExceededError
from dashboard.library.quotas import Quotas
from dashboard.library.store import Store


def test_kept_a_page_fetches_what_a_job_made_and_makes_nothing(store: Store) -> None:
    home = Workspace(store, LOCAL, workspaces.create(store, LOCAL).workspace.id)
    corpus = read([Source("a.txt", "北約同意駐軍。北約同意駐軍。".encode())])
    fetching = ResultFetcher(home)
    with pytest.raises(ResultMissingError):
        fetching(duplicates.find, corpus)
    begun: list[str] = []
    maker = ResultMaker(home, lambda stage: begun.append(stage.name))
    made = maker(duplicates.find, corpus)
    assert begun == ["copies"]
    long_ago = models.now() - timedelta(days=20)
    store.transact(
        lambda session: session.execute(update(models.Result).values(last_used=long_ago))
    )
    assert fetching(duplicates.find, corpus) == made
    looked_at = store.transact(lambda session: session.query(models.Result.last_used).scalar())
    assert looked_at > long_ago + timedelta(days=19)


def test_kept_a_job_never_lets_go_what_it_kept_itself(store: Store) -> None:
    """Else a page would wait for a result that the next one of the same job has pushed out."""
    home = Workspace(store, LOCAL, workspaces.create(store, LOCAL).workspace.id)
    corpus = read([Source("a.txt", "北約同意駐軍。".encode())])
    ResultMaker(home, lambda _: None)(duplicates.find, corpus)
    held = workspaces.usage(home).bytes
    making = ResultMaker(home, lambda _: None, Quotas(bytes=held + 1))
    making(duplicates.find, corpus)
    with pytest.raises(QuotaExceededError):
        making(words.cut, corpus)
    assert ResultFetcher(home)(duplicates.find, corpus) is not None

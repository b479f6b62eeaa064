"""What takes long is made by a job, fetched by pages, and stays while somebody looks at it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from components import duplicates
from components.reading import Source, read
from dashboard.jobs.kept import Fetching, Making, NotMade
from dashboard.library import models, workspaces
from dashboard.library.actors import LOCAL
from dashboard.library.store import Store


def test_kept_a_page_fetches_what_a_job_made_and_makes_nothing(store: Store) -> None:
    home = workspaces.create(store, LOCAL).workspace.id
    corpus = read([Source("a.txt", "北約同意駐軍。北約同意駐軍。".encode())])
    fetching = Fetching(store, LOCAL, home)
    with pytest.raises(NotMade):
        fetching(duplicates.find, corpus)
    begun: list[str] = []
    made = Making(store, LOCAL, home, begun.append)(duplicates.find, corpus)
    assert begun == ["components.duplicates.analysis.find"]
    long_ago = models.now() - timedelta(days=20)
    store.transact(
        lambda session: session.execute(update(models.Result).values(last_used=long_ago))
    )
    assert fetching(duplicates.find, corpus) == made
    looked_at = store.transact(lambda session: session.query(models.Result.last_used).scalar())
    assert looked_at > long_ago + timedelta(days=19)

"""A workspace that was opened by its address becomes a person's own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from components.reading import Source
from dashboard.library import articles, ingest, tags, workspaces
from dashboard.library.access import Workspace
from dashboard.library.actors import LOCAL, NOBODY, Actor, link, person
from dashboard.library.errors import NotFoundError
from dashboard.library.models import Audit, JobRow, WorkspaceRow
from dashboard.library.store import Store

MING = person("https://id.example", "ming")
MEI = person("https://id.example", "mei")


def made(store: Store) -> tuple[str, str]:
    """Return id and token of a workspace that holds one article with a tag."""
    new = workspaces.create(store, NOBODY, name="剪報")
    own, token = new.workspace.id, new.token or ""
    source = Source("a.txt", "科索夫宣布獨立，北約表示關切。".encode(), form="text")
    ingest.ingest(Workspace(store, link(token), own), source)
    tags.put(Workspace(store, link(token), own), "要聞", ["a.txt"])
    return own, token


def test_adopting_keeps_everything_in_place(store: Store) -> None:
    own, token = made(store)
    before = workspaces.get(Workspace(store, link(token), own))
    adopted = workspaces.adopt(store, MING, token)
    assert (adopted.id, adopted.name, adopted.version) == (own, "剪報", before.version + 1)
    assert [a.id for a in articles.read_corpus(Workspace(store, MING, own)).articles] == ["a.txt"]
    assert tags.list_tags(Workspace(store, MING, own)) == (("要聞", 1),)


def test_adopting_closes_the_address(store: Store) -> None:
    own, token = made(store)
    workspaces.adopt(store, MING, token)
    for late in (link(token), MEI):
        with pytest.raises(NotFoundError):
            workspaces.get(Workspace(store, late, own))
    with pytest.raises(NotFoundError):
        workspaces.enter(store, link(token))
    for again in (MING, MEI):
        with pytest.raises(NotFoundError):
            workspaces.adopt(store, again, token)


def test_adopting_leaves_what_the_person_had(store: Store) -> None:
    first = workspaces.enter(store, MING)
    own, token = made(store)
    workspaces.adopt(store, MING, token)
    assert {w.id for w in workspaces.list_own(store, MING)} == {first.id, own}
    assert workspaces.enter(store, MING).id == own  # the last used one


def test_adopting_lets_work_go_on_in_the_persons_name(store: Store) -> None:
    own, token = made(store)
    other, _ = made(store)
    with store.write() as session:
        for place in (own, other):
            waits = {"kind": "read", "actor": link(token).key, "actor_kind": "link"}
            session.add(JobRow(workspace_id=place, **waits))
    workspaces.adopt(store, MING, token)
    with store.read() as session:
        rows = session.execute(select(JobRow.workspace_id, JobRow.actor_kind, JobRow.actor)).all()
    whose = {place: (kind, key) for place, kind, key in rows}
    assert whose == {own: ("person", MING.key), other: ("link", link(token).key)}


def test_adopting_is_written_down_without_keys(store: Store) -> None:
    own, token = made(store)
    workspaces.adopt(store, MING, token)
    with store.read() as session:
        noted = session.scalars(select(Audit)).one()
        row = session.get_one(WorkspaceRow, own)
    assert (noted.action, noted.subject, noted.workspace_id) == ("workspace.adopt", own, own)
    assert noted.actor == f"person:{MING.key[:16]}"
    assert token not in str(vars(noted))
    assert (row.owner, row.token_hash) == (MING.key, None)


def test_adopting_at_once_gives_it_to_one(store: Store) -> None:
    own, token = made(store)

    def attempt(who: Actor) -> bool:
        try:
            workspaces.adopt(store, who, token)
        except NotFoundError:
            return False
        return True

    crowd = [person("https://id.example", str(number)) for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(attempt, crowd))
    assert sum(got) == 1
    winner = crowd[got.index(True)]
    assert workspaces.get(Workspace(store, winner, own)).id == own


def test_entering_one_of_several_makes_it_the_last_used(store: Store) -> None:
    first, second = (workspaces.create(store, MING).workspace.id for _ in range(2))
    for chosen in (first, second, first):
        assert workspaces.enter(store, MING, which=chosen).id == chosen
        assert workspaces.enter(store, MING).id == chosen


def test_entering_what_is_another_persons_is_refused(store: Store) -> None:
    own, token = made(store)
    hers = workspaces.create(store, MEI).workspace.id
    for actor, which in ((MING, hers), (MING, own), (link(token), hers), (LOCAL, hers), (MEI, "")):
        with pytest.raises(NotFoundError):
            workspaces.enter(store, actor, which=which)
    assert workspaces.list_own(store, MING) == ()

"""Workspaces, tags, selections, own words and files: the smaller things a library keeps."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

import pytest
from sqlalchemy import delete, func, select

from components.reading import AS_IS, ReadingSettings, Source
from dashboard.jobs import results
from dashboard.library import (
    articles,
    files,
    ingest,
    lexicons,
    printed_lines,
    selections,
    tags,
    workspaces,
)
from dashboard.library.access import Workspace
from dashboard.library.actors import LOCAL, NOBODY, link, person
from dashboard.library.errors import (
    ConflictError,
    InvalidValueError,
    NameTakenError,
    NotFoundError,
    QuotaExceededError,
)
from dashboard.library.filters import Filter
from dashboard.library.models import Base, JobRow, Result, Share, WorkspaceRow
from dashboard.library.quotas import Quotas
from dashboard.library.store import Store
from dashboard.pipeline import OwnLine


def put(home: Workspace, *names: str) -> list[str]:
    for name in names:
        source = Source(name, f"{name}：科索夫宣布獨立，北約表示關切。".encode(), form="text")
        ingest.ingest(home, source)
    return list(names)


# Workspaces


def test_workspaces_of_this_machine_are_one(store: Store) -> None:
    first = workspaces.enter(store, LOCAL)
    assert workspaces.create(store, LOCAL).workspace.id == first.id
    assert [info.id for info in workspaces.list_own(store, LOCAL)] == [first.id]
    assert first.created.tzinfo == UTC


def test_workspaces_hold_the_sample_once(store: Store) -> None:
    opened = []

    def seeds() -> list[Source]:
        opened.append(1)
        return [Source("seed.txt", "科索夫宣布獨立。".encode())]

    info = ingest.enter_seeded(store, LOCAL, seeds)
    assert info.seeded
    assert [card.sample for card in articles.find(Workspace(store, LOCAL, info.id)).cards] == [True]
    articles.remove(Workspace(store, LOCAL, info.id), ["seed.txt"])
    articles.empty_bin(Workspace(store, LOCAL, info.id))
    again = ingest.enter_seeded(store, LOCAL, seeds)
    assert (again.id, len(opened)) == (info.id, 1)
    assert (
        articles.find(Workspace(store, LOCAL, info.id)).n == 0
    )  # what the reader deleted stays deleted


def test_workspaces_versions_grow_with_every_write(home: Workspace) -> None:
    seen = [workspaces.get(home).version]
    put(home, "a")
    seen.append(workspaces.get(home).version)
    tags.put(home, "要聞", ["a"])
    seen.append(workspaces.get(home).version)
    articles.find(home)
    assert seen == sorted(set(seen))
    assert workspaces.get(home).version == seen[-1]


def test_workspaces_keep_their_name(store: Store) -> None:
    ming = person("https://id.example", "ming")
    made = workspaces.create(store, ming, name=f" 國際{'新' * 300} ").workspace
    info = workspaces.get(Workspace(store, ming, made.id))
    assert (info.name[:2], len(info.name)) == ("國際", 200)


def test_workspaces_are_entered_where_one_was_last(store: Store) -> None:
    ming = person("https://id.example", "ming")
    first = workspaces.enter(store, ming)  # a person's first is made
    second = workspaces.create(store, ming, name="二").workspace
    assert workspaces.enter(store, ming).id == second.id
    ingest.ingest(Workspace(store, ming, first.id), Source("a.txt", "科索夫。".encode()))
    assert workspaces.enter(store, ming).id == first.id


def test_workspaces_deleted_take_everything_along(store: Store, home: Workspace) -> None:
    made = workspaces.create(store, NOBODY)
    own = Workspace(store, link(made.token or ""), made.workspace.id)
    ingest.ingest(own, Source("a.txt", "科索夫。".encode()))
    put(home, "stays")
    tags.put(own, "要聞", ["a.txt"])
    selections.save(own, "全部", Filter())
    lexicons.save(own, "x", expected=0)
    printed_lines.keep(own, OwnLine("time_chart", "title", "0" * 64, "1" * 64, "題"))
    with store.write() as session:
        share = {"token_hash": "t", "title": "", "schema_version": 1}
        session.add(Share(workspace_id=own.id, snapshot=b"s", snapshot_bytes=1, **share))
        session.add(JobRow(workspace_id=own.id, kind="analyse"))
        session.add(Result(workspace_id=own.id, key="k", data=b"r", size=1))
    with store.write() as session:
        session.execute(delete(WorkspaceRow).where(WorkspaceRow.id == own.id))
    with pytest.raises(NotFoundError):
        workspaces.get(own)
    assert [a.id for a in articles.read_corpus(home).articles] == ["stays"]
    left = {"workspace": 1, "original": 1, "article": 1, "article_text": 1}
    with store.read() as session:
        for table in Base.metadata.sorted_tables:
            count = session.scalar(select(func.count()).select_from(table))
            assert count == left.get(table.name, 0), table.name


# Files


def test_originals_come_back_byte_for_byte(home: Workspace) -> None:
    data = bytes(range(256)) * 1000
    info = files.keep_unread(home, "a.bin", data)
    again = files.keep_unread(home, "b.bin", data)
    assert (again.id, again.name, info.size, info.articles) == (info.id, "a.bin", 256_000, 0)
    assert files.download(home, info.id) == Source("a.bin", data)


def test_originals_lists_never_load_the_bytes(store: Store, home: Workspace) -> None:
    put(home, "a")
    with store.read() as session:
        statements: list[str] = []
        from sqlalchemy import event

        def note(*args: object) -> None:
            statements.append(str(args[2]))

        event.listen(store.engine, "before_cursor_execute", note)
        files.list_files(home)
        articles.find(home)
        event.remove(store.engine, "before_cursor_execute", note)
        assert session is not None
    assert statements
    assert not [s for s in statements if "original.data" in s or "article_text" in s]


def test_originals_have_a_quota(home: Workspace) -> None:
    files.keep_unread(home, "a", b"12345")
    with pytest.raises(QuotaExceededError) as refused:
        files.keep_unread(home, "b", b"123456", quotas=Quotas(bytes=10))
    assert (refused.value.used, refused.value.wanted, refused.value.limit) == (5, 6, 10)
    files.keep_unread(home, "c", b"12345", quotas=Quotas(bytes=5))  # it is there


def test_originals_remember_how_they_were_read(home: Workspace) -> None:
    settings = ReadingSettings(encoding="utf-8", join_lines=False)
    source = Source("a.txt", "科索夫。\n北約。".encode(), settings, form="text")
    done = ingest.ingest(home, source)
    assert done.added is not None
    assert files.download(home, done.added.original) == source


def test_originals_of_refused_files_are_not_kept(home: Workspace) -> None:
    done = ingest.ingest(home, Source("a.txt", b""))
    assert done.added is None
    assert len(done.refusals) == 1
    assert files.list_files(home) == ()


def test_originals_read_again_and_refused_keep_their_articles(home: Workspace) -> None:
    done = ingest.ingest(home, Source("a.txt", "科索夫。".encode()))
    assert done.added is not None
    wrong = ReadingSettings(encoding="utf-16")
    again = ingest.read_again(
        home,
        done.added.original,
        wrong,
        reader=lambda s: ingest.read_one(Source(s.name, b"")),
    )
    assert again.added is None
    assert articles.find(home).n == 1
    as_is = ingest.read_again(home, done.added.original, AS_IS)
    assert as_is.added is not None
    assert articles.get(home, "a.txt").settings == AS_IS


# Tags


def test_tags_are_put_counted_and_taken_off(home: Workspace) -> None:
    put(home, "a", "b")
    assert tags.put(home, " 要聞 ", ["a", "b", "a"]) == 2
    assert tags.put(home, "要聞", ["a"]) == 0
    assert tags.list_tags(home) == (("要聞", 2),)
    assert tags.take_off(home, "要聞", ["a"]) == 1
    assert tags.take_off(home, "要聞", ["a"]) == 0
    assert articles.get(home, "b").card.tags == ("要聞",)
    tags.put(home, "其他", [])
    assert set(tags.list_tags(home)) == {("其他", 0), ("要聞", 1)}


@pytest.mark.parametrize(("tag", "limit"), [("", None), ("  ", None), ("字" * 201, 200)])
def test_tags_that_cannot_be(home: Workspace, tag: str, limit: int | None) -> None:
    with pytest.raises(InvalidValueError) as refused:
        tags.put(home, tag, [])
    assert (refused.value.field, refused.value.limit) == ("tag", limit)


# Selections

WHOLE_FILTER = Filter(
    search="科索夫",
    title="獨立",
    text="北約",
    tags=("要聞", "歐洲"),
    outlets=("", "中央社"),
    files=("a.txt",),
    since="2007-01-01",
    until="2008-12-31",
    articles=("a.txt:1",),
    place="bin",
)


def test_selections_are_kept_whole(home: Workspace) -> None:
    saved = selections.save(home, " 獨立 ", WHOLE_FILTER)
    assert (saved.name, saved.where) == ("獨立", WHOLE_FILTER)
    assert selections.get(home, "獨立") == saved
    selections.save(home, "獨立", Filter())  # saved anew
    assert [s.where for s in selections.list_selections(home)] == [Filter()]


def test_selections_are_renamed_and_deleted(home: Workspace) -> None:
    selections.save(home, "甲", Filter())
    selections.save(home, "乙", WHOLE_FILTER)
    with pytest.raises(NameTakenError):
        selections.rename(home, "甲", "乙")
    assert selections.rename(home, "甲", "甲").name == "甲"
    selections.rename(home, "甲", "丙")
    assert [s.name for s in selections.list_selections(home)] == ["丙", "乙"]
    selections.delete(home, "丙")
    with pytest.raises(NotFoundError):
        selections.get(home, "丙")


# Own lines around charts


def test_printed_lines_stand_for_a_usual_line_until_they_are_forgotten(
    home: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = workspaces.get(home).version
    first = OwnLine("time_chart", "title", "0" * 64, "1" * 64, "誰在報\x00導")
    other = OwnLine("time_chart", "note", "0" * 64, "1" * 64, "")
    for line in (first, other, replace(first, text="誰報得多")):
        printed_lines.keep(home, line)
    assert set(printed_lines.load(home)) == {replace(first, text="誰報得多"), other}
    printed_lines.forget(home, other)
    assert printed_lines.load(home) == (replace(first, text="誰報得多"),)
    monkeypatch.setattr(printed_lines, "MOST_KEPT", 2)
    for n in range(4):
        printed_lines.keep(home, replace(other, usual=f"{n}" * 64))
    assert [line.usual[0] for line in printed_lines.load(home)] == ["2", "3"]
    assert workspaces.get(home).version == version  # pages count the same articles


# Own words


def test_lexicons_are_saved_by_who_read_the_last(home: Workspace) -> None:
    assert lexicons.load(home) == lexicons.KeptLexicon()
    first = lexicons.save(home, "甲", expected=0)
    with pytest.raises(ConflictError) as refused:
        lexicons.save(home, "乙", expected=0)
    assert (refused.value.expected, refused.value.current) == (0, 1)
    assert lexicons.load(home) == first
    second = lexicons.save(home, "丙", expected=1)
    assert lexicons.load(home, version=1) == first
    assert lexicons.load(home, version=0) == lexicons.KeptLexicon()
    assert second.version == 2


def test_lexicons_keep_the_last_versions(home: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicons, "KEPT_VERSIONS", 3)
    for version in range(6):
        lexicons.save(home, str(version), expected=version)
    for version in (6, 5, 4):
        assert lexicons.load(home, version=version).version == version
    for version in (3, 2, 1):
        with pytest.raises(NotFoundError):
            lexicons.load(home, version=version)


def test_lexicons_have_an_end(home: Workspace) -> None:
    with pytest.raises(InvalidValueError) as refused:
        lexicons.save(home, "字" * 2_000_001, expected=0)
    assert (refused.value.field, refused.value.limit) == ("text", 2_000_000)


def test_lexicons_stay_within_what_a_workspace_may_hold(home: Workspace) -> None:
    lexicons.save(home, "北約", expected=0, quotas=Quotas(bytes=6))
    assert workspaces.usage(home).bytes == 6  # two characters of three bytes
    with pytest.raises(QuotaExceededError) as refused:
        lexicons.save(home, "a", expected=1, quotas=Quotas(bytes=6))
    assert (refused.value.what, refused.value.used, refused.value.wanted) == ("bytes", 6, 1)
    assert lexicons.load(home).version == 1


# What a workspace may hold


def test_usage_counts_results_shares_and_own_words(store: Store, home: Workspace) -> None:
    share = Share(
        workspace_id=home.id, token_hash="c" * 64, title="", schema_version=1,
        snapshot=b"123", snapshot_bytes=3, report=b"1234567", report_bytes=7,
    )  # fmt: skip
    with store.write() as session:
        session.add(share)
    results.keep(home, "a", b"x" * 100, kind="k")
    lexicons.save(home, "科索夫\\n", expected=0)
    assert workspaces.usage(home).bytes == 3 + 7 + 100 + 9 + 2


def test_results_longest_not_used_make_room(home: Workspace) -> None:
    for key in "abc":
        results.keep(home, key, b"x" * 10, kind="k", quotas=Quotas(bytes=30))
    results.keep(home, "d", b"x" * 15, kind="k", quotas=Quotas(bytes=30), needed={"b"})
    kept = [key for key in "abcd" if results.get_result(home, key) is not None]
    assert kept == ["b", "d"]


def test_results_without_room_change_nothing(home: Workspace) -> None:
    results.keep(home, "a", b"x" * 10, kind="k")
    with pytest.raises(QuotaExceededError) as refused:
        results.keep(home, "b", b"x" * 31, kind="k", quotas=Quotas(bytes=30))
    assert (refused.value.used, refused.value.wanted) == (10, 31)
    assert results.get_result(home, "a") is not None


def test_results_make_room_for_files(home: Workspace) -> None:
    results.keep(home, "a", b"x" * 10, kind="k")
    files.keep_unread(home, "a.txt", b"12345", quotas=Quotas(bytes=12))
    assert results.get_result(home, "a") is None
    assert workspaces.usage(home).bytes == 5

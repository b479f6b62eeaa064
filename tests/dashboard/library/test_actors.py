"""Everybody tries everything on everybody else's; whatever is refused looks as if not there."""

from __future__ import annotations

import importlib
import inspect
import itertools
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

import dashboard.library
from components.reading import Source, read
from components.reading.document import ReadingSettings
from dashboard.library import actors, articles, ingest, lexicons, selections, tags, workspaces
from dashboard.library.access import Workspace
from dashboard.library.actors import LOCAL, NOBODY, Actor, hash_of_token, link, person
from dashboard.library.errors import NotFoundError
from dashboard.library.filters import Filter
from dashboard.library.models import JobRow, Share, new_id
from dashboard.library.store import Store, open_store
from dashboard.pipeline import Analysis, OwnLine
from dashboard.sharing.snapshot import Snapshot, take_snapshot


@dataclass(frozen=True)
class Home:
    """A workspace with one of everything, named after its owner so that nobody has the same."""

    owner: str
    actor: Actor
    workspace: str
    article: str
    original: str
    tag: str
    selection: str
    job: str
    share: str


def furnished(store: Store, owner: str, actor: Actor, workspace: str) -> Home:
    own = Workspace(store, actor, workspace)
    source = Source(f"{owner}.txt", f"{owner}的文章。科索夫獨立。".encode())
    done = ingest.ingest(own, source)
    assert done.added is not None
    article = done.added.articles[0]
    tags.put(own, f"{owner}-tag", [article])
    selections.save(own, f"{owner}-selection", Filter(search="科索夫"))
    lexicons.save(own, "wenmai-lexicon 1\n", expected=0)
    job, share = new_id(), new_id()
    with store.write() as session:
        session.add(
            JobRow(id=job, workspace_id=workspace, actor=actor.key, actor_kind=actor.kind, kind="x")
        )
        link_of = {"token_hash": share, "title": "", "schema_version": 1, "snapshot_bytes": 0}
        session.add(Share(id=share, workspace_id=workspace, snapshot=b"", **link_of))
    return Home(
        owner,
        actor,
        workspace,
        article,
        done.added.original,
        f"{owner}-tag",
        f"{owner}-selection",
        job,
        share,
    )


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """A library that all tests here share: what is refused changes nothing."""
    address = request.getfixturevalue("postgres") if request.param == "postgresql" else ""
    opened = open_store(address, data_dir=tmp_path_factory.mktemp("world"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def inhabited(world: Store) -> list[Home]:
    return settled(world)


@pytest.fixture
def homes(store: Store) -> list[Home]:
    return settled(store)


def settled(store: Store) -> list[Home]:
    local = workspaces.create(store, LOCAL)
    first, second = workspaces.create(store, NOBODY), workspaces.create(store, NOBODY)
    ming, mei = person("https://id.example", "ming"), person("https://id.example", "mei")
    return [
        furnished(store, "local", LOCAL, local.workspace.id),
        furnished(store, "first", link(first.token or ""), first.workspace.id),
        furnished(store, "second", link(second.token or ""), second.workspace.id),
        furnished(store, "ming", ming, workspaces.create(store, ming).workspace.id),
        furnished(store, "mei", mei, workspaces.create(store, mei).workspace.id),
    ]


STRANGERS = (
    NOBODY,
    link("guessed"),
    link(""),
    person("https://other.example", "ming"),
    person("", "ming"),
)


def source_of(home: Home) -> Source:
    return Source(f"{home.owner}-more.txt", b"\xe5\x8c\x97\xe7\xb4\x84\xe3\x80\x82")


LINE = OwnLine("time_chart", "title", "0" * 64, "1" * 64, "自己的標題")

# What each verb is asked after the workspace, with things of a home.
CASES: dict[str, Callable[[Home], tuple[Any, ...]]] = {
    "articles.add": lambda h: (source_of(h), read([source_of(h)])),
    "articles.read_corpus": lambda h: (),
    "articles.edit": lambda h: (h.article, {"title": "新的題目"}),
    "articles.edit_all": lambda h: ({h.article: {"title": "新的題目"}},),
    "articles.find_read": lambda h: ([h.original],),
    "articles.drop_results": lambda h: (),
    "articles.empty_bin": lambda h: ([h.article],),
    "articles.count_facets": lambda h: (),
    "articles.find": lambda h: (),
    "articles.get": lambda h: (h.article,),
    "articles.remove": lambda h: ([h.article],),
    "articles.replace_reading": lambda h: (h.original, ReadingSettings(), read([source_of(h)])),
    "articles.restore": lambda h: ([h.article],),
    "ingest.clear": lambda h: ("sample",),
    "ingest.ingest": lambda h: (source_of(h),),
    "ingest.read_again": lambda h: (h.original, ReadingSettings(join_lines=False)),
    "lexicons.load": lambda h: (),
    "files.list_files": lambda h: (),
    "full_disk.empty_bin": lambda h: (),
    "files.delete_unused": lambda h: ([h.original],),
    "files.download": lambda h: (h.original,),
    "files.keep_unread": lambda h: ("more.txt", b"more"),
    "import_report.list_imports": lambda h: ([h.original],),
    "import_report.list_steps": lambda h: ([h.article],),
    "queue.cancel": lambda h: (h.job,),
    "queue.dismiss": lambda h: (h.job,),
    "queue.enqueue": lambda h: ("x", {}),
    "queue.get_job": lambda h: (h.job,),
    "queue.list_jobs": lambda h: (),
    "printed_lines.forget": lambda h: (LINE,),
    "printed_lines.keep": lambda h: (LINE,),
    "printed_lines.load": lambda h: (),
    "results.keep": lambda h: ("key", b"made"),
    "results.get_result": lambda h: ("key",),
    "results.note_use": lambda h: ("key",),
    "selections.list_selections": lambda h: (),
    "selections.delete": lambda h: (h.selection,),
    "selections.get": lambda h: (h.selection,),
    "selections.rename": lambda h: (h.selection, f"{h.owner} anew"),
    "selections.save": lambda h: (h.selection, Filter(title="北約")),
    "links.create": lambda h: (snapshot(),),
    "links.extend": lambda h: (h.share,),
    "links.list_own": lambda h: (),
    "links.revoke": lambda h: (h.share,),
    "tags.list_tags": lambda h: (),
    "tags.put": lambda h: (h.tag, [h.article]),
    "tags.take_off": lambda h: (h.tag, [h.article]),
    "workspaces.change_key": lambda h: (),
    "workspaces.delete": lambda h: (),
    "workspaces.get": lambda h: (),
    "workspaces.usage": lambda h: (),
}
OPTIONS: dict[str, dict[str, Any]] = {
    "lexicons.save": {"expected": 1},
    "ingest.clear": {"besides": ()},
    "results.keep": {"kind": "x"},
    "articles.find_read": {"limit": 9},
}
CASES["lexicons.save"] = lambda h: ("wenmai-lexicon 1\n[words]\n北約\n",)
# These name a thing of the workspace, so one's own workspace with a stranger's thing is tried.
NAMING = sorted(
    name
    for name in CASES
    if name.split(".")[1]
    in ("edit", "edit_all", "get", "replace_reading", "download", "rename", "take_off", "put")
    or name in ("articles.remove", "articles.restore", "articles.empty_bin", "ingest.read_again")
    or name in ("selections.delete", "import_report.list_steps", "links.extend", "links.revoke")
    or name in ("queue.cancel", "queue.dismiss", "queue.get_job")
    if not name.startswith("workspaces.")
)
ENDING = {"workspaces.change_key", "workspaces.delete"}  # nothing works after; see test_ending
WITHOUT_WORKSPACE = {"workspaces.create", "workspaces.enter", "workspaces.list_own"}
WITHOUT_WORKSPACE |= {"ingest.enter_seeded"}
BY_ADDRESS = {"workspaces.adopt"}  # takes a token instead; everybody tries every token below


MODULES = (
    *(
        f"dashboard.library.{module.name}"
        for module in pkgutil.iter_modules(dashboard.library.__path__)
        if not module.ispkg
    ),
    "dashboard.jobs.queue",
    "dashboard.jobs.results",
    "dashboard.sharing.links",
)


def public_verbs() -> dict[str, Callable[..., Any]]:
    """Return every public function that takes a workspace, or the store and an actor."""
    found = {}
    for module in MODULES:
        loaded = importlib.import_module(module)
        for name, verb in inspect.getmembers(loaded, inspect.isfunction):
            own = list(inspect.signature(verb, follow_wrapped=False).parameters)
            public = verb.__module__ == module and not name.startswith("_")
            asked = "actor" in inspect.signature(verb).parameters
            if public and (own[:1] == ["workspace"] or (own[:1] == ["store"] and asked)):
                found[f"{module.rpartition('.')[2]}.{name}"] = verb
    return found


@cache
def snapshot() -> Snapshot:
    """Something to share."""
    return take_snapshot(Analysis(read([Source("a.txt", "科索夫宣布獨立。".encode())])))


VERBS = public_verbs()


def call(verb: str, store: Store, actor: Actor, workspace: str, things: Home) -> Any:
    own = Workspace(store, actor, workspace)
    return VERBS[verb](own, *CASES[verb](things), **OPTIONS.get(verb, {}))


def versions(store: Store, homes: list[Home]) -> list[int]:
    return [workspaces.get(Workspace(store, home.actor, home.workspace)).version for home in homes]


def test_actors_every_public_verb_has_a_case() -> None:
    assert set(VERBS) == set(CASES) | WITHOUT_WORKSPACE | BY_ADDRESS


def test_actors_every_verb_begins_with_who_asks() -> None:
    for name, verb in VERBS.items():
        kinds = [p.annotation for p in inspect.signature(verb).parameters.values()]
        if name in WITHOUT_WORKSPACE | BY_ADDRESS:
            assert kinds[1] == "Actor", name
        else:
            assert kinds[0] in ("Workspace", "OpenWorkspace"), name


@pytest.mark.parametrize("verb", sorted(CASES))
def test_actors_nobody_reaches_a_workspace_of_another(
    verb: str, world: Store, inhabited: list[Home]
) -> None:
    store, homes = world, inhabited
    before = versions(store, homes)
    tried = 0
    for asking, home in itertools.product((*homes, *STRANGERS), homes):
        actor = asking.actor if isinstance(asking, Home) else asking
        if actor == home.actor:
            continue
        things = [home, asking] if isinstance(asking, Home) else [home]
        for owner_of_things in things:
            with pytest.raises(NotFoundError) as refused:
                call(verb, store, actor, home.workspace, owner_of_things)
            assert refused.value.args == ("not found",)
            tried += 1
    assert tried == len(homes) * (len(homes) - 1) * 2 + len(STRANGERS) * len(homes)
    assert versions(store, homes) == before


def test_actors_every_verb_works_for_whom_it_is_meant(store: Store, homes: list[Home]) -> None:
    """Otherwise all would be refused for another reason."""
    destroying = ("selections.delete", "selections.rename")
    last = (*destroying, "articles.empty_bin", "queue.dismiss")
    rest = CASES.keys() - ENDING
    order = sorted(rest, key=lambda verb: (last.index(verb) + 1 if verb in last else 0, verb))
    for home in homes:
        for verb in order:
            if verb.endswith("s.rename") and verb in last:
                continue  # after `delete` nothing of that name is left; tried on its own below
            call(verb, store, home.actor, home.workspace, home)


def test_actors_renaming_works_for_whom_it_is_meant(store: Store, homes: list[Home]) -> None:
    for home in homes:
        call("selections.rename", store, home.actor, home.workspace, home)


@pytest.mark.parametrize("verb", NAMING)
def test_actors_things_of_another_are_not_there(
    verb: str, world: Store, inhabited: list[Home]
) -> None:
    store, homes = world, inhabited
    before = versions(store, homes)
    for home, other in itertools.permutations(homes, 2):
        with pytest.raises(NotFoundError):
            call(verb, store, home.actor, home.workspace, other_things(verb, home, other))
    assert versions(store, homes) == before


def other_things(verb: str, home: Home, other: Home) -> Home:
    """Return things of another; a tag is one's own, for putting a new one is allowed."""
    tag = home.tag if verb in ("tags.put", "tags.take_off") else other.tag
    return Home(
        other.owner,
        home.actor,
        home.workspace,
        other.article,
        other.original,
        tag,
        other.selection,
        other.job,
        other.share,
    )


@pytest.mark.parametrize("workspace", ["", "no", "\0", "\ud800", "0" * 5000, "%", "' OR 1=1 --"])
def test_actors_what_is_no_workspace_is_not_found(world: Store, workspace: str) -> None:
    store = world
    with pytest.raises(NotFoundError):
        workspaces.get(Workspace(store, LOCAL, workspace))
    with pytest.raises(NotFoundError):
        workspaces.usage(Workspace(store, LOCAL, workspace))


def test_actors_see_their_own_workspaces_only(world: Store, inhabited: list[Home]) -> None:
    store, homes = world, inhabited
    for home in homes:
        assert [info.id for info in workspaces.list_own(store, home.actor)] == [home.workspace]
        assert workspaces.enter(store, home.actor).id == home.workspace
    for stranger in STRANGERS:
        assert workspaces.list_own(store, stranger) == ()


@pytest.mark.parametrize("stranger", [NOBODY, link("guessed"), link("")])
def test_actors_nobody_enters_without_a_place(store: Store, stranger: Actor) -> None:
    with pytest.raises(NotFoundError):
        workspaces.enter(store, stranger)


@pytest.mark.parametrize("kind", ["link", "person"])
def test_actors_without_a_key_cannot_be_made(kind: actors.ActorKind) -> None:
    with pytest.raises(ValueError, match="key"):
        Actor(kind)


def test_actors_tokens_are_long_different_and_never_kept(store: Store) -> None:
    made = [workspaces.create(store, NOBODY).token or "" for _ in range(20)]
    assert len(set(made)) == 20
    assert all(len(token) == 32 for token in made)  # 24 bytes in base64
    with store.read() as session:
        rows = session.connection().exec_driver_sql("SELECT * FROM workspace").all()
    assert not any(token in str(rows) for token in made)
    assert not any(token in repr(link(token)) for token in made)


def test_actors_persons_of_two_issuers_are_two() -> None:
    assert person("a", "bc") != person("ab", "c")
    assert person("https://a", "x") != person("https://b", "x")
    assert actors.person("a", "") == NOBODY


def test_actors_a_person_may_have_several_workspaces(store: Store) -> None:
    ming = person("https://id.example", "ming")
    first, second = workspaces.create(store, ming), workspaces.create(store, ming)
    assert (first.token, second.token) == (None, None)
    assert {w.id for w in workspaces.list_own(store, ming)} == {
        first.workspace.id,
        second.workspace.id,
    }
    assert articles.find(Workspace(store, ming, second.workspace.id)).n == 0


def test_actors_a_person_adopts_what_they_know_the_address_of(store: Store) -> None:
    """Everybody tries every address, and everything that is none."""
    homes = settled(store)
    persons = [person("https://id.example", "ming"), person("https://other.example", "ming")]
    askers = [*(home.actor for home in homes), *STRANGERS]
    made = {workspaces.create(store, NOBODY).token or "" for _ in askers}
    wrong = ["", "guessed", *(h.workspace for h in homes), *(h.actor.key for h in homes)]
    wrong += [hash_of_token(token) for token in made]
    before = versions(store, homes)
    for actor, token in itertools.product(askers, wrong):
        with pytest.raises(NotFoundError):
            workspaces.adopt(store, actor, token)
    for actor, token in zip(askers, made, strict=True):
        if actor.kind != "person":
            with pytest.raises(NotFoundError):
                workspaces.adopt(store, actor, token)
            assert workspaces.enter(store, link(token)).name == ""  # still there, still its own
            continue
        adopted = workspaces.adopt(store, actor, token)
        assert workspaces.get(Workspace(store, actor, adopted.id)) == adopted
        for other in {*askers, *persons, link(token)} - {actor}:
            with pytest.raises(NotFoundError):
                workspaces.get(Workspace(store, other, adopted.id))
    assert versions(store, homes) == before

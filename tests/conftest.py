"""What many tests need: the sample as it is read and as it is counted."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from hypothesis import settings
from xdist.scheduler import LoadFileScheduling

from components import i18n
from components.reading import Source, read, sources_in
from components.text import Corpus

if TYPE_CHECKING:
    from tests.postgres import Server

ROOT = Path(__file__).parents[1]

# Servers, workers and commands under test start from compiled code, as where they are installed:
# compiling all libraries anew takes each of them ten times as long as its test.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# A law holds or not; how long a busy machine takes to try it is no part of it. `make soak` tries
# each far more often.
settings.register_profile("untimed", deadline=None, max_examples=50)
settings.register_profile("soak", deadline=None, max_examples=1000)
settings.load_profile("untimed")


# What is divided among the workers is a file, and of the browser's files two parts: a worker that
# has a server up, with the sample read and a browser before it, takes all that look at that server.
PARTS = {
    "a server that readers look at": (
        "e2e/test_dashboard", "e2e/test_network", "e2e/test_outlets", "e2e/test_stories",
        "e2e/test_accessibility",
    ),
    "a server where readers keep things": (
        "e2e/test_sharing", "e2e/test_library", "e2e/test_copies", "e2e/test_reviewing",
        "e2e/test_correcting", "e2e/test_quotations", "e2e/test_signing_in",
    ),
}  # fmt: skip
# What takes longest begins first, so that no worker is left alone with it at the end.
LONGEST = (
    *(file for part in PARTS.values() for file in part),
    "e2e/test_hosting", "e2e/test_report", "dashboard/sharing/test_bundle",
    "ui/test_shared_pages", "components/engine/test_engine", "dashboard/jobs/test_runner",
    "dashboard/sharing/test_snapshot", "ui/test_library_page", "dashboard/results/test_results",
    "dashboard/library/test_actors",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; the others stay in their order."""
    ranks = {ROOT / "tests" / f"{name}.py": rank for rank, name in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(item.path, len(ranks)))


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Leave what has been imported and collected out of all later searches for garbage."""
    _freeze()


def _freeze() -> None:
    """Keep what is there to the end: to walk through it anew took a fifth of the tests' time."""
    gc.collect()
    gc.freeze()


class PartScheduling(LoadFileScheduling):
    """Gives a worker a file, or all files of a part."""

    _part_of: ClassVar = {f"tests/{file}.py": part for part in PARTS for file in PARTS[part]}

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return str(self._part_of.get(file, file))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> PartScheduling | None:
    """Divide the tests by parts where they are divided by files."""
    return PartScheduling(config, log) if config.getvalue("dist") == "loadfile" else None


@pytest.fixture(scope="session")
def data_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Names for data folders that are made where something is kept: most tests keep nothing."""
    folder = tmp_path_factory.mktemp("data")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def own_library(
    data_folders: Iterator[Path], request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Give every test a data folder of its own; its jobs wait until the test does them."""
    has_folder = "tmp_path" in request.fixturenames
    folder = request.getfixturevalue("tmp_path") / "data" if has_folder else next(data_folders)
    monkeypatch.setenv("WENMAI_DATA_DIR", str(folder))
    monkeypatch.setenv("WENMAI_JOB_WORKERS", "0")
    yield
    if connection := sys.modules.get("dashboard.library.connection"):
        connection.close_stores()
    if access := sys.modules.get("dashboard.access"):
        access._asked = None  # a server that was started in this process asked for its token


@pytest.fixture(autouse=True)
def reported(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[BaseException]]:
    """Collect the errors that parts of a page, a report or a job failed with.

    A part that fails leaves the rest standing, so that a test of the rest would not see it. A
    test that wants a failure takes it off this list.
    """
    from components import failures

    errors: list[BaseException] = []
    report = failures.report

    def keep(error: BaseException, *, where: str) -> str:
        errors.append(error)
        return report(error, where=where)

    monkeypatch.setattr(failures, "report", keep)
    yield errors
    assert errors == []


@pytest.fixture
def expects_errors(reported: list[BaseException]) -> Iterator[None]:
    """Let a test have something fail: there is an error to be found, and it is taken away."""
    yield
    assert reported
    reported.clear()


@pytest.fixture(autouse=True, scope="module")
def frozen_imports() -> Iterator[None]:
    """Freeze what a file of tests imported, which is most that is left of it."""
    yield
    _freeze()


@pytest.fixture
def chinese() -> Iterator[None]:
    """Speak Traditional Chinese, whatever a test before has spoken."""
    i18n.use("zh_Hant")
    yield
    i18n.use("zh_Hant")


@pytest.fixture(scope="session")
def sample() -> Corpus:
    """The article in seeds/, 12 copies and all."""
    return read(sources_in(ROOT / "seeds"))


@pytest.fixture(scope="session")
def one_copy(sample: Corpus) -> Corpus:
    """One copy of the sample's article, 726 characters."""
    text = sample.articles[0].text[:726]
    return read([Source("one.txt", text.encode())])


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite library with tables and nothing in them."""
    from dashboard.library.store import FILE, open_store

    folder = tmp_path_factory.mktemp("empty")
    open_store(data_dir=folder).close()
    return folder / FILE


@pytest.fixture(scope="session")
def shared_statements() -> Iterator[None]:
    """Let all libraries on one kind of database share what one of them has compiled.

    A server has one library, which compiles a statement once; here it would be once a test.
    """
    from sqlalchemy import URL, Engine
    from sqlalchemy.exc import SQLAlchemyError

    from dashboard.library import store

    first: dict[str, Engine] = {}
    make = store._engine

    def share(place: URL) -> Engine:
        engine, kind = make(place), place.get_backend_name()
        if kind not in first:
            try:
                engine.connect().close()  # only now it knows its database
            except SQLAlchemyError:
                return engine
            first[kind] = engine
        engine.dialect, engine._compiled_cache = first[kind].dialect, first[kind]._compiled_cache
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "_engine", share)
        yield


@pytest.fixture(scope="session")
def quick_clouds() -> Iterator[None]:
    """Place the words of a cloud once, however often the same words are to be placed.

    Each page, report and share of the sample draws its clouds, which take longest of all in it.
    That equal seeds give equal clouds is shown where clouds are tried, without this.
    """
    from components.cloud import analysis

    placed: dict[object, Any] = {}
    place = analysis._pack

    def place_once(rows: Any, widths: Any, settings: Any, most: float) -> Any:
        words = tuple((row.word, row.count, widths[row.word]) for row in rows)
        key = (words, settings, most)
        if key not in placed:
            placed[key] = place(rows, widths, settings, most)
        return placed[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(analysis, "_pack", place_once)
        yield


@pytest.fixture(scope="session")
def quick_passphrases() -> Iterator[int]:
    """Let a guess at a pass-phrase cost nothing; yield what it costs outside of tests."""
    from dashboard.sharing import links

    cost = links._COST
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(links, "_COST", 2)
        yield cost


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """A real PostgreSQL, started by the first test that needs it."""
    from tests.postgres import running

    with running() as server:
        yield server


@pytest.fixture(scope="module")
def postgres(postgres_server: Server) -> Iterator[str]:
    """The address of an empty database, one for each file of tests."""
    name = postgres_server.create()
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """A command or page under test speaks its reader's language; the next test does not."""
    yield
    i18n.use("zh_Hant")


@pytest.fixture(autouse=True)
def own_main() -> Iterator[None]:
    """A page under test calls itself the main module; a process started later would run it."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main

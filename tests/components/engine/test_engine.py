"""The same numbers here, on worker processes and on a cluster, also when a worker dies."""

from __future__ import annotations

import http.client
import os
import signal
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import entities, words
from components.engine import (
    DiskColumns,
    EngineError,
    KeptParts,
    LockedWords,
    analysis,
    cut_words,
    lock_words,
    open_scheduler,
    tell_versions,
)
from components.engine.analysis import _refuse_strange_workers, _Trusting
from components.lexicon import Lexicon
from components.reading import Source, read
from components.text import Corpus, portions, run_here
from components.text.scheduler import PORTION
from components.words import Tokens

CORPUS = read(
    [
        Source(f"{n}.txt", f"北約秘書長在布魯塞爾會見了第{n}任總統潘基文。聯合國同意。".encode())
        for n in range(40)
    ]
)


def lengths(texts: Sequence[str]) -> list[int]:
    return [len(text) for text in texts]


def lengths_unless_first(texts: Sequence[str]) -> list[int]:
    """Die as a killed worker does, the first time; the marker says it has happened."""
    marker = texts[0]
    try:
        os.close(os.open(marker, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return lengths(texts)
    os.kill(os.getpid(), signal.SIGKILL)
    return []


@given(st.lists(st.text(max_size=30), max_size=40), st.integers(1, 60))
def test_portions_keep_every_text_in_order(texts: list[str], size: int) -> None:
    found = portions(texts, size=size)
    assert [text for portion in found for text in portion] == texts
    assert all(found)
    assert all(sum(map(len, portion[:-1])) < size for portion in found)


def test_at_work_local_is_here() -> None:
    with open_scheduler("local") as spread:
        assert spread is run_here
        assert spread(lengths, ["甲", "乙丙"]) == [[1, 2]]


@pytest.mark.parametrize(
    "name",
    ["nowhere", "udp://x:1", "", "tcp://", "tcp://x", "tls://:8786", "tcp://x:y", "processes:0"],
)
def test_at_work_refuses_what_it_does_not_know(name: str) -> None:
    with pytest.raises(EngineError) as error, open_scheduler(name):
        pass
    assert (error.value.reason, error.value.scheduler) == ("unknown", name)


@pytest.mark.slow
def test_processes_and_cluster_give_the_same_numbers() -> None:
    from distributed import LocalCluster

    here = words.cut(CORPUS), entities.find(CORPUS)
    with open_scheduler("processes") as spread:
        assert (
            words.cut(CORPUS, scheduler=spread),
            entities.find(CORPUS, scheduler=spread),
        ) == here
        assert spread(lengths, []) == []
    with (
        LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster,
        open_scheduler(cluster.scheduler_address) as spread,
    ):
        assert words.cut(CORPUS, scheduler=spread) == here[0]


@pytest.mark.slow
def test_processes_read_again_what_a_killed_worker_held(tmp_path) -> None:
    marker = str(tmp_path / "died").ljust(PORTION, "-")[:200]
    texts = [marker, *("甲" * PORTION for _ in range(3))]
    with open_scheduler("processes") as spread:
        assert spread(lengths_unless_first, [marker]) == [[len(marker)]]
        assert spread(lengths, texts) == [lengths(portion) for portion in portions(texts)]


@pytest.mark.slow
def test_an_address_where_nobody_answers_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysis, "_REACH_SECONDS", 1)
    with pytest.raises(EngineError) as error, open_scheduler("tcp://127.0.0.1:9"):
        pass
    assert error.value.reason == "unreachable"


def environment_of(_: Sequence[str]) -> dict[str, str]:
    return dict(os.environ)


def listening() -> set[tuple[str, int]]:
    """Return where this process and those that it started listen."""
    own = psutil.Process()
    processes = (own, *own.children(recursive=True))
    found = (one for process in processes for one in process.net_connections("inet"))
    return {(one.laddr.ip, one.laddr.port) for one in found if one.status == psutil.CONN_LISTEN}


def answer_of(host: str, port: int) -> int | None:
    """Return how a server answers who asks for a page of Dask's; None where it speaks TLS."""
    connection = http.client.HTTPConnection(host, port, timeout=10)
    try:
        connection.request("GET", "/json/identity.json")
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


@pytest.mark.slow
def test_workers_get_none_of_the_secrets_and_let_no_stranger_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from distributed import Client, Security

    secrets = {
        "STREAMLIT_SERVER_COOKIE_SECRET": "CANARYcookie",
        "WENMAI_DATABASE_URL": "postgresql+psycopg://wenmai:CANARYdatabase@db/wenmai",
        "AWS_SECRET_ACCESS_KEY": "CANARYelsewhere",
    }
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)
    others = listening()  # of tests before
    with open_scheduler("processes") as spread:
        [given] = spread(environment_of, ["甲"])
        address = spread._client.scheduler.address
        assert address.startswith("tls://127.0.0.1:")
        strangers = (
            {"address": address.replace("tls://", "tcp://")},
            {"address": address, "security": Security.temporary()},
        )
        places = listening() - others
        assert {host for host, _ in places} == {"127.0.0.1"}
        assert all(answer_of(*place) in (None, 404) for place in places)
        for stranger in strangers:
            with pytest.raises(OSError):
                Client(**stranger, timeout="3s")
        assert spread(lengths, ["甲", "乙丙"]) == [[1, 2]]
    assert "CANARY" not in "".join(given.values())
    assert "PATH" in given


class AnsweringClient:
    """A client whose workers answer what they have, or fail to."""

    def __init__(self, answers: dict[str, object]) -> None:
        self.answers = answers

    def run(self, *_: object, **__: object) -> dict[str, object]:
        return self.answers


@pytest.mark.parametrize(
    ("theirs", "reason", "detail"),
    [
        ({}, "nobody", {}),
        ({"w": tell_versions()}, "", {}),
        (
            {"v": tell_versions(), "w": tell_versions() | {"models": "0"}},
            "differs",
            {"what": "models", "theirs": "0", "worker": "w"},
        ),
        ({"w": ImportError("components")}, "differs", {"what": "python", "theirs": "-"}),
    ],
)
def test_workers_that_would_give_other_numbers_are_refused(
    theirs: dict[str, object], reason: str, detail: dict[str, str]
) -> None:
    if not reason:
        _refuse_strange_workers(AnsweringClient(theirs), "tls://x")
        return
    with pytest.raises(EngineError) as error:
        _refuse_strange_workers(AnsweringClient(theirs), "tls://x")
    assert error.value.reason == reason
    assert error.value.detail.items() >= detail.items()


def test_a_worker_that_comes_later_refuses_work_of_another_version() -> None:
    assert _Trusting(lengths, tell_versions())(["甲"]) == [1]
    with pytest.raises(EngineError) as error:
        _Trusting(lengths, tell_versions() | {"program": "0"})(["甲"])
    assert error.value.detail["what"] == "program"


@given(st.lists(st.text(max_size=30), max_size=40), st.integers(1, 60))
def test_parts_come_back_in_order_whatever_their_size(texts: list[str], size: int) -> None:
    here = [n for part in run_here(lengths, texts) for n in part]
    found = dict(run_here.each(lengths, portions(texts, size=size)))
    assert [n for number in sorted(found) for n in found[number]] == here


def locked_in_parts(corpus: Corpus, folder: Path, *, size: int, lexicon: Lexicon) -> LockedWords:
    parts = KeptParts(run_here, folder / "parts", size=size)
    names = entities.as_names(entities.find(corpus), corpus)
    with DiskColumns(folder / "cut", 4) as columns:
        cut = cut_words(corpus, segmenter="jieba", lexicon=lexicon, parts=parts, columns=columns)
        return lock_words(corpus, cut, names, lexicon=lexicon, parts=parts)


@pytest.mark.parametrize("size", [1, 100, 10**6])
def test_words_in_parts_are_those_of_a_corpus_at_once(tmp_path: Path, size: int) -> None:
    lexicon = Lexicon(words=("任總統",))
    tokens, index = words.cut(CORPUS, lexicon=lexicon), entities.find(CORPUS)
    whole = words.lock(CORPUS, tokens, entities.as_names(index, CORPUS), lexicon=lexicon)
    found = locked_in_parts(CORPUS, tmp_path, size=size, lexicon=lexicon)
    assert found.join() == whole
    assert whole != tokens
    assert words.tabulate(found.tally, found.plain) == words.count(CORPUS, whole)
    assert not (tmp_path / "cut").exists()


def test_words_of_nothing_in_parts_are_none(tmp_path: Path) -> None:
    nothing = read([])
    found = locked_in_parts(nothing, tmp_path, size=9, lexicon=Lexicon())
    assert len(found.join().tokens) == 0
    assert words.tabulate(found.tally, found.plain).rows == ()


def test_columns_on_disk_give_back_what_was_put_there(tmp_path: Path) -> None:
    folder = tmp_path / "columns"
    (folder / "left by a run that was killed").mkdir(parents=True)
    with DiskColumns(folder, 2) as columns:
        assert [column.tolist() for column in columns.map()] == [[], []]
        columns.add(np.array([1, 2], np.int32), np.array([3, 4], np.int32))
        columns.add(np.array([5], np.int64), np.array([6], np.int64))
        assert [column.tolist() for column in columns.map()] == [[1, 2, 5], [3, 4, 6]]
        assert [c.tolist() for c in columns.take(np.array([2, 0]))] == [[5, 1], [6, 3]]
    assert not folder.exists()


def count_unless_told(part: tuple[str, ...]) -> Tokens:
    """Cut nothing; fail where nothing should be done anew."""
    if part:
        raise AssertionError(part)
    return Tokens(digest="made")


def test_what_was_begun_is_kept_and_not_made_again(tmp_path) -> None:
    parts = KeptParts(run_here, tmp_path)
    assert parts.begin_kept(count_unless_told, "name", ()).result().digest == "made"
    assert KeptParts(run_here, tmp_path).begin_kept(
        count_unless_told, "name", ("made twice",)
    ).result() == Tokens(digest="made")
    assert parts.used == {"name"}

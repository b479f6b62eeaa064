"""The same numbers here, on worker processes and on a cluster, also when a worker dies."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import entities, words
from components.engine import EngineError, open_scheduler
from components.reading import Source, read
from components.text import portions, run_here
from components.text.scheduler import PORTION

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


@pytest.mark.parametrize("name", ["nowhere", "udp://x:1", ""])
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
def test_an_address_where_nobody_answers_is_said_so() -> None:
    with pytest.raises(EngineError) as error, open_scheduler("tcp://127.0.0.1:9"):
        pass
    assert error.value.reason == "unreachable"


def environment_of(_: Sequence[str]) -> dict[str, str]:
    return dict(os.environ)


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
    with open_scheduler("processes") as spread:
        [given] = spread(environment_of, ["甲"])
        address = spread._client.scheduler.address
        assert address.startswith("tls://127.0.0.1:")
        strangers = (
            {"address": address.replace("tls://", "tcp://")},
            {"address": address, "security": Security.temporary()},
        )
        for stranger in strangers:
            with pytest.raises(OSError):
                Client(**stranger, timeout="3s")
        assert spread(lengths, ["甲", "乙丙"]) == [[1, 2]]
    assert "CANARY" not in "".join(given.values())
    assert "PATH" in given

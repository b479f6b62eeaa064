"""Parsing in processes that can be killed: what a file may do to them, and what it may not."""

from __future__ import annotations

import io
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.reading import parser_process, process_pool
from components.reading.document import (
    Document,
    Limits,
    ReadingSettings,
    TableColumns,
    UnreadableError,
)
from components.text import Rival, Step, from_plain, to_plain
from tests.safety.inputs import SENTENCE, good_docx, good_xlsx, packed, stored, zipped

ENDLESS = ("<p><b>" + SENTENCE + "</b></p>").encode() * 190_000  # an HTML file for a minute


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """No worker before, none after."""
    process_pool.stop_workers()
    yield
    process_pool.stop_workers()


def workers() -> list[psutil.Process]:
    """The workers that this process has now."""
    children = psutil.Process().children()
    return [
        child for child in children if "reading import parser_process" in " ".join(child.cmdline())
    ]


def a_worker() -> psutil.Process:
    """Wait for a worker that is busy with a file."""
    for _ in range(1000):
        busy = [w for w in workers() if w.cpu_times().user > 0.5]
        if busy:
            return busy[0]
        time.sleep(0.05)
    raise TimeoutError("no worker got to work")


def html(text: str) -> bytes:
    return f"<html><body><article><p>{text}</p></article></body></html>".encode()


def reason(found: tuple[process_pool.ParsedFile, ...]) -> str:
    assert len(found) == 1 and found[0].fault
    return found[0].fault.reason


@pytest.mark.parametrize(
    ("name", "data", "plain"),
    [
        ("a.txt", SENTENCE.encode(), True),
        ("a.txt", SENTENCE.encode("big5"), True),
        ("a.txt", SENTENCE.encode("utf-16"), True),
        ("a", b"", True),
        ("short.md", b"# x", True),
        ("long.md", b"# x" * 20_000, False),
        ("a.txt", html(SENTENCE), False),
        ("a.txt", b"%PDF-1.7", False),
        ("a.txt", packed({"a.txt": b"x"}), False),
        ("a.csv", b"text\nx", False),
        ("a.json", b"{}", False),
    ],
)
def test_process_pool_tells_plain_text(name: str, data: bytes, plain: bool) -> None:
    assert process_pool.is_plain(name, data) is plain


def test_process_pool_starts_no_worker_for_plain_text() -> None:
    (found,) = process_pool.parse_source("a.txt", SENTENCE.encode("cp950"))
    assert (found.path, found.documents[0].text) == ("", SENTENCE)
    assert workers() == []


def test_process_pool_reads_documents_in_workers_and_keeps_them() -> None:
    for _ in range(3):
        (found,) = process_pool.parse_source("a.docx", good_docx())
        assert SENTENCE in found.documents[0].text
    assert len(workers()) == 1


def test_process_pool_reads_a_zip_and_refuses_one_member() -> None:
    data = zipped(
        [
            stored("甲.txt", SENTENCE.encode("big5")),
            stored("乙.docx", good_docx()),
            stored("丙.docx", good_docx()[:300]),
            stored("丁.txt", b"x", flags=0x801),
        ]
    )
    found = process_pool.parse_source("x.zip", data)
    assert [each.path for each in found] == ["甲.txt", "乙.docx", "丙.docx", "丁.txt"]
    assert [each.fault and each.fault.reason for each in found] == [
        None,
        None,
        "broken",
        "encrypted",
    ]
    assert found[0].data == SENTENCE.encode("big5")
    assert SENTENCE in found[1].documents[0].text


def test_process_pool_looks_at_tables_only() -> None:
    table = process_pool.preview_table("a.xlsx", good_xlsx())
    assert table and table.header == ("標題", "內文")
    assert process_pool.preview_table("a.txt", SENTENCE.encode()) is None
    assert process_pool.preview_table("a.html", html(SENTENCE)) is None


def test_process_pool_takes_the_settings_along() -> None:
    settings = ReadingSettings(columns=TableColumns(text=0))
    (found,) = process_pool.parse_source("a.xlsx", good_xlsx(), settings)
    assert found.documents[0].text == "第0則"


def test_process_pool_refuses_what_is_too_large_before_anything_else() -> None:
    assert (
        reason(process_pool.parse_source("a.pdf", b"x" * 11, limits=Limits(file_bytes=10)))
        == "too_large"
    )
    with pytest.raises(UnreadableError):
        process_pool.preview_table("a.csv", b"x" * 11, Limits(file_bytes=10))
    assert workers() == []


def test_process_pool_ends_a_file_that_takes_too_long_and_goes_on() -> None:
    (found,) = process_pool.parse_source("a.html", b"<html>" + ENDLESS, limits=Limits(seconds=1))
    assert found.fault
    assert (found.fault.reason, found.fault.detail) == ("too_slow", (("limit", 1),))
    assert process_pool.parse_source("b.docx", good_docx())[0].documents


@pytest.mark.slow
def test_process_pool_loses_patience_with_an_archive_of_slow_files() -> None:
    slow = [stored(f"{n}.html", b"<html>" + ENDLESS) for n in range(4)]
    data = zipped([*slow, stored("5.txt", SENTENCE.encode())])
    limits = Limits(seconds=2, file_bytes=100 * 2**20)
    found = process_pool.parse_source("x.zip", data, limits=limits)
    told = [each.fault and (each.fault.reason, *each.fault.detail[0]) for each in found]
    assert told[4] is None
    assert sorted(seconds for _, _, seconds in told[:4] if seconds) == [1, 1, 2, 2]


def test_process_pool_refuses_a_file_that_takes_too_much_memory() -> None:
    limits = Limits(memory_bytes=30 * 2**20)
    assert (
        reason(process_pool.parse_source("a.html", b"<html>" + ENDLESS, limits=limits))
        == "too_much_memory"
    )
    assert process_pool.parse_source("b.docx", good_docx())[0].documents


def test_process_pool_refuses_only_the_file_whose_worker_was_killed() -> None:
    with ThreadPoolExecutor() as threads:
        limits = Limits(seconds=60)
        doomed = threads.submit(
            process_pool.parse_source, "a.html", b"<html>" + ENDLESS, limits=limits
        )
        a_worker().kill()
        assert reason(doomed.result()) == "broken"
    assert process_pool.parse_source("b.docx", good_docx())[0].documents


def test_process_pool_replaces_a_worker_that_died_between_files() -> None:
    process_pool.parse_source("a.docx", good_docx())
    (idle,) = workers()
    idle.kill()
    idle.wait(5)
    assert process_pool.parse_source("b.docx", good_docx())[0].documents


def test_process_pool_serves_many_threads_with_few_workers() -> None:
    texts = [f"第{n}號消息：{SENTENCE}" for n in range(40)]
    patient = Limits(seconds=180)  # on a busy machine a worker loads its parsers for a while

    def parse(text: str) -> tuple[process_pool.ParsedFile, ...]:
        return process_pool.parse_source("a.html", html(text), limits=patient)

    with ThreadPoolExecutor(16) as threads:
        found = list(threads.map(parse, texts))
    assert [each[0].documents[0].text.strip() for each in found] == texts
    assert len(workers()) <= process_pool.WORKERS


def test_process_pool_workers_outlive_the_thread_that_started_them() -> None:
    starter = threading.Thread(target=process_pool.parse_source, args=("a.docx", good_docx()))
    starter.start()
    starter.join()
    (before,) = workers()
    process_pool.parse_source("b.docx", good_docx())
    assert workers() == [before]


@pytest.mark.slow
def test_process_pool_forgets_an_interrupted_worker(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    process_pool.parse_source("a.html", html("先讀這一篇。" * 9))

    def interrupted(_: io.BufferedReader) -> parser_process.Frame:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(parser_process, "take", interrupted)
        with pytest.raises(KeyboardInterrupt):
            process_pool.parse_source("b.html", html("這一篇的回答沒有人聽。" * 9))
    (found,) = process_pool.parse_source("c.html", html(SENTENCE * 9))
    assert found.documents[0].text.strip() == SENTENCE * 9


def run_script(tmp_path: Path, code: str) -> subprocess.Popen[str]:
    script = tmp_path / "main.py"
    script.write_text(textwrap.dedent(code), encoding="utf-8")
    return subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True)


def test_process_pool_refuses_a_file_when_no_worker_can_be_started(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    process_pool.stop_workers()

    def full(*_: object, **__: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    files = psutil.Process().num_fds()
    with monkeypatch.context() as patched:
        patched.setattr(subprocess, "Popen", full)
        (found,) = process_pool.parse_source("a.docx", good_docx())
    assert found.fault is not None
    assert found.fault.reason == "unreadable"
    assert psutil.Process().num_fds() == files
    (found,) = process_pool.parse_source("a.docx", good_docx())
    assert found.documents


def test_process_pool_a_worker_whose_time_ran_out_gets_no_other_file() -> None:
    late_one = process_pool._Worker()
    with late_one._deadline(0.01) as late:
        late.wait(30)
    assert not late_one.alive
    assert workers() == []


def test_process_pool_never_runs_the_main_module_again(tmp_path: Path) -> None:
    code = f"""
        print("main", flush=True)
        from components.reading import process_pool
        print(len(process_pool.parse_source("a.html", {html(SENTENCE)!r})[0].documents), flush=True)
    """
    with run_script(tmp_path, code) as process:
        assert process.communicate(timeout=180)[0].split() == ["main", "1"]
    assert process.returncode == 0


@pytest.mark.slow
def test_process_pool_leaves_no_orphan_when_its_process_is_killed(tmp_path: Path) -> None:
    code = f"""
        import threading, time
        from components.reading import process_pool
        from components.reading.document import Limits
        endless = b"<html>" + ("<p><b>" + {SENTENCE!r} + "</b></p>").encode() * 190_000
        limits = Limits(seconds=60)
        busy = lambda: process_pool.parse_source("a.html", endless, limits=limits)
        threading.Thread(target=busy).start()
        time.sleep(1)
        process_pool.parse_source("b.html", {html(SENTENCE)!r})  # by the worker that is idle now
        print("ready", flush=True)
        time.sleep(60)
    """
    with run_script(tmp_path, code) as process:
        assert process.stdout and process.stdout.readline() == "ready\n"
        orphans = psutil.Process(process.pid).children(recursive=True)
        assert len(orphans) == 2
        process.kill()
    assert psutil.wait_procs(orphans, timeout=60)[1] == []


def test_process_pool_workers_write_no_file_and_start_no_program(tmp_path: Path) -> None:
    code = f"""
        import sys
        from components.reading import parser_process
        parser_process.confine_files()
        sys.addaudithook(parser_process.refuse_harm)
        import os, socket, subprocess
        for harm in (
            lambda: open({str(tmp_path / "x")!r}, "w"),
            lambda: os.mkdir({str(tmp_path / "y")!r}),
            lambda: subprocess.run(["true"]),
            lambda: os.system("true"),
            lambda: socket.create_connection(("127.0.0.1", 9)),
        ):
            try:
                harm()
                print("done")
            except OSError as error:
                print(type(error).__name__)
    """
    with run_script(tmp_path, code) as process:
        told = process.communicate(timeout=180)[0].split()
    assert told == ["PermissionError"] * 5
    assert [path.name for path in tmp_path.iterdir()] == ["main.py"]


def test_process_pool_workers_write_no_file_from_c_either(tmp_path: Path) -> None:
    (tmp_path / "x").touch()
    code = f"""
        import os
        from components.reading import parser_process
        file = os.open({str(tmp_path / "x")!r}, os.O_WRONLY)
        parser_process.confine_files()
        try:
            os.write(file, b"x")
        except OSError as error:
            print(type(error).__name__)
    """
    with run_script(tmp_path, code) as process:
        assert process.communicate(timeout=180)[0].split() == ["OSError"]
    assert (tmp_path / "x").read_bytes() == b""


TEXTS = st.text(st.characters(), max_size=20)  # lone surrogates and NUL included


@given(TEXTS, TEXTS, st.none() | TEXTS, st.integers(0, 9))
def test_process_pool_documents_come_back_as_they_were(
    text: str, name: str, title: str | None, count: int
) -> None:
    document = Document(
        text, name, title, rivals=(Rival("gbk", name),), steps=(Step("bad_bytes", count),)
    )
    stream = io.BytesIO()
    parser_process.write_frame(stream, to_plain(document), b"blob")
    stream.seek(0)
    head, blob = parser_process.take(stream)
    assert (from_plain(head, Document), blob) == (document, b"blob")


@pytest.mark.parametrize("cut", range(1, 20))
def test_process_pool_half_a_frame_is_no_answer(cut: int) -> None:
    stream = io.BytesIO()
    parser_process.write_frame(stream, {"done": True}, b"data")
    half = io.BytesIO(stream.getvalue()[:-cut])
    with pytest.raises(EOFError):
        parser_process.take(half)


@pytest.mark.parametrize(
    "told", [b"", b"x y\n", b"1\n", b"-1 5\n", b"99999999999999 1\n", b"9" * 99]
)
def test_process_pool_a_senseless_frame_is_no_answer(told: bytes) -> None:
    with pytest.raises(EOFError):
        parser_process.take(io.BytesIO(told))

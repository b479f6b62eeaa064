"""Kills of every kind cost the part that was worked on, and never a byte of the result."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from dashboard.results.folder import open_result

pytestmark = pytest.mark.soak

ROOT = Path(__file__).parents[3]
_SECONDS = 900


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.bench.planted import plant

    path = tmp_path_factory.mktemp("corpus") / "year.jsonl"
    rows = (json.dumps({"content": text}, ensure_ascii=False) for text in plant(1_500).texts)
    path.write_text("\n".join(rows), "utf-8")
    return path


def start(corpus: Path, output: Path, scheduler: str) -> subprocess.Popen[str]:
    words = ["analyse", str(corpus), "--scheduler", scheduler, "--output", f"{output}/"]
    return subprocess.Popen(
        [sys.executable, "-m", "dashboard.cli", *words],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def finish(process: subprocess.Popen[str]) -> str:
    try:
        told = process.communicate(timeout=_SECONDS)[1]
    finally:
        process.kill()
    assert process.returncode == 0, told
    return told


@pytest.fixture(scope="module")
def digest(corpus: Path) -> str:
    output = corpus.with_name("whole")
    finish(start(corpus, output, "local"))
    return open_result(output).digest


def wait_for(condition: Callable[[], object], process: subprocess.Popen[str]) -> None:
    for _ in range(_SECONDS * 10):
        if condition():
            return
        assert process.poll() is None, "it ended before it could be killed"
        time.sleep(0.1)
    raise TimeoutError


def n_parts(output: Path) -> int:
    folder = output.with_name(f"{output.name}.unfinished") / "parts"
    return sum(1 for path in folder.glob("*") if not path.suffix) if folder.exists() else 0


def workers_of(process: subprocess.Popen[str]) -> Iterator[psutil.Process]:
    """Yield the processes that work: those without children of their own below the nannies."""
    for child in psutil.Process(process.pid).children(recursive=True):
        if not child.children() and "spawn_main" in " ".join(child.cmdline()):
            yield child


@pytest.mark.parametrize("scheduler", ["local", "processes:2"])
@pytest.mark.parametrize("parts", [1, 4])
def test_a_killed_run_goes_on_to_the_same_bytes(
    corpus: Path, digest: str, tmp_path: Path, scheduler: str, parts: int
) -> None:
    output = tmp_path / "result"
    process = start(corpus, output, scheduler)
    try:
        wait_for(lambda: n_parts(output) >= parts, process)
    finally:
        below = psutil.Process(process.pid).children(recursive=True)
        process.kill()
        process.communicate(timeout=60)
        for child in below:
            if child.is_running():
                child.kill()
    assert not output.exists()
    finish(start(corpus, output, scheduler))
    assert open_result(output).digest == digest


def test_a_killed_worker_costs_its_part(corpus: Path, digest: str, tmp_path: Path) -> None:
    output = tmp_path / "result"
    process = start(corpus, output, "processes:2")
    wait_for(lambda: n_parts(output) >= 3 and list(workers_of(process)), process)
    os.kill(next(workers_of(process)).pid, signal.SIGKILL)
    finish(process)
    assert open_result(output).digest == digest

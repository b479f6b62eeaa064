"""Paths that lead nowhere and streams that are shut: each is told, and the rest is done."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from components.reading import count_unreadable, sources_in
from dashboard.cli import main as cli
from dashboard.results.folder import open_result

TEXT = "北約同意。"
PASTED = "立法院今天三讀通過社宅條例，明天再議。"
VERBS = ("read", "duplicates", "tokens", "words", "entities", "network", "quotations", "analyse")


@pytest.fixture
def good(tmp_path: Path) -> str:
    (tmp_path / "good.txt").write_text(TEXT + "\n王小明說：「明天再談。」", encoding="utf-8")
    return str(tmp_path / "good.txt")


def wenmai(*arguments: str, shell: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command as a shell does, with what the shell does to its streams."""
    command = [sys.executable, "-m", "dashboard.cli", *arguments]
    if shell:
        command = ["sh", "-c", f'exec "$@" {shell}', "sh", *command]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=120, check=False,
        env=os.environ | {"LC_ALL": "en_US.UTF-8", "PYTHONUTF8": "1"},
    )  # fmt: skip


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("長" * 200, "text_not_path"),
        ("a" * 300 + ".zip", "text_not_path"),
        (PASTED, "text_not_path"),
        ("第一行\n第二行", "text_not_path"),
        ("立法院三讀通過社會住宅", "text_not_path"),
        ("缺席/" + "長" * 200, "not_found"),
        ("缺席.txt", "not_found"),
    ],
)
def test_a_bad_path_costs_itself_alone(
    good: str, capfd: pytest.CaptureFixture[str], verb: str, path: str, fault: str
) -> None:
    [source] = sources_in(Path(path))
    assert source.fault == fault
    assert cli.main([verb, path, good, "--json"]) == cli.REFUSED
    out, err = capfd.readouterr()
    assert out.strip()
    assert ("一段文字" in err or "is a text" in err) == (fault == "text_not_path")
    assert "Traceback" not in err
    assert "社宅條例" not in out + err


def test_nothing_of_a_folder_is_passed_over_in_silence(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.bak").write_text(TEXT)
    (tmp_path / "shut").mkdir()
    (tmp_path / "shut" / "c.txt").write_text(TEXT)
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "round").symlink_to(tmp_path)
    scandir = os.scandir

    def refuse(path: str):  # the tests may run as root, whom no folder refuses
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = {source.name: source.fault for source in sources_in(tmp_path)}
    assert found == {
        "a.txt": None, "shut": "unreadable", "pipe.txt": "no_file",
        "gone.txt": "not_found", "round": "no_file",
    }  # fmt: skip
    assert count_unreadable(tmp_path) == {".bak": 1}


def test_a_folder_that_is_shut_is_told(tmp_path: Path, monkeypatch) -> None:
    folder = tmp_path / "shut"
    folder.mkdir()

    def refuse(path: str):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", refuse)
    assert [(s.name, s.fault) for s in sources_in(folder)] == [("shut", "unreadable")]


@pytest.mark.parametrize(
    ("arguments", "shell", "told"),
    [
        (("words", "-"), "<&-", "Standard input is closed"),
        (("words", "good"), ">&-", "Standard output is closed"),
        (("words", "good"), ">/dev/full", "No space left"),
        (("settings",), ">/dev/full", "No space left"),
    ],
)
def test_a_stream_that_is_shut_or_full_is_told(
    good: str, arguments: tuple[str, ...], shell: str, told: str
) -> None:
    run = wenmai(*(good if one == "good" else one for one in arguments), shell=shell)
    assert run.returncode == cli.WRONG_USAGE
    assert told in run.stderr
    assert "Traceback" not in run.stderr
    assert "Exception ignored" not in run.stderr


def test_a_pipe_is_no_lexicon(good: str, tmp_path: Path, capsys) -> None:
    os.mkfifo(tmp_path / "lexicon")
    assert cli.main(["words", good, "--lexicon", str(tmp_path / "lexicon")]) == cli.WRONG_USAGE
    assert "--lexicon" in capsys.readouterr().err


@pytest.mark.parametrize("verb", ["backup", "restore"])
@pytest.mark.parametrize("path", ["長" * 200, "/nowhere/at/all", "/dev/full"])
def test_a_bad_path_of_a_backup_is_told(verb: str, path: str, capsys) -> None:
    assert cli.main([verb, path]) == cli.REFUSED
    assert capsys.readouterr().err.startswith("wenmai: ")


def test_a_report_that_cannot_be_written_is_told(good: str, tmp_path: Path, capfd) -> None:
    for output in (tmp_path, tmp_path / "no" / "r.html", tmp_path / ("長" * 200)):
        code = cli.main(["analyse", good, "--output", str(output), "--json"])
        assert code == cli.WRONG_USAGE
    assert capfd.readouterr().err.count("wenmai: ") == 3


@pytest.mark.parametrize(
    "text", ["北約同意談判。" + "\n" * 5_000_000 + "談判。", "甲\n" * 2_500_000]
)
def test_a_text_of_millions_of_lines_is_refused_at_once(tmp_path: Path, text: str, capfd) -> None:
    (tmp_path / "lines.txt").write_text(text, encoding="utf-8")
    began = time.process_time()
    assert cli.main(["read", str(tmp_path / "lines.txt")]) == cli.REFUSED
    assert time.process_time() - began < 5  # twelve and more where each line was looked at
    assert "300,000" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("s3://bucket/2026/*.jsonl", "s3fs"),
        ("gs://bucket/x.jsonl", "gcsfs"),
        ("nowhere://x/y.jsonl", "nowhere://x/y.jsonl"),
        ("memory://nothing/x.jsonl", "memory://nothing/x.jsonl"),
    ],
)
def test_an_address_that_cannot_be_read_is_told_and_makes_no_result(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], address: str, told: str
) -> None:
    assert cli.main(["analyse", address, "--output", f"{tmp_path / 'result'}/"]) == cli.WRONG_USAGE
    message = capfd.readouterr().err
    assert told in message
    assert "Traceback" not in message
    assert not (tmp_path / "result").exists()


def test_one_unreadable_file_among_many_costs_itself(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for n in range(40):
        (folder / f"{n:02}.txt").write_text(f"{TEXT}這是第{n}則。", encoding="utf-8")
    (folder / "20.txt").write_bytes(b"\x00\x01\x02" * 2_000)
    output = tmp_path / "result"
    assert cli.main(["analyse", str(folder), "--output", f"{output}/"]) == cli.REFUSED
    assert "20.txt" in capfd.readouterr().err
    counts = open_result(output).counts
    assert (counts["articles"], counts["refused"]) == (39, 1)

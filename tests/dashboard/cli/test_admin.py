"""The verbs of whoever runs a server, as they are typed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from dashboard import settings
from dashboard.cli import main as cli

ROOT = Path(__file__).parents[3]


def test_commands_settings_show_value_and_source(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WENMAI_BIN_DAYS", "7")
    monkeypatch.setenv("WENMAI_DATABASE_URL", "postgresql+psycopg://u:secret@h/d")
    assert cli.main(["settings"]) == 0
    lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines()}
    assert "7 days" in lines["WENMAI_BIN_DAYS"]
    assert "environment" in lines["WENMAI_BIN_DAYS"]
    assert "default" in lines["WENMAI_SHARE_DAYS"]
    assert "u:***@h" in lines["WENMAI_DATABASE_URL"]
    assert "secret" not in lines["WENMAI_DATABASE_URL"]


def test_commands_settings_as_json_and_markdown(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["settings", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in rows] == [one.name for one in settings.list_variables()]
    assert cli.main(["settings", "--markdown"]) == 0
    assert capsys.readouterr().out == settings.to_markdown()


@pytest.mark.parametrize("words", [["settings"], ["serve"], ["care"], ["read", "x.txt"]])
def test_commands_stop_at_a_wrong_setting(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WENMAI_MODE", "cloud")
    assert cli.main(words) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "wenmai: WENMAI_MODE is none of these; allowed: local or hosted\n"


@pytest.mark.slow
def test_commands_work_until_told_to_stop(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "dashboard.cli", "work", "--workers", "2"],
        cwd=ROOT,
        env={**os.environ, "WENMAI_DATA_DIR": str(tmp_path)},
        stderr=subprocess.DEVNULL,
    )
    try:
        watched = psutil.Process(process.pid)
        for _ in range(1800):
            if len(watched.children()) == 2 and (tmp_path / "library.sqlite").exists():
                break
            time.sleep(0.1)
        workers = watched.children()
        assert len(workers) == 2
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=180) == 0
        assert not any(worker.is_running() for worker in workers)
    finally:
        process.kill()
        process.wait()

"""What streamlit is told when the dashboard is served."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from typing import Any

import pytest
from streamlit.web import cli as streamlit_cli

from components.reading.document import Limits
from dashboard import settings
from dashboard.cli import serve

TOLD = "--server.maxUploadSize="


@pytest.mark.parametrize(("file_bytes", "megabytes"), [("", 20), ("52428800", 50), ("1048577", 2)])
def test_serving_lets_in_what_may_be_read(
    file_bytes: str, megabytes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def run(arguments: list[str], **_: Any) -> None:
        told.extend(arguments)

    monkeypatch.setenv("WENMAI_LIMIT_FILE_BYTES", file_bytes)
    monkeypatch.setattr(streamlit_cli, "main", run)
    monkeypatch.chdir(settings.config_home())
    assert serve.serve(host="127.0.0.1", port=None, open_browser=False) == 0
    assert [one for one in told if one.startswith(TOLD)] == [f"{TOLD}{megabytes}"]


def test_serving_without_our_command_lets_in_the_default() -> None:
    file = settings.config_home() / ".streamlit" / "config.toml"
    server = tomllib.loads(file.read_text(encoding="utf-8"))["server"]
    assert server["maxUploadSize"] * 2**20 == Limits().file_bytes


def test_serving_says_which_setting_is_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WENMAI_LIMIT_FILE_BYTES", "20 MB")
    assert serve.serve(host="127.0.0.1", port=None, open_browser=False) == 2
    assert "WENMAI_LIMIT_FILE_BYTES is no whole number" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("host", "mode", "allowed", "named"),
    [
        ("0.0.0.0", "local", "", "0.0.0.0"),
        ("192.0.2.7", "local", "", "192.0.2.7"),
        ("127.0.0.1", "", "desk.example.org", "desk.example.org"),
        ("127.0.0.1", "local", "localhost,*", "*"),
    ],
)
def test_serving_lets_no_stranger_into_local_mode(
    host: str, mode: str, allowed: str, named: str,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("WENMAI_MODE", mode)
    monkeypatch.setenv("WENMAI_ALLOWED_HOSTS", allowed)
    monkeypatch.setattr(streamlit_cli, "main", lambda *_, **__: pytest.fail("it started"))
    assert serve.serve(host=host, port=None, open_browser=False) == 2
    told = capsys.readouterr().err
    assert "WENMAI_MODE is local" in told
    assert named in told
    assert "allowed: hosted" in told


@pytest.mark.parametrize(
    ("host", "mode", "allowed"),
    [
        ("127.0.0.1", "local", "localhost"),
        ("::1", "", ""),
        ("0.0.0.0", "", "desk.example.org"),
        ("0.0.0.0", "hosted", ""),
    ],
)
def test_serving_starts_where_strangers_have_workspaces_of_their_own(
    host: str, mode: str, allowed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENMAI_MODE", mode)
    monkeypatch.setenv("WENMAI_ALLOWED_HOSTS", allowed)
    settings.settle_mode(host)
    settings.refuse_strangers(host, settings.settings())


def test_a_server_started_without_our_command_lets_no_stranger_in() -> None:
    command = ["-m", "streamlit", "run", str(settings.server_script())]
    done = subprocess.run(
        [sys.executable, *command, "--server.address=0.0.0.0", "--server.port=0"],
        env=os.environ | {"WENMAI_MODE": "local"},
        cwd=settings.config_home(), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "WENMAI_MODE is local while 0.0.0.0 is listened on" in done.stderr


@pytest.mark.parametrize(
    ("base", "address"),
    [
        ("", "http://localhost:8501"),
        ("news", "http://localhost:8501/news"),
        ("/news/desk/", "http://localhost:8501/news/desk"),
    ],
)
def test_serving_tells_the_address_below_its_base_path(
    base: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STREAMLIT_SERVER_BASE_URL_PATH", base)
    assert serve._address("127.0.0.1", 8501) == address

"""What streamlit is told when the dashboard is served."""

from __future__ import annotations

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

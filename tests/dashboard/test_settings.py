"""Settings from the environment: defaults, checks, masks, and the table of the manual."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from components.reading.document import Limits
from dashboard import settings

ROOT = Path(__file__).parents[2]
ORIGINS = ("https://a.example", "https://b.example")


def value(name: str, words: str) -> object:
    """Return what a variable means."""
    found = {one.name: one.value for one in settings.list_variables({name: words})}
    return found[name]


def test_settings_defaults_are_those_of_the_object() -> None:
    plain = settings.Settings()
    found = {one.name: one.value for one in settings.list_variables({})}
    for one in fields(settings.Settings):
        if one.name != "limits":
            assert found[f"WENMAI_{one.name.upper()}"] == getattr(plain, one.name)
    for limit in fields(Limits):
        assert found[f"WENMAI_LIMIT_{limit.name.upper()}"] == getattr(Limits(), limit.name)


def test_settings_defaults_pass_their_own_checks() -> None:
    for one in settings.list_variables({}):
        if one.shown:
            assert one.kind.parse(one.shown) == one.value


@pytest.mark.parametrize(
    ("name", "words", "expected"),
    [
        ("WENMAI_MODE", "hosted", "hosted"),
        ("WENMAI_QUOTA_BYTES", " 1000 ", 1000),
        ("WENMAI_SHARE_DAYS", "0", 0),
        ("WENMAI_LIMIT_SECONDS", "2.5", 2.5),
        ("WENMAI_ALLOWED_HOSTS", "News.example, *.lab.example", ("news.example", "*.lab.example")),
        ("WENMAI_FRAME_ANCESTORS", "https://a.example,https://b.example", ORIGINS),
        ("WENMAI_DATABASE_URL", "postgresql+psycopg://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("WENMAI_MODE", "  ", "local"),
    ],
)
def test_settings_read_the_environment(name: str, words: str, expected: object) -> None:
    assert value(name, words) == expected


@pytest.mark.parametrize(
    ("name", "words", "allowed"),
    [
        ("WENMAI_MODE", "cloud", "local or hosted"),
        ("WENMAI_QUOTA_BYTES", "many", "a whole number, at least 1"),
        ("WENMAI_QUOTA_JOBS", "0", "a whole number, at least 1"),
        ("WENMAI_JOB_WORKERS", "65", "at most 64"),
        ("WENMAI_LIMIT_SECONDS", "nan", "a number, at least 0.1"),
        ("WENMAI_LIMIT_SECONDS", "inf", "a number, at least 0.1"),
        ("WENMAI_ALLOWED_HOSTS", "https://a.example/", "names separated by commas"),
        ("WENMAI_FRAME_ANCESTORS", "javascript:x", "origins"),
        ("WENMAI_FRAME_ANCESTORS", "https://a;script-src", "origins"),
        ("WENMAI_DATABASE_URL", "mysql://h/d", "sqlite"),
        ("WENMAI_DATA_DIR", __file__, "a folder"),
        ("WENMAI_FONT", "/nowhere/at.all", "the path of a font file"),
    ],
)
def test_settings_refuse_what_cannot_be_used(name: str, words: str, allowed: str) -> None:
    (problem,) = settings.find_problems({name: words, "WENMAI_LOG_LEVEL": "info"})
    assert problem.variable == name
    assert str(problem).startswith(f"{name} ")
    assert allowed in str(problem)
    with pytest.raises(settings.SettingError):
        settings.list_variables({name: words})


def test_settings_tell_every_problem_at_once() -> None:
    found = settings.find_problems({"WENMAI_MODE": "x", "WENMAI_BIN_DAYS": "-1"})
    assert [problem.variable for problem in found] == ["WENMAI_MODE", "WENMAI_BIN_DAYS"]


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql+psycopg://u:secret@h:5432/d", "postgresql+psycopg://u:***@h:5432/d"),
        ("postgresql://u:se@cret@h/d?password=secret", "postgresql://u:***@h/d?***"),
        ("postgresql://h/d", "postgresql://h/d"),
        ("sqlite:////srv/wenmai/library.sqlite", "sqlite:////srv/wenmai/library.sqlite"),
        ("sqlite:///x?key=secret", "sqlite:///x?***"),
    ],
)
def test_settings_mask_what_is_secret(url: str, shown: str) -> None:
    assert settings.mask_address(url) == shown


def test_settings_never_tell_a_wrong_value_of_a_secret() -> None:
    (problem,) = settings.find_problems({"WENMAI_DATABASE_URL": "mysql://u:secret@h/d"})
    assert "secret" not in str(problem)


def test_settings_follow_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENMAI_BIN_DAYS", "7")
    assert settings.settings().bin_days == 7
    monkeypatch.setenv("WENMAI_BIN_DAYS", "8")
    assert settings.settings().bin_days == 8
    monkeypatch.setenv("WENMAI_LIMIT_PAGES", "12")
    assert settings.settings().limits == Limits(pages=12)


@pytest.mark.parametrize(
    ("host", "mode"),
    [
        ("127.0.0.1", None),
        ("localhost", None),
        ("::1", None),
        ("0.0.0.0", "hosted"),
        ("192.168.1.5", "hosted"),
        ("news.example", "hosted"),
        ("", "hosted"),
        (None, "hosted"),
    ],
)
def test_settings_mode_follows_the_address(
    host: str | None, mode: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENMAI_MODE", "")
    settings.settle_mode(host)
    assert settings.settings().mode == (mode or "local")


def test_settings_mode_of_the_environment_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENMAI_MODE", "local")
    settings.settle_mode("0.0.0.0")
    assert settings.settings().mode == "local"


def test_settings_table_of_the_manual_is_current() -> None:
    """`wenmai settings --markdown` prints what stands in docs/settings.md."""
    assert settings.to_markdown() in (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")

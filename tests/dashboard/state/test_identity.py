"""What may stand in `[auth]`, and what is said about the rest without quoting it."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.state import identity
from dashboard.state.identity import AuthError, check

SECRET = "0123456789abcdef" * 2
PLACE = {
    "client_id": "wenmai",
    "client_secret": "between us",
    "server_metadata_url": "https://id.example/.well-known/openid-configuration",
}
ALL = {"redirect_uri": "https://news.example/oauth2callback", "cookie_secret": SECRET}


@pytest.mark.parametrize(
    ("auth", "base_path", "names"),
    [
        (ALL | PLACE, "", ("default",)),
        (ALL | PLACE | {"client_kwargs": {"prompt": "login"}}, "", ("default",)),
        (ALL | {"google": PLACE}, "", ("google",)),
        (ALL | {"google": PLACE, "okta": PLACE}, "", ("google", "okta")),
        (ALL | PLACE | {"second": PLACE}, "", ("default", "second")),
        (ALL | PLACE | {"redirect_uri": "https://n.example/wm/oauth2callback"}, "wm", ("default",)),
        (ALL | PLACE | {"redirect_uri": "http://localhost:8501/oauth2callback"}, "", ("default",)),
    ],
)
def test_identity_a_whole_section_names_its_providers(
    auth: dict[str, Any], base_path: str, names: tuple[str, ...]
) -> None:
    assert check(auth, base_path=base_path) == names


@pytest.mark.parametrize(
    ("auth", "base_path", "fault"),
    [
        ("x", "", "[auth] is no table"),
        ({}, "", "[auth] lacks redirect_uri, cookie_secret"),
        (ALL, "", "[auth] lacks client_id, client_secret, server_metadata_url"),
        (ALL | PLACE | {"client_secret": " "}, "", "[auth] lacks client_secret"),
        (ALL | {"google": {"client_id": "x"}}, "", "[auth.google] lacks client_secret, server_met"),
        (ALL | {"my_own": PLACE}, "", "[auth.my_own] has an underscore in its name"),
        (ALL | PLACE | {"cookie_secret": "short"}, "", "cookie_secret has fewer than 32 char"),
        (ALL | PLACE | {"redirect_uri": "news.example/oauth2callback"}, "", "is no address"),
        (ALL | PLACE | {"redirect_uri": "https://[/oauth2callback"}, "", "is no address"),
        (ALL | PLACE | {"redirect_uri": "https://n.example/"}, "", "does not end with /oauth2c"),
        (ALL | PLACE, "wm", "redirect_uri does not end with /wm/oauth2callback"),
        (ALL | PLACE | {"server_metadata_url": "id.example"}, "", "in [auth] is no address"),
        (ALL | PLACE | {"client_id": "…"}, "", "still has the words of the example in client_id"),
    ],
)
def test_identity_what_is_missing_is_named(auth: Any, base_path: str, fault: str) -> None:
    with pytest.raises(AuthError) as told:
        check(auth, base_path=base_path)
    assert fault in str(told.value)
    for value in (SECRET, "between us", "short"):
        assert value not in str(told.value)


def test_identity_the_example_is_refused_until_it_is_filled_in() -> None:
    import tomllib

    from tests.conftest import ROOT

    example = tomllib.loads((ROOT / ".streamlit" / "secrets.toml.example").read_text())
    with pytest.raises(AuthError, match="words of the example in cookie_secret"):
        check(example["auth"])


@pytest.mark.parametrize(("mode", "names"), [("local", ()), ("hosted", ("default",))])
def test_identity_is_asked_on_a_server_only(
    monkeypatch: pytest.MonkeyPatch, mode: str, names: tuple[str, ...]
) -> None:
    monkeypatch.setenv("WENMAI_MODE", mode)
    monkeypatch.setattr(identity.st, "secrets", {"auth": ALL | PLACE})
    monkeypatch.setattr(identity, "_LIBRARIES", ())
    assert identity.providers() == names
    assert not identity.is_misconfigured()


def test_identity_a_missing_library_is_told(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("WENMAI_MODE", "hosted")
    monkeypatch.setattr(identity.st, "secrets", {"auth": ALL | PLACE})
    monkeypatch.setattr(identity, "_LIBRARIES", ("no_such_library",))
    identity._check_libraries.cache_clear()
    assert identity.providers() == ()
    assert identity.is_misconfigured()
    identity.log_status()
    assert "no_such_library not installed: pip install 'wenmai[login]'" in caplog.text
    identity._check_libraries.cache_clear()


def test_identity_without_the_section_nothing_is_said(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("WENMAI_MODE", "hosted")
    monkeypatch.setattr(identity.st, "secrets", {})
    assert (identity.providers(), identity.is_misconfigured()) == ((), False)
    identity.log_status()
    assert caplog.text == ""

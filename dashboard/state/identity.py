"""Who signed in, and whether this server offers signing in at all.

Streamlit does the exchange with the identity provider from the `[auth]` section of its secrets;
what is wrong there it tells by a traceback in somebody's page, so it is looked at here first.
Signing in is offered when everything it needs is there, or not at all.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from streamlit.runtime.secrets import Secrets

from dashboard.library.actors import NOBODY, Actor
from dashboard.library.actors import person as person_of
from dashboard.settings import settings

CALLBACK = "/oauth2callback"
"""Where the identity provider sends people back to, below the address of the dashboard."""
DEFAULT = "default"
_OF_ALL = ("redirect_uri", "cookie_secret")
_OF_EACH = ("client_id", "client_secret", "server_metadata_url")
_SECRET_CHARACTERS = 32
_EXAMPLE = ("…", "32 random characters or more")
_LIBRARIES = ("authlib", "httpx")

_log = logging.getLogger("wenmai.identity")


class AuthError(ValueError):
    """Why nobody can sign in; the message names keys of the section and never their values."""


def providers() -> tuple[str, ...]:
    """Return the names of the identity providers; the one of `default` is empty.

    Empty on one's own machine, without an `[auth]` section, and where something is amiss.
    """
    try:
        return _providers()
    except AuthError:
        return ()


def is_misconfigured() -> bool:
    """Tell whether somebody began to set signing in up and something is still missing."""
    try:
        _providers()
    except AuthError:
        return True
    return False


def log_status() -> None:
    """Log once, at the start, whether people can sign in, and what is missing."""
    try:
        known = _providers()
    except AuthError as fault:
        _log.error("nobody can sign in: %s", fault)
        return
    if known:
        _log.info("people can sign in, identity providers: %d", len(known))


def is_signed_in() -> bool:
    """Tell whether the reader is signed in."""
    return bool(providers()) and bool(st.user.get("is_logged_in"))


def person() -> Actor:
    """Return who signed in, by issuer and subject; `NOBODY` if nobody did."""
    if not is_signed_in():
        return NOBODY
    who: Any = st.user
    return person_of(str(who.get("iss") or ""), str(who.get("sub") or ""))


def name() -> str:
    """Return the name that the identity provider gives the reader; may be empty."""
    who: Any = st.user
    return str(who.get("name") or who.get("preferred_username") or who.get("email") or "")


def check(auth: Any, *, base_path: str = "") -> tuple[str, ...]:
    """Return the names of the providers in an `[auth]` section in which nothing is missing.

    Args:
        auth: the section.
        base_path: where the dashboard lies on its host, `/` at neither end.

    Raises:
        AuthError: something is missing or cannot be right.
    """
    if not isinstance(auth, Mapping):
        raise AuthError("[auth] is no table")
    _check_complete(auth, _OF_ALL, "[auth]")
    _check_address(str(auth["redirect_uri"]), base_path)
    if len(str(auth["cookie_secret"])) < _SECRET_CHARACTERS:
        raise AuthError(f"cookie_secret has fewer than {_SECRET_CHARACTERS} characters")
    named = {key: own for key, own in auth.items() if isinstance(own, Mapping)}
    named.pop("client_kwargs", None)
    if not named or any(key in auth for key in _OF_EACH):
        named = {DEFAULT: auth, **named}
    for key, own in named.items():
        place = "[auth]" if key == DEFAULT else f"[auth.{key}]"
        if "_" in key:
            raise AuthError(f"{place} has an underscore in its name")
        _check_complete(own, _OF_EACH, place)
        if urlsplit(str(own["server_metadata_url"])).scheme not in ("http", "https"):
            raise AuthError(f"server_metadata_url in {place} is no address")
    return tuple(named)


def _providers() -> tuple[str, ...]:
    if settings().mode != "hosted":
        return ()
    # Where there is no file the framework looks for one at each question, behind a lock.
    files = st.get_option("secrets.files")
    if isinstance(st.secrets, Secrets) and not any(Path(path).exists() for path in files):
        return ()
    try:
        if "auth" not in st.secrets:
            return ()
        auth = st.secrets["auth"]
    except FileNotFoundError:  # what streamlit raises also for a file that is no TOML
        if any(Path(path).is_file() for path in st.get_option("secrets.files")):
            raise AuthError("the file of secrets is no TOML") from None
        return ()
    _check_libraries()
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return check(auth, base_path=base)


def _check_complete(section: Mapping[str, Any], keys: tuple[str, ...], place: str) -> None:
    missing = [key for key in keys if not str(section.get(key) or "").strip()]
    if missing:
        raise AuthError(f"{place} lacks {', '.join(missing)}")
    copied = [key for key in keys if any(words in str(section[key]) for words in _EXAMPLE)]
    if copied:
        raise AuthError(f"{place} still has the words of the example in {', '.join(copied)}")


def _check_address(address: str, base_path: str) -> None:
    try:
        parts = urlsplit(address)
    except ValueError:
        raise AuthError("redirect_uri is no address") from None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise AuthError("redirect_uri is no address")
    wanted = (f"/{base_path}" if base_path else "") + CALLBACK
    if parts.path != wanted or parts.query or parts.fragment:
        raise AuthError(f"redirect_uri does not end with {wanted}")


@cache
def _check_libraries() -> None:
    missing = [library for library in _LIBRARIES if find_spec(library) is None]
    if missing:
        raise AuthError(f"{' and '.join(missing)} not installed: pip install 'wenmai[login]'")

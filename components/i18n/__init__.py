"""Translates the interface into 繁體中文, 简体中文 and English.

Catalogues are gettext files, a folder a language and a file a room, read as they are, so that
a translator needs no build step. Message ids are keys such as `network.title`; a key that is
missing in one language is a bug that a test finds, never an English word in a Chinese page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from babel.support import Format

Locale = Literal["zh_Hant", "zh_Hans", "en"]
LOCALES: tuple[Locale, ...] = get_args(Locale)
_COUNTED = re.compile(r"\{(\w+)\}|\(s\)|\(([^()|]+)\|([^()|]+)\)")
NAMES: dict[str, str] = {"zh_Hant": "繁體中文", "zh_Hans": "简体中文", "en": "English"}

_current: ContextVar[Locale] = ContextVar("locale", default="zh_Hant")


def use(locale: Locale) -> None:
    """Speak this language from here on in this thread (a script run, a command)."""
    _current.set(locale)


def current() -> Locale:
    """Return the language in use."""
    return _current.get()


def match(tag: str | None) -> Locale:
    """Choose a language for a browser's or a shell's locale tag.

    `zh-TW`, `zh-HK`, `zh-Hant-…` and unknown Chinese give 繁體中文; `zh-CN`, `zh-SG`,
    `zh-Hans-…` give 简体中文; any other language gives English; no tag gives 繁體中文.
    """
    parts = (tag or "zh").replace("_", "-").split(".")[0].lower().split("-")
    if parts[0] != "zh":
        return "en"
    if "hant" in parts:
        return "zh_Hant"
    return "zh_Hans" if {"hans", "cn", "sg", "my"} & set(parts) else "zh_Hant"


def t(key: str, **values: object) -> str:
    """Return the text of a key in the language in use, with `{name}` fields filled.

    Raises:
        KeyError: no catalogue has that key.
    """
    text = catalogue(_current.get())[key]
    return _agree(text, values).format(**values) if values else text


def _agree(text: str, values: Mapping[str, object]) -> str:
    """Let words agree with the number before them: `article(s)`, `(story|stories)`, `(is|are)`.

    Plural forms of gettext know one number in a text; captions here have three or four. A text
    without a number before its noun agrees with `n`.
    """
    counted = str(values.get("n", ""))

    def choose(found: re.Match[str]) -> str:
        nonlocal counted
        if found[1]:
            counted = str(values.get(found[1], ""))
            return found[0]
        one, more = (found[2], found[3]) if found[2] else ("", "s")
        return one if counted == "1" else more

    return _COUNTED.sub(choose, text)


def number(value: float, *, digits: int = 0) -> str:
    """Write a number as the language in use does: thousands separated, fixed decimals."""
    return _write_number(_current.get(), value, digits)


@lru_cache(maxsize=4096)
def _write_number(locale: Locale, value: float, digits: int) -> str:
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return str(_format(locale).decimal(value, format=pattern))


def share(value: float) -> str:
    """Write a share in [0, 1] as per cent with one decimal."""
    return f"{100 * value:.1f}%"


@cache
def catalogue(locale: Locale) -> dict[str, str]:
    """Read the catalogues of a language once per process: key -> text."""
    from babel.messages.pofile import read_po  # a worker that reads files says nothing

    texts: dict[str, str] = {}
    for entry in sorted(files(__name__).joinpath(locale).iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".po"):
            with entry.open("rb") as file:
                messages = read_po(file, locale=locale)
            texts |= {str(message.id): str(message.string) for message in messages if message.id}
    return texts


@cache
def _format(locale: Locale) -> Format:
    from babel.support import Format

    return Format(locale)

"""Finds fonts that have a text's characters, and reads the outlines of their letters.

A font without Chinese draws every character as the same box and says nothing, so each glyph
is looked up before it is drawn. Order: the `WENMAI_FONT` setting, the Noto fonts that the
packages bring, what fontconfig finds on the machine, and then an error that says what to do.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any

from components.cloud.cloud import Typeface

# 繁體 text with a stray 简体 character keeps Taiwan's letter forms; the stray one is borrowed.
_STRAYS = 0.02
_PACKAGES = ("pylopdf_fonts_zh_tw", "pylopdf_fonts_zh_cn")
# A TTFont reads its file as it goes; two threads must not move one file's position.
_reading = Lock()


class FontMissingError(RuntimeError):
    """No font with Chinese characters was found, or the one that was set cannot be read.

    Attributes:
        sentence: the key of what people are told.
    """

    sentence = "cloud.font_missing"


@dataclass(frozen=True, slots=True)
class Face:
    """One font of a file; `number` chooses it in a collection."""

    path: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Glyph:
    """The outline of one character.

    Attributes:
        advance: width in em; Chinese characters have 1.
        units: font units in one em.
        strokes: drawing commands as fontTools pens record them, y upwards.
    """

    advance: float
    units: int
    strokes: tuple[tuple[str, tuple[tuple[float, float], ...]], ...]


def faces(characters: Iterable[str], *, typeface: Typeface = "sans") -> tuple[Face, ...]:
    """Choose fonts for these characters: the first draws, the others lend what it lacks.

    Raises:
        FontMissingError: nothing at hand draws Chinese, or `WENMAI_FONT` cannot be read.
    """
    wanted = frozenset(c for c in characters if not c.isspace())
    chosen = (*_find_by_setting(), *_from_packages(wanted, typeface))
    lacking = wanted.difference(*map(characters_of, chosen))
    chosen += tuple(_from_machine(lacking)) if lacking or not chosen else ()
    if not chosen:
        raise FontMissingError(
            "No Chinese font was found. Install pylopdf-fonts-zh-tw, or set WENMAI_FONT to the "
            "path of a font such as NotoSansTC-Regular.otf."
        )
    return chosen


def without_glyph(words: Iterable[str], chosen: Iterable[Face]) -> tuple[str, ...]:
    """Return the characters of the words that none of the fonts can draw, sorted."""
    wanted = {c for word in words for c in word if not c.isspace()}
    return tuple(sorted(wanted.difference(*map(characters_of, chosen))))


def face_of(character: str, chosen: tuple[Face, ...]) -> Face:
    """Return the first font that has the character; the first of all where none has."""
    return next((face for face in chosen if character in characters_of(face)), chosen[0])


@lru_cache(maxsize=16)
def characters_of(face: Face) -> frozenset[str]:
    """Return all characters a font has glyphs for."""
    with _reading:
        return frozenset(map(chr, _open(face).getBestCmap() or ()))


@lru_cache(maxsize=16)
def name_of(face: Face) -> str:
    """Return a font's family name, such as `Noto Sans TC`."""
    with _reading:
        names = _open(face)["name"]
        return str(names.getDebugName(16) or names.getDebugName(1) or Path(face.path).stem)


@lru_cache(maxsize=20_000)
def glyph(face: Face, character: str) -> Glyph:
    """Return a character's outline; a font without it gives its own sign for that."""
    from fontTools.pens.recordingPen import DecomposingRecordingPen

    with _reading:
        font = _open(face)
        letters = font.getGlyphSet()
        name = (font.getBestCmap() or {}).get(ord(character), ".notdef")
        pen = DecomposingRecordingPen(letters)
        letters[name].draw(pen)
        units = int(font["head"].unitsPerEm)
        return Glyph(letters[name].width / units, units, tuple(pen.value))


@lru_cache(maxsize=16)
def _open(face: Face) -> Any:
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with ExitStack() as opened:
            file = opened.enter_context(Path(face.path).open("rb"))
            font = TTFont(file, fontNumber=face.number, lazy=True)
            opened.pop_all()  # a font that could be read goes on reading
            return font
    except (OSError, TTLibError) as error:
        raise FontMissingError(
            f"{Path(face.path).name} cannot be read as a font. Set WENMAI_FONT to the path of an "
            "OpenType or TrueType font, or leave it unset."
        ) from error


def _find_by_setting() -> tuple[Face, ...]:
    path = os.environ.get("WENMAI_FONT", "")
    return (Face(path),) if path else ()


def _from_packages(wanted: frozenset[str], typeface: Typeface) -> tuple[Face, ...]:
    found = [Face(str(path)) for name in _PACKAGES if (path := _find_in_package(name, typeface))]
    if len(found) < 2 or not wanted:
        return tuple(found)
    lacks = [len(wanted - characters_of(face)) for face in found]
    if lacks[0] > lacks[1] and lacks[0] > _STRAYS * len(wanted):
        found.reverse()
    return tuple(found)


def _find_in_package(package: str, typeface: Typeface) -> Path | None:
    try:
        module = import_module(package)
    except ModuleNotFoundError:
        return None
    path: Path = module.serif_path() if typeface == "serif" else module.sans_path()
    return path if path.is_file() else None


def _from_machine(wanted: frozenset[str]) -> Iterable[Face]:
    """Ask fontconfig for a Chinese font with these characters; its answer is only a guess."""
    program = shutil.which("fc-match")
    if program is None:
        return
    characters = " ".join(f"{ord(c):x}" for c in sorted(wanted)[:64])
    asked = (f":charset={characters}:lang=zh-tw", ":lang=zh-tw", ":lang=zh")
    for face in dict.fromkeys(filter(None, (_match(program, pattern) for pattern in asked))):
        known = characters_of(face)
        if known & wanted if wanted else "中" in known:
            yield face
            return


@lru_cache(maxsize=256)
def _match(program: str, pattern: str) -> Face | None:
    try:
        done = subprocess.run(  # noqa: S603  a fixed program; the pattern is built from code points
            [program, "-f", "%{file}\n%{index}", pattern],
            capture_output=True, text=True, timeout=5, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    path, _, number = done.stdout.partition("\n")
    return Face(path, int(number or 0) & 0xFFFF) if Path(path).is_file() else None

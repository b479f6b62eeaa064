"""No GPL or AGPL among what is installed with Wenmai, and whose work travels in it is told.

Judged are the libraries of `requirements.txt`, and those of the extras with all they need, by
the licence that each states of itself. GPL and AGPL fail: they would reach over to the whole.
The LGPL passes: it lets programs of any licence load a library as it stands, and psycopg, the
one under it, is loaded so, only with the extra `postgres`. Where a library offers a choice
(MPL or GPL), the permissive choice counts; GPL with a linking exception passes.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib import metadata
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
NOTICES = (ROOT / "THIRD_PARTY_NOTICES.md").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
# What makes the program itself; any other file that travels is somebody's data.
CODE = {".py", ".sh", ".po", ".css", ".js", ".jinja", ".mako", ".template", ".md"}


def is_strong(expression: str) -> bool:
    """Tell whether every choice of an SPDX expression holds the GPL or the AGPL.

    Raises:
        SyntaxError: it is no expression.
    """
    plain = re.sub(r"[\w.+-]+\s+WITH\s+[\w.+-]+", "excepted", expression)
    words = re.findall(r"[\w.+-]+|[()]", plain)
    # A choice is strong when all alternatives are: OR joins as `and`, AND as `or`.
    joined = {"OR": "and", "AND": "or", "(": "(", ")": ")"}
    said = (joined.get(word) or str(word.startswith(("GPL", "AGPL"))) for word in words)
    return bool(eval(" ".join(said)))


def licence_of(told: metadata.PackageMetadata) -> str:
    """Return what a library states: an expression, or its classifiers, or its own words."""
    stated = [c for c in told.get_all("Classifier") or [] if c.startswith("License ::")]
    return told.get("License-Expression") or "; ".join(stated) or (told.get("License") or "")[:100]


def is_strong_in_words(stated: str) -> bool:
    """Tell the same of words that are no expression."""
    plain = re.sub(r"(?i)lesser general public license|lgpl|library general public", "", stated)
    return bool(re.search(r"(?i)\ba?gpl|general public license|affero", plain))


def needed(lines: Iterator[str] | list[str], extras: frozenset[str] = frozenset()) -> set[str]:
    """Return the names that requirements ask for here, whichever extra they belong to."""
    names = set()
    for line in lines:
        asked = Requirement(line)
        places = [{"extra": extra} for extra in extras] or [{"extra": ""}]
        if not asked.marker or any(asked.marker.evaluate(place) for place in places):
            names.add(canonicalize_name(asked.name))
    return names


def runtime() -> list[str]:
    """Return every library that a user may have installed: locked, or by an extra."""
    locked = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    names = needed([line.rstrip(" \\") for line in locked if re.match(r"\w", line)])
    waiting = {
        (canonicalize_name(asked.name), frozenset(asked.extras))
        for lines in PROJECT["optional-dependencies"].values()
        for asked in map(Requirement, lines)
    }
    while waiting:
        name, extras = waiting.pop()
        asked = needed(metadata.requires(name) or [], extras or frozenset({""}))
        waiting |= {(other, frozenset()) for other in asked - names - {name}}
        names.add(name)
    return sorted(names)


@pytest.mark.parametrize("name", runtime())
def test_licences_hold_no_gpl(name: str) -> None:
    told = metadata.metadata(name)
    stated = licence_of(told)
    assert stated, f"{name} states no licence: read its files, or do without it"
    strong = is_strong(stated) if told.get("License-Expression") else is_strong_in_words(stated)
    assert not strong, f"{name} is under {stated}: this project is MIT"


@pytest.mark.parametrize(
    ("expression", "strong"),
    [
        ("MIT", False),
        ("GPL-2.0-or-later", True),
        ("AGPL-3.0-only", True),
        ("LGPL-3.0-only", False),
        ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", False),
        ("BSD-3-Clause AND GPL-3.0-only", True),
        ("BSD-3-Clause AND (MIT OR GPL-3.0-only)", False),
        ("BSD-3-Clause AND GPL-3.0-or-later WITH GCC-exception-3.1", False),
    ],
)
def test_licences_are_judged_by_their_choices(expression: str, strong: bool) -> None:
    assert is_strong(expression) is strong


@pytest.mark.parametrize(
    ("stated", "strong"),
    [
        ("License :: OSI Approved :: GNU General Public License v2 or later (GPLv2+)", True),
        ("License :: OSI Approved :: GNU Affero General Public License v3", True),
        ("License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)", False),
        ("License :: OSI Approved :: BSD License", False),
        ("GPLv3", True),
    ],
)
def test_licences_are_judged_by_their_words(stated: str, strong: bool) -> None:
    assert is_strong_in_words(stated) is strong


def test_licences_of_all_libraries_are_told() -> None:
    lines = PROJECT["dependencies"] + list(chain(*PROJECT["optional-dependencies"].values()))
    direct = {canonicalize_name(Requirement(line).name) for line in lines}
    told = set(re.findall(r"^\| \[([\w-]+)\]\(http", NOTICES, re.MULTILINE))
    assert direct == told, "THIRD_PARTY_NOTICES.md lists other libraries than pyproject.toml"


def test_licences_of_all_data_files_are_told() -> None:
    """A line may name a file, or a folder by a slash at its end."""
    told = re.findall(r"^\| `([^`]+)` \|(?: [^|]+ \|){3}$", NOTICES, re.MULTILINE)
    travels = [
        str(path.relative_to(ROOT))
        for folder in ("components", "dashboard", "seeds")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix not in CODE and "__pycache__" not in path.parts
    ]
    untold = [p for p in travels if p not in told and not p.startswith(folders(told))]
    assert not untold, "files without origin and licence in THIRD_PARTY_NOTICES.md"
    gone = [line for line in told if not any(path.startswith(line) for path in travels)]
    assert not gone, "THIRD_PARTY_NOTICES.md names files that are not there"


def folders(told: list[str]) -> tuple[str, ...]:
    return tuple(line for line in told if line.endswith("/"))

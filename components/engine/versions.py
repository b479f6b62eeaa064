"""Names what numbers depend on besides texts and settings: programs, lists and models.

A worker that has another version of any of them would give other numbers, silently. So each says
what it has, by content and not by what a package calls itself.
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import metadata, util
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
# What cuts, folds and computes; `python` and `numpy` sum numbers.
_PACKAGES = ("jieba", "numpy", "opencc", "rapidfuzz", "ahocorasick-rs", "xxhash", "wapic")
_OPTIONAL = ("rjieba", "wapic-cws-model")


@cache
def tell_versions() -> dict[str, str]:
    """Return what this process has: versions of packages, digests of program, lists and models."""
    found = {"python": ".".join(platform.python_version_tuple()[:2])}
    found |= {name: _version(name) for name in (*_PACKAGES, *_OPTIONAL)}
    files = sorted(path for path in _ROOT.rglob("*") if path.is_file())
    found["program"] = _digest(path for path in files if path.suffix == ".py")
    found["lists"] = _digest(path for path in files if path.suffix in (".txt", ".bin"))
    found["models"] = _digest(
        [*(path for path in files if path.suffix == ".npz"), *_files_of_jieba()]
    )
    return found


def find_difference(ours: Mapping[str, str], theirs: Mapping[str, str]) -> dict[str, str]:
    """Return the first thing that differs, as `what`, `ours`, `theirs`; empty where all agree."""
    for what, own in ours.items():
        other = theirs.get(what, "-")
        if other != own:
            return {"what": what, "ours": own or "-", "theirs": other or "-"}
    return {}


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _files_of_jieba() -> list[Path]:
    """The net and the dictionary that jieba ships."""
    found = util.find_spec("jieba")
    folder = Path(found.origin).parent if found and found.origin else _ROOT
    return sorted([*folder.glob("dict.txt"), *folder.glob("lac_small/model_baseline/*")])


def _digest(files: Iterable[Path]) -> str:
    hasher = hashlib.sha256()
    for path in files:
        data = path.read_bytes() if path.is_file() else b""
        hasher.update(f"{path.name} {len(data)} ".encode() + data)
    return hasher.hexdigest()[:16]

"""Reads jieba's dictionary: words with their frequencies and parts of speech.

The process owns one tokenizer that nobody changes: words added to jieba itself would be seen
by every reader of the dashboard. Its cache of the parsed dictionary lies in a folder that only
this user can write, since jieba loads it with `marshal`.
"""

from __future__ import annotations

import logging
import math
import mmap
import os
import sys
import threading
import warnings
from bisect import bisect_left, bisect_right
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from components.words.viterbi import viterbi

_LOCK = threading.Lock()
_DICTIONARY = "dict.txt"
# dict.txt is sorted behind the words with Latin letters at its head, but for two lines that
# stand this many bytes from their place at most.
_SORTED_FROM = "一".encode()
_ASTRAY = 1024
_HEAD = 8  # bytes of a word by which its line is found


def tokenizer() -> Any:
    """Return this process's own jieba tokenizer, loaded once."""
    with _LOCK:
        return _load()


def frequency(word: str) -> int:
    """Return how often jieba's dictionary counts a Simplified word; 0 if it has no such word."""
    return int(tokenizer().FREQ.get(word, 0))


@cache
def total() -> int:
    """Return the sum of all frequencies in jieba's dictionary."""
    return int(tokenizer().total)


@lru_cache(maxsize=1 << 17)
def tag_of(word: str) -> str:
    """Return the part of speech jieba's dictionary gives a Simplified word; "" if none.

    The dictionary is sorted and is searched where it lies, by the first characters of its words:
    reading all 349,046 tags takes longer than a short text needs from start to end.
    """
    if word in _read_unsorted_tags():
        return _read_unsorted_tags()[word]
    data, key = _lines(), word.encode("utf-8", "surrogatepass")
    starts, heads = _read_heads()
    head = int.from_bytes(key[:_HEAD].ljust(_HEAD, b"\0"), "big")
    low, high = bisect_left(heads, head), bisect_right(heads, head)
    at = data.find(b"\n" + key + b" ", max(starts[low] - _ASTRAY, 0), starts[high] + _ASTRAY)
    return data[at + 1 : data.find(b"\n", at + 1)].rsplit(b" ", 1)[1].decode() if at >= 0 else ""


def split_without(word: str) -> tuple[int, ...]:
    """Return the lengths of the likeliest dictionary words that make up `word`, itself apart.

    A single character has no parts and stays whole.
    """
    size, freq, base = len(word), tokenizer().FREQ, math.log(total())
    best: list[tuple[float, int]] = [(0.0, 0)] + [(-math.inf, 0)] * size
    for end in range(1, size + 1):
        for start in range(end):
            if end - start == size > 1:
                continue
            count = freq.get(word[start:end]) or (1 if end - start == 1 else 0)
            if count:
                score = best[start][0] + math.log(count) - base
                best[end] = max(best[end], (score, start))
    lengths, end = [], size
    while end:
        lengths.append(end - best[end][1])
        end = best[end][1]
    return tuple(reversed(lengths))


@cache
def _lines() -> mmap.mmap:
    with _path().open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


@cache
def _find_sorted_start() -> int:
    return _lines().find(b"\n" + _SORTED_FROM + b" ") + 1


@cache
def _read_heads() -> tuple[memoryview, memoryview]:
    """Return where the sorted lines begin, and the first bytes of each word as one number."""
    data = np.frombuffer(_lines(), np.uint8)[_find_sorted_start() :]
    starts = np.append(0, np.flatnonzero(data == ord("\n")) + 1)
    sizes = np.flatnonzero(data == ord(" "))[::2] - starts[:-1]  # a blank before the frequency
    padded = np.append(data, np.zeros(_HEAD, np.uint8))
    heads = sliding_window_view(padded, _HEAD)[starts[:-1]].view(">u8").ravel().astype(np.uint64)
    behind = np.uint64(8) * (_HEAD - np.minimum(sizes, _HEAD)).astype(np.uint64)
    return (starts + _find_sorted_start()).data, (heads >> behind << behind).data


@cache
def _read_unsorted_tags() -> dict[str, str]:
    lines = _lines()[: _find_sorted_start()].decode().splitlines()
    return {line.split(" ")[0]: line.split(" ")[-1] for line in lines}


def _path() -> Path:
    return Path(_jieba().__file__).with_name(_DICTIONARY)


@cache
def _jieba() -> Any:
    with warnings.catch_warnings():  # jieba 0.42.1 predates raw strings in patterns
        warnings.simplefilter("ignore")
        import jieba
    logging.getLogger("jieba").setLevel(logging.CRITICAL + 1)
    jieba.finalseg.viterbi = viterbi
    return jieba


@cache
def _load() -> Any:
    jieba = _jieba()
    loaded = jieba.Tokenizer()
    folder = private_folder()
    loaded.tmp_dir = str(folder) if folder else os.devnull
    python = f"{sys.version_info[0]}{sys.version_info[1]}"
    loaded.cache_file = f"jieba-{jieba.__version__}-{python}.cache"
    loaded.initialize()
    return loaded


def private_folder() -> Path | None:
    """Return the folder of this user's caches, made if need be; None if there is no safe one.

    `$WENMAI_DATA_DIR/cache`, else `$XDG_CACHE_HOME/wenmai`, else `~/.cache/wenmai`. A folder
    that others can write to is not used.
    """
    data = os.environ.get("WENMAI_DATA_DIR")
    home = os.environ.get("XDG_CACHE_HOME")
    try:
        folder = Path(data) / "cache" if data else Path(home or Path.home() / ".cache") / "wenmai"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder if _is_private(folder) else None
    except (OSError, RuntimeError):
        return None


def _is_private(folder: Path) -> bool:
    if not hasattr(os, "getuid"):
        return True
    status = folder.stat()
    return status.st_uid == os.getuid() and not status.st_mode & 0o022

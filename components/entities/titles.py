"""Reads the titles that people bear: 台積電董事長 before 魏哲家, 校長 behind 許."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import numpy as np

from components.entities.card import Title
from components.entities.index import EntityIndex
from components.text import Corpus, Span, Spans, fold

_RANKS = (
    "前任", "前", "现任", "时任", "新任", "候任", "准", "暂代", "代理", "副", "首席", "资深",
    "执行", "荣誉", "名誉", "常务", "联合", "总", "高级", "共同",
)  # fmt: skip
_LONGEST = 18  # characters beside a name that are read
# Behind a name a title may be a verb or the head of another word: 林佳龍代表出席, 外長期關注.
_VERBS = ("代表", "编辑", "编译", "导演", "监制", "顾问", "记者", "裁判")
_GOES_ON = "期大会室处办人"

Owners = Mapping[str, Mapping[int, int]]


def titles_of(index: EntityIndex, corpus: Corpus, mentions: Spans) -> tuple[Title, ...]:
    """Return the titles that stand beside mentions of one person, the most frequent first.

    A title is one of a list, with the ranks before it (前, 代理) and others joined to it by 兼,
    and with the name of the body or place that it directly follows or ends: 外交部長.

    Args:
        index: all names; those that end where a title begins belong to it.
        corpus: the texts.
        mentions: where the person is named.

    Returns:
        Titles, those that differ only in script or width together; none where none stands.
    """
    owners = _owners(index, mentions)
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for span in mentions:
        text = corpus.article(span.article_id).text
        title = _read_before(text, span, owners) or _read_behind(text, span)
        if title:
            written[fold(title)][title] += 1
    found = (Title(own.most_common(1)[0][0], own.total()) for own in written.values())
    return tuple(sorted(found, key=lambda title: (-title.count, title.text)))


def _owners(index: EntityIndex, mentions: Spans) -> Owners:
    """Return article id -> end -> start of bodies and places, in the articles of mentions."""
    wanted = {mentions.ids[i] for i in np.unique(mentions.articles).tolist()}
    spans = index.mentions.spans
    own = np.array([article_id in wanted for article_id in spans.ids], bool)
    is_person = np.array([own_id.startswith("PER:") for own_id in index.mentions.ids], bool)
    found: defaultdict[str, dict[int, int]] = defaultdict(dict)
    if len(spans):
        kept = own[spans.articles] & ~is_person[index.mentions.entity_codes]
        for span in spans.take(np.flatnonzero(kept)):
            found[span.article_id][span.end] = span.start
    return found


def _read_before(text: str, span: Span, owners: Owners) -> str:
    start = max(0, span.start - _LONGEST)
    found = _before().search(fold(text[start : span.start]))
    if not found:
        return ""
    begin = start + found.start()
    ends = owners.get(span.article_id, {})
    # 外交部長: the name of the body ends inside the title.
    for end in range(span.start - 1, begin - 1, -1):
        if end in ends and ends[end] < begin:
            return text[ends[end] : span.start]
    return text[begin : span.start]


def _read_behind(text: str, span: Span) -> str:
    following = fold(text[span.end : span.end + _LONGEST])
    found = _behind().match(following)
    if not found or found[0] in _VERBS or following[found.end() : found.end() + 1] in _NEXT:
        return ""
    return text[span.end : span.end + found.end()]


_NEXT = frozenset(_GOES_ON)


@cache
def _sections() -> dict[str, tuple[str, ...]]:
    """Return titles and ways to address people, folded, the longest first."""
    text = files(__package__).joinpath("data", "titles.txt").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    own: list[str] = []
    for line in text.splitlines():
        if line.startswith("["):
            own = found.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            own += map(fold, line.split())
    return {
        name: tuple(sorted(set(words), key=lambda word: (-len(word), word)))
        for name, words in found.items()
    }


def is_addressed(following: str) -> bool:
    """Tell whether a title or a way to address people follows: 許 before 校長, 戚 before 婆婆."""
    return length_of_address(following) > 0


def length_of_address(following: str) -> int:
    """Return how long the title is that follows a name, or the way to address people."""
    match = _addressed().match(fold(following[:_LONGEST]))
    return len(match[0]) if match else 0


def stands_behind_title(before: str) -> bool:
    """Tell whether a title ends where a name begins: 前總統 before 烏里韋."""
    return _before().search(fold(before[-_LONGEST:])) is not None


@cache
def _addressed() -> re.Pattern[str]:
    return re.compile(f"{_behind().pattern}|{'|'.join(_sections()['address'])}")


@cache
def _behind() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(map(fold, _RANKS))})*(?:{'|'.join(_sections()['titles'])})")


@cache
def _before() -> re.Pattern[str]:
    one = _behind().pattern
    return re.compile(f"{one}(?:[兼暨]{one})*$")

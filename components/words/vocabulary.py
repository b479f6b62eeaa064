"""Joins and splits words after cutting, by lists that no segmenter needs to learn.

Two lists act here: the one for Taiwan that ships, which only puts words together, and the
reader's own lexicon, which also cuts words open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from components.lexicon import Lexicon
from components.text import code_points, narrow, norm_of, norms, norms_of, table_of
from components.words.cuts import Word, Words
from components.words.dictionary import frequency, split_without
from components.words.pos import pos_of

_MOST_PARTS = 6
_USER_POS = "n"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words by norm with their parts of speech; `heads` are the two characters they begin with."""

    tags: Mapping[str, str]
    heads: frozenset[str]
    longest: int


@cache
def taiwan() -> Vocabulary:
    """Return the words of Taiwan's newspapers that jieba's dictionary lacks."""
    text = files(__package__).joinpath("taiwan.txt").read_text(encoding="utf-8")
    lines = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    forms = norms(word for word, _ in lines)
    tags = {forms[word]: pos for word, pos in lines}
    return Vocabulary(tags, frozenset(form[:2] for form in tags), max(map(len, tags)))


def join_known(words: Words, vocabulary: Vocabulary) -> Words:
    """Put neighbouring words together where they make up a word of the vocabulary.

    The longest word from the left wins. Nothing is cut: a word is formed only where it begins
    and ends with words.
    """
    text, heads = narrow(words.text), vocabulary.heads
    starts, ends = words.starts.tolist(), words.ends.tolist()
    begins = table_of("".join(sorted({head[0] for head in heads})))[code_points(text)]
    found: list[tuple[int, int]] = []
    done = 0
    for i in np.flatnonzero(begins[words.starts]).tolist():
        if text[starts[i] : starts[i] + 2] not in heads:
            continue
        if i >= done and (last := _last_of(text, starts, ends, i, vocabulary)) > i:
            found.append((i, last))
            done = last + 1
    if not found:
        return words
    tags = [vocabulary.tags[text[starts[i] : ends[last]]] for i, last in found]
    first, last_ = zip(*found, strict=True)
    return words.join(first, last_, tags)


def _last_of(
    text: str, starts: list[int], ends: list[int], first: int, vocabulary: Vocabulary
) -> int:
    start, found = starts[first], first
    for last in range(first + 1, min(first + _MOST_PARTS, len(starts))):
        if ends[last] - start > vocabulary.longest:
            break
        if text[start : ends[last]] in vocabulary.tags:
            found = last
    return found


class Corrections:
    """A lexicon made ready for cutting; neither jieba nor another reader ever sees it."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._forbidden = norms_of(lexicon.taken_apart)
        forms = {norm_of(word) for word in lexicon.words} - self._forbidden
        ordered = sorted(filter(None, forms), key=lambda form: (-len(form), form))
        self._words = re.compile("|".join(map(_whole, ordered))) if ordered else None

    def __bool__(self) -> bool:
        return bool(self._forbidden or self._words)

    def apply(self, text: str, words: list[Word]) -> list[Word]:
        """Join the reader's words and split the forbidden ones.

        A word of the reader's is formed wherever it stands, but not across two words that it
        would both cut open (里長 in 公里長度), nor inside a dictionary word or a Latin run.

        Args:
            text: the folded copy.
            words: its words.
        """
        if self._forbidden:
            words = [part for word in words for part in self._parts(text, word)]
        if self._words:
            for match in self._words.finditer(text):
                words = _form(text, words, match.start(), match.end())
        return words

    def _parts(self, text: str, word: Word) -> Iterable[Word]:
        start, end, _ = word
        if text[start:end] not in self._forbidden:
            return (word,)
        return _pieces(text, start, split_without(text[start:end]))


def _pieces(text: str, start: int, sizes: Iterable[int]) -> list[Word]:
    pieces = []
    for size in sizes:
        pieces.append((start, start + size, pos_of(text[start : start + size])))
        start += size
    return pieces


def _form(text: str, words: list[Word], start: int, end: int) -> list[Word]:
    covered = [i for i, (s, e, _) in enumerate(words) if s < end and start < e]
    if not covered:
        return words
    first, last = words[covered[0]], words[covered[-1]]
    opens, closes = first[0] < start, end < last[1]
    if opens and closes and (first != last or frequency(text[first[0] : first[1]])):
        return words
    rest_before = [_rest(text, first[0], start)] if opens else []
    rest_after = [_rest(text, end, last[1])] if closes else []
    pos = pos_of(text[start:end])
    formed = (start, end, pos if pos != "x" else _USER_POS)
    return words[: covered[0]] + rest_before + [formed] + rest_after + words[covered[-1] + 1 :]


def _rest(text: str, start: int, end: int) -> Word:
    return start, end, pos_of(text[start:end])


def _whole(form: str) -> str:
    """A pattern for a form; one that begins or ends in a Latin letter or digit stands free."""
    before = "(?<![a-z0-9])" if re.match("[a-z0-9]", form) else ""
    after = "(?![a-z0-9])" if re.search("[a-z0-9]$", form) else ""
    return before + re.escape(form) + after

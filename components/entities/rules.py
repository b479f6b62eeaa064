"""Corrects what the network does not know: where names end, and how news writes them.

Every rule reads the aligned Simplified copy of a sentence, so that one table serves both
scripts, and turns one list of names into another: in order of the text, never overlapping.
`RULES` gives their order. `tests/bench/entities.py --ablate` tells what each is worth.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from components.entities.gazetteer import Gazetteer, Known, gazetteer
from components.entities.vocabulary import (
    ABBREVIATIONS,
    BODIES,
    ENGLISH,
    FACILITIES,
    FIRMS,
    GENERIC,
    MEMBERS,
    RELATIONS,
    SURNAMES,
    TITLES,
)
from components.lexicon import KINDS, Kind
from components.text import Columns, Ints, Rows, bounds_of, code_points, join_ranges, no_ints

# How sure the gazetteer is of a name, at least.
LISTED = 0.9
# How sure a rule is of a name that it builds from its surroundings.
RULED = 0.6
# Names that the net believes in less than this are left to the other rules.
DOUBTFUL = 0.4


@dataclass(frozen=True, slots=True)
class NetWord:
    """A word as the net cuts it.

    Attributes:
        start: first character, in the sentence.
        end: one past the last.
        tag: the net's tag: PER LOC ORG TIME, or a part of speech.
        confidence: the probability of its least sure character, in [0, 1].
    """

    start: int
    end: int
    tag: str
    confidence: float


@dataclass(frozen=True, slots=True)
class FoundName:
    """A name found in one sentence; fields as of `NetWord`."""

    start: int
    end: int
    kind: Kind
    confidence: float


@dataclass(frozen=True, slots=True)
class WordRow:
    """The words of one sentence: fields as of `NetWord`, a list each."""

    starts: Sequence[int] = ()
    ends: Sequence[int] = ()
    tags: Sequence[str] = ()
    confidences: Sequence[float] = ()

    def __len__(self) -> int:
        return len(self.starts)

    def __getitem__(self, number: int) -> NetWord:
        return NetWord(
            self.starts[number], self.ends[number], self.tags[number], self.confidences[number]
        )

    def __iter__(self) -> Iterator[NetWord]:
        return map(NetWord, self.starts, self.ends, self.tags, self.confidences)

    def at(self, start: int) -> int | None:
        """Return the number of the word that begins there; None where none does."""
        number = bisect_left(self.starts, start)
        return number if number < len(self.starts) and self.starts[number] == start else None

    def word_at(self, start: int) -> NetWord | None:
        """Return the word that begins there, if one does."""
        number = self.at(start)
        return None if number is None else self[number]


@dataclass(frozen=True, slots=True, eq=False)
class WordRows:
    """The net's words of several sentences, which they tile.

    Attributes:
        bounds: (n_sentences + 1,), where the words of each begin.
        ends: (n_words,), one past the last character of each, in its sentence.
        tag_codes: (n_words,), into `tags`.
        confidences: (n_words,), the probability of its least sure character, in [0, 1].
        tags: the net's tags.
    """

    bounds: Ints
    ends: Ints
    tag_codes: Ints
    confidences: NDArray[np.float32]
    tags: tuple[str, ...]

    @classmethod
    def none(cls, n: int) -> WordRows:
        """Return no words for so many sentences."""
        return cls(np.zeros(n + 1, np.int32), no_ints(), no_ints(), np.zeros(0, np.float32), ())

    @property
    def starts(self) -> Ints:
        """(n_words,), first character of each, in its sentence."""
        starts = np.zeros_like(self.ends)
        starts[1:] = self.ends[:-1]
        starts[self.bounds[:-1][np.diff(self.bounds) > 0]] = 0
        return starts

    def rows(self) -> Iterator[WordRow]:
        """Yield the words of each sentence."""
        starts, ends = self.starts.tolist(), self.ends.tolist()
        tags = [self.tags[code] for code in self.tag_codes.tolist()]
        sure = self.confidences.tolist()
        for low, high in pairwise(self.bounds.tolist()):
            yield WordRow(starts[low:high], ends[low:high], tags[low:high], sure[low:high])


@dataclass(frozen=True, slots=True, eq=False)
class FoundRows(Columns["tuple[FoundName, ...]"]):
    """The names found in several sentences, in order of the text.

    Attributes:
        bounds: (n_sentences + 1,), where the names of each begin.
        starts: (n_names,), first character, in the sentence.
        ends: (n_names,), one past the last.
        kind_codes: (n_names,), into `KINDS`.
        confidences: (n_names,), in [0, 1].
    """

    bounds: Ints
    starts: Ints
    ends: Ints
    kind_codes: Ints
    confidences: NDArray[np.float64]

    item: ClassVar[Any] = tuple[FoundName, ...]

    @classmethod
    def of(cls, nouns: Iterable[Iterable[FoundName]]) -> FoundRows:
        """Put the names of sentences into columns."""
        rows = [tuple(row) for row in nouns]
        table = [(m.start, m.end, KINDS.index(m.kind)) for row in rows for m in row]
        starts, ends, kinds = np.ascontiguousarray(np.array(table, np.int32).reshape(-1, 3).T)
        sure = np.array([m.confidence for row in rows for m in row], np.float64)
        return cls(bounds_of([len(row) for row in rows]), starts, ends, kinds, sure)

    @classmethod
    def concatenate(cls, parts: Sequence[FoundRows]) -> FoundRows:
        """Put rows behind each other."""
        if not parts:
            return cls.of(())
        return cls(
            bounds_of(np.concatenate([np.diff(part.bounds) for part in parts])),
            np.concatenate([part.starts for part in parts]),
            np.concatenate([part.ends for part in parts]),
            np.concatenate([part.kind_codes for part in parts]),
            np.concatenate([part.confidences for part in parts]),
        )

    def take(self, rows: Rows) -> FoundRows:
        """Return the names of some sentences by their numbers."""
        counts = np.diff(self.bounds)[rows]
        chosen = join_ranges(self.bounds[:-1][rows], counts)
        columns = (self.starts[chosen], self.ends[chosen], self.kind_codes[chosen])
        return FoundRows(bounds_of(counts), *columns, self.confidences[chosen])

    @property
    def rows(self) -> Ints:
        """(n_names,), number of the sentence of each name."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.bounds))

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def __iter__(self) -> Iterator[tuple[FoundName, ...]]:
        yield from map(self._one, range(len(self)))

    def _one(self, number: int) -> tuple[FoundName, ...]:
        own = slice(*self.bounds[number : number + 2].tolist())
        columns = (self.starts, self.ends, self.kind_codes, self.confidences)
        rows = zip(*(column[own].tolist() for column in columns), strict=True)
        return tuple(FoundName(start, end, KINDS[kind], sure) for start, end, kind, sure in rows)


@dataclass(frozen=True, slots=True)
class RuleSentence:
    """What rules read.

    Attributes:
        copy: the aligned Simplified copy, in lower case.
        cased: the same with its capitals.
        words: the net's words, which tile the copy; empty without the net.
        known: the gazetteer.
        listed: where two characters stand with which a listed name begins.
    """

    copy: str
    cased: str
    words: WordRow
    known: Gazetteer
    listed: Sequence[int] = ()

    def text(self, found: FoundName) -> str:
        """Return the characters of a name."""
        return self.copy[found.start : found.end]

    def entry(self, found: FoundName) -> Known | None:
        """Return what the gazetteer knows of a name."""
        return self.known.names.get(self.copy[found.start : found.end])

    def is_edge(self, place: int) -> bool:
        """Tell whether a word begins there, or the sentence ends."""
        return place == len(self.copy) or self.words.at(place) is not None


FoundNames = list[FoundName]
Rule = Callable[[FoundNames, RuleSentence], FoundNames]

# The net tells names from parts of speech twice: `nr` and `nt` are what it calls a person or
# a body where it does not see a name of the news; less often right, so they must be surer.
_KIND_OF_TAG: dict[str, Kind] = {
    "PER": "PER", "LOC": "LOC", "ORG": "ORG", "nr": "PER", "nt": "ORG",
}  # fmt: skip
_AT_LEAST = {"PER": DOUBTFUL, "LOC": DOUBTFUL, "ORG": DOUBTFUL, "nr": 0.5, "nt": 0.7}


def lower_aligned(copy: str) -> str:
    """Return a copy in lower case, aligned also where a capital has two small letters."""
    lower = copy.lower()
    if len(lower) == len(copy):
        return lower
    return "".join(low if len(low := c.lower()) == 1 else c for c in copy)


def names_in(copies: Sequence[str], words: WordRows) -> FoundRows:
    """Return the names of sentences, by the net's words and all rules.

    Rules turn names into names. Where the net sees none, no listed name begins and no short
    names of countries stand, there is nothing for them to do.

    Args:
        copies: the aligned Simplified copies of the sentences.
        words: the net's words; none where the net cannot be used.
    """
    lower = [lower_aligned(copy) for copy in copies]
    text, offsets = "\n".join((*lower, "")), bounds_of([len(copy) + 1 for copy in lower])
    listed = _by_sentence(_listed_heads(text), offsets)
    seen = np.isin(words.tag_codes, [i for i, tag in enumerate(words.tags) if tag in _KIND_OF_TAG])
    at_all = set((np.searchsorted(words.bounds, np.flatnonzero(seen), side="right") - 1).tolist())
    at_all |= listed.keys() | _abbreviating(text, offsets, words)
    known, none = gazetteer(), list[FoundName]()
    return FoundRows.of(
        _names_in(RuleSentence(low, copy, own, known, listed.get(i, ()))) if i in at_all else none
        for i, (low, copy, own) in enumerate(zip(lower, copies, words.rows(), strict=True))
    )


def _names_in(sentence: RuleSentence) -> FoundNames:
    names = [
        FoundName(start, end, _KIND_OF_TAG[tag], sure)
        for start, end, tag, sure in zip(
            sentence.words.starts, sentence.words.ends, sentence.words.tags,
            sentence.words.confidences, strict=True,
        )
        if tag in _KIND_OF_TAG and sure >= _AT_LEAST[tag]
    ]  # fmt: skip
    for stage in RULES:
        if names or stage in _SOURCES:
            names = stage(names, sentence)
    return names


def _by_sentence(places: Iterable[int], offsets: Ints) -> dict[int, list[int]]:
    """Map each sentence to the places in it, counted from its beginning."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    places = list(places)
    rows = np.searchsorted(offsets, places, side="right") - 1
    for row, place in zip(rows.tolist(), (places - offsets[rows]).tolist(), strict=True):
        found[row].append(place)
    return found


def _listed_heads(text: str) -> list[int]:
    """Return where two characters stand with which a listed name begins."""
    lengths, codes = gazetteer().lengths, code_points(text)
    first, second = _head_tables()
    maybe = np.flatnonzero(first[codes[:-1]] & second[codes[1:]])
    return [at for at in maybe.tolist() if text[at : at + 2] in lengths]


@cache
def _head_tables() -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tell of each code point whether a listed name has it as its first, or second, letter."""
    tables = np.zeros((2, 0x110000), bool)
    for head in gazetteer().lengths:
        for table, letter in zip(tables, head, strict=False):
            table[ord(letter)] = True
    return tables[0], tables[1]


def _abbreviating(text: str, offsets: Ints, words: WordRows) -> set[int]:
    """Return the sentences in which short names of countries may stand in a row."""
    places = [match.start() for rule in (_RELATED, _LISTED_SHORT) for match in rule.finditer(text)]
    codes = [i for i, tag in enumerate(words.tags) if tag in _PLACE_TAGS]
    starts = words.starts
    size = words.ends - starts
    maybe = np.flatnonzero(np.isin(words.tag_codes, codes) & (size >= 2) & (size <= 4))
    rows = np.searchsorted(words.bounds, maybe, side="right") - 1
    begins = offsets[rows] + starts[maybe]
    for begin, end in zip(begins.tolist(), (begins + size[maybe]).tolist(), strict=True):
        if all(character in ABBREVIATIONS for character in text[begin:end]):
            places.append(begin)
    return set(_by_sentence(places, offsets)) if places else set()


_EDGES = " \u3000「」『』《》〈〉“”‘’\"',.，。、；：;:!?！？…—-·‧()（）[]【】"
_LATIN = re.compile(r"[a-z][a-z0-9.&'’\-]*")
_LATIN_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_ACRONYM = re.compile(r"[A-Z]{2,6}")
_NO_NAME = re.compile(r"[\d\W_]*")


def tidy_names(names: FoundNames, sentence: RuleSentence) -> FoundNames:
    """Take punctuation off the edges, keep Latin words whole, drop what cannot be a name."""
    latin = [match.span() for match in _LATIN.finditer(sentence.copy)]
    ends = [end for _, end in latin]
    kept: FoundNames = []
    for found in names:
        text = sentence.text(found)
        start = found.start + len(text) - len(text.lstrip(_EDGES))
        end = found.end - len(text) + len(text.rstrip(_EDGES))
        i = bisect_right(ends, start)
        while i < len(latin) and latin[i][0] < end:
            start, end = min(latin[i][0], start), max(ends[i], end)
            i += 1
        start = max(start, kept[-1].end) if kept else start
        enough = 2 if found.kind != "LOC" and not _is_addressed(sentence, start, end) else 1
        no_name = _NO_NAME.fullmatch(sentence.copy, start, end) or (
            found.kind == "PER" and _is_english(sentence.cased[start:end])
        )
        if end - start >= enough and not no_name:
            acronym = found.kind == "PER" and _ACRONYM.fullmatch(sentence.cased, start, end)
            kind = "ORG" if acronym else found.kind
            kept.append(replace(found, start=start, end=end, kind=kind))
    return kept


def _is_english(text: str) -> bool:
    """Tell whether Latin letters name nobody: a plain word among them, or no capital at all."""
    if not text.isascii():
        return False
    parts = {part.lower() for part in _LATIN_PART.findall(text)}
    return text.islower() or not parts.isdisjoint(ENGLISH)


def _is_addressed(sentence: RuleSentence, start: int, end: int) -> bool:
    """Tell whether a surname stands alone before a title: 江 主席."""
    surname = end - start == 1 and sentence.copy[start] in SURNAMES
    return surname and _TITLE_AHEAD.match(sentence.copy, end) is not None


# A city may bear a person's name; a net surer than this knows which of them is meant.
_SURELY_PERSON = 0.8
_HEADQUARTERS = "总部"
# 會 and 所 are also 'will' and a particle: before a verb they end no name that begins with a
# known one, unless these characters stand before them.
_WEAK_TAIL = re.compile(
    r"(?<![委员协学商工总议基金理监董联公教商省市盟])会$|(?<![究务易诊托哨留])所$"
)
_BEFORE_NAMES = frozenset("前和与及对向在于由赴驻访加同跟往至到从离抵而但")
_WORLDWIDE = ("联合国", "国际", "世界", "欧洲", "北大西洋")


def split_known(names: FoundNames, sentence: RuleSentence) -> FoundNames:
    """Let listed names say their kind, and cut what is glued to them."""
    return [part for found in names for part in _split(found, sentence)]


def _split(found: FoundName, sentence: RuleSentence) -> Iterator[FoundName]:
    text = sentence.text(found)
    entry = sentence.known.names.get(text)
    if entry and (entry.common or found.kind != "PER" or found.confidence < _SURELY_PERSON):
        yield replace(found, kind=entry.kind, confidence=max(found.confidence, LISTED))
        return
    if text[0] in _BEFORE_NAMES and (entry := sentence.known.names.get(text[1:])):
        yield FoundName(found.start + 1, found.end, entry.kind, LISTED)
        return
    head = sentence.known.longest_at(text, 0)
    first = sentence.known.names.get(text[:head])
    if first is None:
        yield found
        return
    known_head = FoundName(found.start, found.start + head, first.kind, LISTED)
    tail = _HEADQUARTERS if text.endswith(_HEADQUARTERS) else ""
    second = sentence.known.names.get(text[head : len(text) - len(tail)])
    if second and second.kind == "ORG" and _is_worldwide(second):
        yield known_head
        yield FoundName(known_head.end, found.end - len(tail), "ORG", LISTED)
    elif text[head:] == tail or _is_glued(found, text[head:], sentence):
        yield known_head
    else:
        yield found


def _is_glued(found: FoundName, tail: str, sentence: RuleSentence) -> bool:
    """Tell whether what follows a known name is the next clause: 科索夫 獨立會 激勵."""
    after = sentence.words.word_at(found.end)
    verb = after is not None and after.tag.startswith("v")
    return found.kind == "ORG" and verb and bool(_WEAK_TAIL.search(tail))


def add_known(names: FoundNames, sentence: RuleSentence) -> FoundNames:
    """Add listed names that the net missed, against what it is not sure of."""
    listed = list(_find_listed(sentence))
    kept = [m for m, near in _find_meeting(names, listed) if not any(_crosses(m, n) for n in near)]
    free = [n for n, near in _find_meeting(listed, kept) if not near]
    return sorted([*kept, *free], key=lambda m: m.start)


def _find_meeting(names: FoundNames, others: FoundNames) -> Iterator[tuple[FoundName, FoundNames]]:
    """Yield each name with those of the others that it shares characters with."""
    ends = [other.end for other in others]
    for name in names:
        first = last = bisect_right(ends, name.start)
        while last < len(others) and others[last].start < name.end:
            last += 1
        yield name, others[first:last]


def _crosses(found: FoundName, name: FoundName) -> bool:
    """Tell whether a listed name that meets a found one takes its place."""
    if name.start <= found.start and found.end <= name.end:
        return name.end - name.start > found.end - found.start
    inside = found.start <= name.start and name.end <= found.end
    return not inside and found.confidence < LISTED


_OFFICES = ("市长", "县长", "省长", "州长", "区长", "镇长", "乡长")


def _find_listed(sentence: RuleSentence) -> Iterator[FoundName]:
    """Yield listed names of three or more characters, and shorter ones of countries and bodies."""
    copy, known = sentence.copy, sentence.known
    done = 0
    for at in sentence.listed:
        if at < done:
            continue
        end = known.longest_at(copy, at)
        entry = known.names.get(copy[at:end])
        # 台北 市長: the net sees the office, where the list would see 台北市.
        office = copy.startswith(_OFFICES, end - 1) and sentence.is_edge(end - 1)
        long = end - at >= 3 and not office
        wanted = entry and (long or (entry.common and _is_whole(sentence, at, end)))
        if entry and wanted and _is_bounded(sentence, at, end):
            yield FoundName(at, end, entry.kind, LISTED)
            done = end


def _is_whole(sentence: RuleSentence, start: int, end: int) -> bool:
    return not sentence.words or (sentence.is_edge(start) and sentence.is_edge(end))


def _is_bounded(sentence: RuleSentence, start: int, end: int) -> bool:
    """Tell whether a Latin name stands whole and in capitals: WHO, and not who."""
    copy = sentence.copy
    if not copy[start:end].isascii():
        return True
    around = copy[max(0, start - 1) : start] + copy[end : end + 1]
    cut = any(character.isascii() and character.isalnum() for character in around)
    return not cut and sentence.cased[start:end].isupper()


_DIRECTION = re.compile(r"(?:[东西]?[南北]|[东西中])部(?:地区)?$")
_GOVERNMENT = re.compile(r"(?:人民|联邦)?政府$")


def shorten(names: FoundNames, sentence: RuleSentence) -> FoundNames:
    """Name the place itself: 印度東北部 and 印度政府 are about 印度."""
    kept: FoundNames = []
    for found in names:
        text = sentence.text(found)
        cut = len(text)
        if found.kind == "LOC" and (match := _DIRECTION.search(text)):
            cut = match.start()
        elif found.kind == "ORG" and (match := _GOVERNMENT.search(text)):
            head = text[: match.start()]
            if head in sentence.known.names or head.endswith(_ADMIN):
                cut = match.start()
        if cut == len(text):
            kept.append(found)
        elif cut >= 2:
            kept.append(FoundName(found.start, found.start + cut, "LOC", found.confidence))
    return kept


_BELIEVERS = re.compile(r".{1,3}教(?:徒)?$|.{1,3}[人族]$|.{2,}(?:主义|元素)$")


def drop_peoples(names: FoundNames, sentence: RuleSentence) -> FoundNames:
    """Religions and peoples are no organisations."""
    return [m for m in names if m.kind != "ORG" or not _BELIEVERS.fullmatch(sentence.text(m))]


_TEAMS = frozenset(("队", "女足", "男足", "女排", "男排", "女篮", "男篮", "国奥队", "代表队"))
_ADMIN = ("省", "市", "县", "区", "州", "郡", "镇", "乡", "村", "府", "盟", "旗")


def chain_places(names: FoundNames, sentence: RuleSentence) -> FoundNames:
    """Read 四川省資陽市安岳縣 as one place: each part lies in the one before it."""
    kept: FoundNames = []
    for found in names:
        before = kept[-1] if kept else None
        if before and _nests(before, found, sentence):
            low = min(before.confidence, found.confidence)
            kept[-1] = FoundName(before.start, found.end, "LOC", low)
        else:
            kept.append(found)
    return kept


def _nests(outer: FoundName, inner: FoundName, sentence: RuleSentence) -> bool:
    places = outer.kind == inner.kind == "LOC" and outer.end == inner.start
    return places and all(
        sentence.copy.endswith(_ADMIN, place.start, place.end) for place in (outer, inner)
    )


_FIRM = (*BODIES, *FIRMS)
_JOINABLE = frozenset(("n", "nz", "nt", "nw", "vn"))
_ORDINAL_OR_NOUN = _JOINABLE | {"m"}
_LONGEST_NAME = 16


def extend_bodies(names: FoundNames, sentence: RuleSentence) -> FoundNames:
    """Carry a place on to the body it begins: 香港 + 足球 + 總會, 中國 + 海軍."""
    kept: FoundNames = []
    for found in names:
        if kept and found.start < kept[-1].end:
            continue
        end = found.end
        if found.kind in ("LOC", "ORG"):
            end = _body_end(found, sentence, sentence.words.at(found.end))
        kept.append(found if end == found.end else FoundName(found.start, end, "ORG", RULED))
    return kept


def _body_end(found: FoundName, sentence: RuleSentence, i: int | None) -> int:
    end = found.end
    if i is not None and i < len(sentence.words):
        word = sentence.words[i]
        if sentence.copy[word.start : word.end] in _TEAMS:
            return word.end
    endings = _FIRM if found.kind == "ORG" else BODIES
    while i is not None and i < len(sentence.words):
        word = sentence.words[i]
        text = sentence.copy[word.start : word.end]
        if word.tag not in _JOINABLE or word.end - found.start > _LONGEST_NAME:
            break
        if text.endswith(endings) and text not in GENERIC:
            end = word.end
        i += 1
    return end


_PLACE_TAGS = frozenset(("LOC", "ns", "nz", "nt"))
_SHORT = "".join(ABBREVIATIONS)
_RELATED = re.compile(f"[{_SHORT}]{{2,3}}(?=(?:{'|'.join(RELATIONS)}))")
_LISTED_SHORT = re.compile(f"[{_SHORT}](?:、[{_SHORT}])+")


def split_abbreviations(names: FoundNames, sentence: RuleSentence) -> FoundNames:
    """Read 美歐 as two places, 中日韓 as three, 美、英、法 as they stand."""
    places = {found.start for found in names if found.kind == "LOC"}
    at = {
        k: word.confidence
        for i, tag in enumerate(sentence.words.tags)
        if tag in _PLACE_TAGS
        for word in (sentence.words[i],)
        if _is_abbreviated(sentence, word.start, word.end)
        for k in range(word.start, word.end)
    }
    ruled: set[int] = set()
    words = sentence.words
    for match in _RELATED.finditer(sentence.copy):
        if words.at(match.start()) is not None and match.group() not in sentence.known.names:
            ruled.update(range(*match.span()))
    for match in _LISTED_SHORT.finditer(sentence.copy):
        members = range(match.start(), match.end(), 2)
        alone = all((word := words.word_at(k)) and word.end == k + 1 for k in members)
        if places.intersection(members) and alone:
            ruled.update(members)
    at = dict.fromkeys(ruled, RULED) | at
    kept = [m for m in names if not any(k in at for k in range(m.start, m.end))]
    singles = [FoundName(k, k + 1, "LOC", sure) for k, sure in at.items()]
    return sorted([*kept, *singles], key=lambda m: m.start)


def _is_abbreviated(sentence: RuleSentence, start: int, end: int) -> bool:
    text = sentence.copy[start:end]
    return (
        2 <= len(text) <= 4
        and text not in sentence.known.names
        and all(character in ABBREVIATIONS for character in text)
    )


_ANY_TITLE = "|".join(sorted(TITLES, key=len, reverse=True))
_TITLE = re.compile(f"[前副原故]?(?:{_ANY_TITLE})$")
_TITLE_AHEAD = re.compile(f"[前副原故]?(?:{_ANY_TITLE})")
_MEMBER = re.compile(f"(?:{'|'.join(MEMBERS)})$")


def drop_titles(names: FoundNames, sentence: RuleSentence) -> FoundNames:
    """Take titles off a name: 陳總統 names 陳, 民進黨立委 names 民進黨."""
    kept: FoundNames = []
    for found in names:
        text = sentence.text(found)
        match = None
        if found.kind == "PER":
            match = _TITLE.search(text)
            if not match and text[-1] in "前副" and _TITLE_AHEAD.match(sentence.copy, found.end):
                match = re.search(".$", text)
        elif found.kind == "ORG":
            match = _MEMBER.search(text)
        if match is None:
            kept.append(found)
        elif match.start():
            kept.append(replace(found, end=found.start + match.start()))
    return kept


_MEETING = re.compile(".{1,3}(?:会谈|会晤|案|体制|时代)$")


def mend_persons(names: FoundNames, sentence: RuleSentence) -> FoundNames:
    """Give a given name its surname back behind a title; a meeting of two is no person."""
    kept: FoundNames = []
    for found in names:
        if found.kind == "PER" and _MEETING.fullmatch(sentence.text(found)):
            continue
        if found.kind == "PER" and found.end - found.start == 2 and found.start:
            at = found.start - 1
            free = not kept or kept[-1].end <= at
            title = _TITLE.search(sentence.copy, max(0, at - 4), at)
            if free and title and sentence.copy[at] in SURNAMES:
                found = replace(found, start=at)
        kept.append(found)
    return kept


_TOWARDS = ("位于", "抵达", "前往", "飞往", "首都", "来到", "首府", "迁往", "迁至", "攻占", "攻下")


def place_by_context(names: FoundNames, sentence: RuleSentence) -> FoundNames:
    """A foreign name that one travels to is a place, where the net is not sure of a person."""
    kept: FoundNames = []
    for found in names:
        before = sentence.copy[max(0, found.start - 2) : found.start]
        if found.kind == "PER" and found.confidence < 0.8 and before in _TOWARDS:
            found = replace(found, kind="LOC")
        kept.append(found)
    return kept


def extend_places(names: FoundNames, sentence: RuleSentence) -> FoundNames:
    """Carry a place on to what stands there: 新莊 + 棒球場."""
    kept: FoundNames = []
    for found in names:
        if kept and found.start < kept[-1].end:
            continue
        entry = sentence.entry(found)
        if found.kind != "ORG" and not (entry and entry.common):
            end = _facility_end(sentence.words.word_at(found.end), sentence)
            if end:
                found = FoundName(found.start, end, "LOC", RULED)
        kept.append(found)
    return kept


def _facility_end(first: NetWord | None, sentence: RuleSentence) -> int:
    """Return where a facility of one or two words ends; 0 where there is none."""
    if first is None or first.tag not in _ORDINAL_OR_NOUN:
        return 0
    for last in (sentence.words.word_at(first.end), first):
        joinable = last is not None and last.tag in _JOINABLE
        if last and joinable and sentence.copy[last.start : last.end].endswith(FACILITIES):
            return last.end
    return 0


def join_parts(names: FoundNames, sentence: RuleSentence) -> FoundNames:
    """Put together what the net cut: 普里 + 馬科夫, 廣東省 + 深圳市黨委."""
    kept: FoundNames = []
    for found in names:
        before = kept[-1] if kept else None
        if before and before.end == found.start and _is_one(before, found, sentence):
            low = min(before.confidence, found.confidence)
            kept[-1] = FoundName(before.start, found.end, found.kind, low)
        else:
            kept.append(found)
    return kept


def _is_one(before: FoundName, found: FoundName, sentence: RuleSentence) -> bool:
    first, second = sentence.text(before), sentence.text(found)
    if before.kind == found.kind == "PER":
        two_people = first[0] in SURNAMES and second[0] in SURNAMES
        return not two_people and len(first) + len(second) <= _LONGEST_PERSON
    own = sentence.known.names.get(second[: sentence.known.longest_at(second, 0)])
    # 圖盧茲市 + 歐洲…集團, 紐約 + 聯合國: what begins with a country of its own lies there only.
    foreign = own is not None and (own.common or _is_worldwide(own))
    office = before.kind == "LOC" and found.kind == "ORG" and not foreign
    return office and len(first) > 1 and first.endswith((*_ADMIN, "国"))


def _is_worldwide(entry: Known) -> bool:
    return entry.key.startswith(_WORLDWIDE)


_LONGEST_PERSON = 8


RULES: tuple[Rule, ...] = (
    tidy_names,
    drop_titles,
    split_known,
    add_known,
    split_abbreviations,
    shorten,
    drop_peoples,
    place_by_context,
    mend_persons,
    extend_places,
    extend_bodies,
    join_parts,
    chain_places,
)
# What finds names where none was found before.
_SOURCES = frozenset((add_known, split_abbreviations))

"""Proposes new words: strings that the corpus repeats and no dictionary lists.

New words are found where they are used: 普發現金 stands in many sentences, its characters keep
together (high pointwise mutual information at every place where it could be cut; Church & Hanks
1990), and what stands before and after it varies (high branching entropy; Harris 1955; Jin &
Tanaka-Ishii 2006). They are proposed to the reader with their sentences; no segmenter learns
them by itself.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations

import numpy as np
from numpy.typing import NDArray

from components.lexicon import Lexicon
from components.text import (
    Copies,
    Corpus,
    Numbers,
    Span,
    digest_of,
    narrow,
    norms_of,
    simplify,
    texts_of,
)
from components.words.analysis import family_of
from components.words.dictionary import frequency
from components.words.tokens import Tokens
from components.words.vocabulary import taiwan

# What proposing means; changed when the same text would give other candidates.
CANDIDATES_VERSION = 1
FEWEST_CHARACTERS = 5_000  # of different sentences; below it counts are too small to tell
_LONGEST = 6
_NAMES = frozenset(("nr", "ns", "nt"))
_NOMINAL = frozenset(("vn", "an", "b", "ng", "vg", "x"))
_RELATIONS = frozenset(("f", "t", "s"))  # 歷史 上, 二戰 期間


@dataclass(frozen=True, slots=True)
class CandidateFilter:
    """The conditions under which a string is proposed.

    Attributes:
        min_count: occurrences in different sentences.
        min_cohesion: pointwise mutual information at the weakest cut, in bits.
        min_freedom: the smaller of both branching entropies, in bits.
        most: candidates shown.
    """

    min_count: int = 3
    min_cohesion: float = 6.0
    min_freedom: float = 1.0
    most: int = 60


@dataclass(frozen=True, slots=True)
class Candidate:
    """A string that may be a word.

    Attributes:
        word: its most frequent written form.
        norm: what its forms have in common.
        count: occurrences in different sentences.
        cohesion: log2 of how much more often it stands there than the two parts of its weakest
            cut would meet by chance; bits, any sign.
        freedom: entropy of the characters before or after it, whichever is smaller; bits, at
            least 0. The end of a sentence and punctuation are a different neighbour each time.
        articles: articles that hold it.
        spans: where it stands in all counted sentences, in reading order.
    """

    word: str
    norm: str
    count: int
    cohesion: float
    freedom: float
    articles: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Possible new words, most frequent first, ties in order of the norm.

    Attributes:
        rows: the candidates; none where the corpus is too small.
        n_characters: characters of different sentences that were read.
        too_small: they are fewer than `FEWEST_CHARACTERS`.
        copies: whether repeated stretches were counted; candidates do not depend on it.
    """

    rows: tuple[Candidate, ...] = ()
    n_characters: int = 0
    too_small: bool = True
    settings: CandidateFilter = CandidateFilter()
    copies: Copies = "all"
    digest: str = ""


def propose(
    corpus: Corpus,
    tokens: Tokens,
    *,
    settings: CandidateFilter | None = None,
) -> Candidates:
    """Find repeated strings that behave as words and are none yet.

    A sentence that is repeated counts once: what is pasted twice proves nothing. Cutting does
    not use them: formed in the text, they lower word F1 (83.12 to 83.06 on UD Chinese GSD).

    Args:
        corpus: the texts the tokens were cut from.
        tokens: the words as they are cut, best without the reader's own.
        settings: what it takes to be proposed.

    Returns:
        The candidates; none, and `too_small`, below `FEWEST_CHARACTERS`.
    """
    settings = settings or CandidateFilter()
    digest = digest_of("candidates", CANDIDATES_VERSION, tokens.digest, settings)
    text = _DistinctSentences.of(corpus, tokens)
    size = sum(map(len, text.copies))
    if size < FEWEST_CHARACTERS:
        return Candidates((), size, True, settings, tokens.copies, digest)
    found = {
        norm: measured
        for norm, measured in _find_repeated(text.copies, settings)
        if not frequency(norm) and norm not in taiwan().tags
    }
    rows = _whole(sorted(_rows(corpus, tokens, text, found), key=lambda r: (-r.count, r.norm)))
    return Candidates(rows[: settings.most], size, False, settings, tokens.copies, digest)


def drop_decided(candidates: Candidates, lexicon: Lexicon) -> Candidates:
    """Return the candidates without those that the reader has said something about."""
    told = norms_of((*lexicon.words, *lexicon.forbidden))
    if not told:
        return candidates
    rows = tuple(row for row in candidates.rows if row.norm not in told)
    digest = digest_of("undecided", candidates.digest, lexicon.cutting_digest)
    return replace(candidates, rows=rows, digest=digest)


@dataclass(frozen=True, slots=True)
class _DistinctSentences:
    """The different sentences by their folded copies, and where each stands."""

    copies: tuple[str, ...]
    places: Mapping[str, Sequence[int]]

    @classmethod
    def of(cls, corpus: Corpus, tokens: Tokens) -> _DistinctSentences:
        written = list(texts_of(corpus, tokens.sentences))
        different = list(dict.fromkeys(written))
        folded = dict(zip(different, map(narrow, simplify(different)), strict=True))
        places: defaultdict[str, list[int]] = defaultdict(list)
        for i, text in enumerate(written):
            places[folded[text]].append(i)
        return cls(tuple(places), places)


_Measured = tuple[int, float, float]


def _find_repeated(
    copies: Sequence[str], settings: CandidateFilter
) -> Iterator[tuple[str, _Measured]]:
    """Yield strings that are frequent, cohesive and free, with these three numbers."""
    codes = _codes(copies)
    text = "\n" + "\n".join(copies) + "\n"
    total = int(np.count_nonzero(codes))
    counts: dict[str, int] = {}
    ids = codes
    starts = np.flatnonzero(codes)
    ids, kinds = _number(ids, starts)
    counts |= _counts(text, starts[np.unique(ids[starts], return_index=True)[1]], kinds, 1)
    for length in range(2, _LONGEST + 1):
        # A string is no more frequent than its beginning: only frequent ones are carried on.
        starts = starts[kinds[ids[starts]] >= settings.min_count]
        starts = starts[codes[starts + length - 1] > 0]
        if not len(starts):
            return
        pairs = ids.copy()
        pairs[starts] = ids[starts] * (int(codes.max()) + 1) + codes[starts + length - 1]
        ids, kinds = _number(pairs, starts)
        first = starts[np.unique(ids[starts], return_index=True)[1]]
        frequent = np.flatnonzero(kinds >= settings.min_count)
        counts |= _counts(text, first[frequent], kinds[frequent], length)
        free = np.minimum(
            _entropies(ids[starts], codes[starts - 1], kinds),
            _entropies(ids[starts], codes[starts + length], kinds),
        )
        for number in frequent[free[frequent] >= settings.min_freedom].tolist():
            norm = text[first[number] : first[number] + length]
            cohesion = _cohesion(norm, counts, total)
            if cohesion >= settings.min_cohesion:
                yield norm, (int(kinds[number]), cohesion, float(free[number]))


def _codes(copies: Sequence[str]) -> Numbers:
    """Number the letters of all sentences end to end; 0 is what stands between words."""
    text = "\n" + "\n".join(copies) + "\n"
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)
    kinds, inverse = np.unique(points, return_inverse=True)
    letters = [chr(k).isalpha() and not chr(k).isascii() for k in kinds]
    numbers = np.where(letters, np.cumsum(letters), 0)
    codes: Numbers = numbers[inverse].astype(np.int64)
    return codes


def _number(ids: Numbers, starts: Numbers) -> tuple[Numbers, Numbers]:
    """Give equal strings equal small numbers; return numbers by place, counts by number."""
    _, inverse, counts = np.unique(ids[starts], return_inverse=True, return_counts=True)
    numbers = np.zeros_like(ids)
    numbers[starts] = inverse
    return numbers, counts


def _counts(text: str, first: Numbers, kinds: Numbers, length: int) -> dict[str, int]:
    return {
        text[at : at + length]: count
        for at, count in zip(first.tolist(), kinds.tolist(), strict=True)
    }


def _cohesion(norm: str, counts: Mapping[str, int], total: int) -> float:
    """Return the pointwise mutual information at the weakest cut, in bits."""
    own = counts[norm]
    return min(
        math.log2(own * total / (counts[norm[:k]] * counts[norm[k:]])) for k in range(1, len(norm))
    )


def _entropies(numbers: Numbers, neighbours: Numbers, kinds: Numbers) -> NDArray[np.float64]:
    """Return the entropy of the neighbours of each string, in bits.

    Each border, 0, is a neighbour of its own.

    Args:
        numbers: (n_places,) which string stands there.
        neighbours: (n_places,) the letter beside it; 0 for a border.
        kinds: (n_strings,) how often each stands.
    """
    inside, many = neighbours > 0, int(neighbours.max()) + 1
    pairs, counts = np.unique(numbers[inside] * many + neighbours[inside], return_counts=True)
    owners = pairs // many
    share = counts / kinds[owners]
    entropies = np.bincount(owners, -share * np.log2(share), minlength=len(kinds))
    borders = np.bincount(numbers[~inside], minlength=len(kinds)) / kinds
    result: NDArray[np.float64] = entropies + borders * np.log2(kinds)
    return result


def _rows(
    corpus: Corpus, tokens: Tokens, text: _DistinctSentences, found: Mapping[str, _Measured]
) -> Iterator[Candidate]:
    order = {article.id: i for i, article in enumerate(corpus.articles)}
    for norm, where in _find_standing(text.copies, found).items():
        n_open = sum(
            _is_open(tokens, text.places[text.copies[i]][0], at, len(norm)) for i, at in where
        )
        if n_open * 2 <= len(where):
            continue
        spans = [_place(tokens, text.places[text.copies[i]], at, len(norm)) for i, at in where]
        ordered = sorted(chain.from_iterable(spans), key=lambda s: (order[s.article_id], s.start))
        yield _row(corpus, norm, found[norm], tuple(ordered))


def _find_standing(
    copies: Sequence[str], found: Mapping[str, _Measured]
) -> dict[str, list[tuple[int, int]]]:
    """Return for each string the sentences and offsets at which it stands."""
    where: dict[str, list[tuple[int, int]]] = {norm: [] for norm in found}
    lengths = sorted({len(norm) for norm in found})
    heads = {norm[:2] for norm in found}
    for i, copy in enumerate(copies):
        for at in range(len(copy) - 1):
            if copy[at : at + 2] in heads:
                for length in lengths:
                    norm = copy[at : at + length]
                    if norm in where and len(norm) == length:
                        where[norm].append((i, at))
    return where


def _place(tokens: Tokens, sentences: Sequence[int], at: int, length: int) -> tuple[Span, ...]:
    spans = (tokens.sentences[i] for i in sentences)
    return tuple(Span(s.article_id, s.start + at, s.start + at + length) for s in spans)


def _is_open(tokens: Tokens, i: int, at: int, length: int) -> bool:
    """Tell whether a string may be a word where it stands, by how it is cut there.

    It is one already, or a piece of one; or a dictionary word or a name straddles its border
    and says that it is none; or it is made of several words, of which one is no noun.
    """
    start = tokens.sentences[i].start + at
    end = start + length
    met = [w for w in tokens.tokens[i] if w.start < end and start < w.end]
    if len(met) < 2:
        return False
    crossing = [w for w in met if w.start < start or end < w.end]
    if any(frequency(w.norm) or w.pos in _NAMES for w in crossing):
        return False
    return bool(crossing) or all(_is_nominal(w.pos) for w in met)


def _is_nominal(pos: str) -> bool:
    return pos in _NOMINAL or (family_of(pos) in ("noun", "name") and pos not in _RELATIONS)


def _row(corpus: Corpus, norm: str, measured: _Measured, spans: tuple[Span, ...]) -> Candidate:
    count, cohesion, freedom = measured
    forms = Counter(corpus.text_of(span) for span in spans)
    word = min(forms, key=lambda form: (-forms[form], form))
    articles = len({span.article_id for span in spans})
    return Candidate(word, norm, count, round(cohesion, 1), round(freedom, 1), articles, spans)


def _whole(rows: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return the rows without strings that mostly stand inside a longer one."""
    longer: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        for start, end in combinations(range(len(row.norm) + 1), 2):
            if end - start < len(row.norm):
                part = row.norm[start:end]
                longer[part] = max(longer[part], row.count)
    return tuple(row for row in rows if longer[row.norm] * 2 <= row.count)

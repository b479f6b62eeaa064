"""Settles which of the possible names are names, all sentences of a corpus together.

The net reads a sentence at a time. Here every candidate is scored by what the net said of it,
what it said of the same letters in other sentences, and whether a list holds them; letters that
are a name for sure elsewhere are candidates wherever they stand. The best names that do not
overlap are kept. A repeated sentence has one voice, so that copies change nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain

import numpy as np
from ahocorasick_rs import AhoCorasick, Implementation, MatchKind
from numpy.typing import NDArray

from components.entities.edges import learn_edges, mend_ends
from components.entities.gazetteer import gazetteer
from components.entities.lists import CLASSES, name_lists
from components.entities.sentence_names import FoundRows
from components.entities.shapes import mend_people
from components.entities.surroundings import (
    compare_lengths,
    find_addressed,
    find_headed,
    find_stems,
)
from components.entities.teams import add_teams
from components.entities.vocabulary import ABBREVIATIONS
from components.lexicon import KINDS
from components.text import (
    Ints,
    Numbering,
    are_among,
    bounds_of,
    code_points,
    no_ints,
    number_slices,
)

Reals = NDArray[np.float64]

_PER, _LOC, _ORG = (KINDS.index(kind) for kind in ("PER", "LOC", "ORG"))
# Letters that some sentence holds for a name with this probability are looked for everywhere.
_SURE = 0.7
# A candidate that the net did not see has this probability before others speak.
_UNSEEN = 0.03
# A name that the net missed is taken from other sentences when it is this long, and they are
# this sure of it, all together; it is then at least so probable.
_LONG, _OTHERS_SURE, _RECALLED = 3, 0.95, 0.6
_LONG_TAIL = 4  # letters of a listed name that another word may be glued to
# What is at least as probable as this is a name.
_ENOUGH = 0.45
_LITTLE = 1e-6
# How a candidate is weighed; fitted by `tests/training/names/fit_weights.py`.
_BIAS = -1.42
_WEIGHTS: dict[str, float] = {
    "net": 1.12,
    "unseen": -0.23,
    "elsewhere": 1.65,
    "other kind elsewhere": -1.05,
    "listed": 1.18,
    "listed otherwise": 0.06,
    "share": -0.1,
    "short": -0.33,
    "person": 0.6,
    "place": 0.24,
    "listed person": 0.0,
    "sure": 0.12,
    "long": 0.16,
    "common": -0.1,
    "common unseen": -0.06,
    "addressed": 2.53,
    "headed": 0.66,
    "listed long": 0.67,
    "firm stem": 1.98,
    "part of a body": -1.25,
    "whole body": 0.38,
}
_KIND_OF_CLASS = {"person": "PER", "place": "LOC", "spot": "LOC", "body": "ORG", "firm": "ORG"}


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """What is known of each candidate.

    Attributes:
        candidates: the candidates, those that the net did not see among them.
        columns: (n_candidates, n_features), in the order of the weights.
        recalled: those that the net did not see, and other sentences are sure of; known bodies.
        attested: those that other sentences are sure of.
        elsewhere: (n_candidates,), how sure other sentences are of each, all together.
    """

    candidates: FoundRows
    columns: Reals
    recalled: NDArray[np.bool_]
    attested: NDArray[np.bool_]
    elsewhere: Reals


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    """The candidates of some sentences in a row.

    Attributes:
        low: the first sentence.
        high: one past the last.
        candidates: what may be a name.
        codes: (n_candidates,), which string each is.
        unseen: (n_candidates,), whether the net did not see it.
    """

    low: int
    high: int
    candidates: FoundRows
    codes: Ints
    unseen: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class _Strings:
    """What all sentences together say of the strings that candidates are.

    Attributes:
        names: the different strings.
        sums: (n_names, n_kinds), how often each stands as a name, in all.
        met: (n_names,), how often it stands in the sentences.
        kinds: (n_names,), the kind by which lists hold it, into `KINDS`; -1 for none.
        common: (n_names,), the kind it has wherever it stands; -1 for none.
        chinese: (n_names,), whether it has other than ASCII letters.
        stems: (n_names,), whether a firm's full name begins with it.
    """

    names: tuple[str, ...]
    sums: Reals
    met: Reals
    kinds: Ints
    common: Ints
    chinese: NDArray[np.bool_]
    stems: NDArray[np.bool_]

    @classmethod
    def of(cls, names: tuple[str, ...], sums: Reals, met: Reals) -> _Strings:
        common = np.array([_common_kinds().get(name, -1) for name in names], np.int32)
        chinese = np.array([not name.isascii() for name in names], bool)
        kinds = _listed_kinds(names)
        return cls(names, sums, met, kinds, common, chinese, find_stems(names, sums))


def settle(copies: Sequence[str], candidates: FoundRows) -> FoundRows:
    """Return the names of sentences.

    Args:
        copies: the aligned copies of the sentences, as lists have them.
        candidates: what may be a name in each.

    Returns:
        Names in order of the text, which never overlap, with how probable each is.
    """
    runs, strings = _gather(copies, _mend_runs(copies, candidates))
    parts = []
    for i, run in enumerate(runs):
        parts.append(_settle_run(copies[run.low : run.high], run, strings))
        runs[i] = replace(run, candidates=FoundRows.of(()))  # it is large, and done
    return FoundRows.concatenate(parts)


def _settle_run(copies: Sequence[str], run: _Run, strings: _Strings) -> FoundRows:
    features = _look_at(copies, run, strings)
    own = features.candidates
    # Added up feature by feature, so that no sum depends on how many are looked at together.
    z = np.full(len(own.starts), _BIAS)
    for column, weight in zip(features.columns.T, _WEIGHTS.values(), strict=True):
        z += weight * column
    sure = 1 / (1 + np.exp(-z))
    sure[features.recalled] = np.maximum(sure[features.recalled], _RECALLED)
    _take_listed_tails(copies, features, sure)
    _take_whole(features, sure)
    scored = FoundRows(own.bounds, own.starts, own.ends, own.kind_codes, sure)
    return _best(add_teams(copies, scored))


def mend(copies: Sequence[str], candidates: FoundRows) -> FoundRows:
    """Return candidates that begin and end where names do."""
    return FoundRows.concatenate([run for _, _, run in _mend_runs(copies, candidates)])


def _mend_runs(
    copies: Sequence[str], candidates: FoundRows
) -> Iterator[tuple[int, int, FoundRows]]:
    """Yield runs of sentences with candidates that begin and end where names do."""
    runs = list(candidates.runs())
    some = ((copies[low:high], candidates.between(low, high)) for low, high in runs)
    known = learn_edges(some)
    for low, high in runs:
        own = copies[low:high]
        mended = mend_ends(own, candidates.between(low, high), known)
        yield low, high, _name_countries(own, mend_people(own, mended))


_OF_A_COUNTRY = ("政府", "当局", "军方")


def _name_countries(copies: Sequence[str], found: FoundRows) -> FoundRows:
    """Name the country where its government is meant: 印度 in 印度政府."""
    ends, kinds = found.ends.copy(), found.kind_codes.copy()
    bodies = np.flatnonzero((kinds == _ORG) & (ends - found.starts >= 4))
    columns = (bodies, found.rows[bodies], found.starts[bodies], ends[bodies])
    common = _common_kinds()
    for i, row, start, end in zip(*(c.tolist() for c in columns), strict=True):
        is_office = copies[row].endswith(_OF_A_COUNTRY, start, end)
        if is_office and common.get(copies[row][start : end - 2]) == _LOC:
            ends[i], kinds[i] = end - 2, _LOC
    return replace(found, ends=ends, kind_codes=kinds)


def _take_listed_tails(copies: Sequence[str], features: Features, sure: Reals) -> None:
    """Name 國際法庭 where a run-on sentence glues a word of another clause to it."""
    own = features.candidates
    starts, rows = own.starts, own.rows
    keys = (rows.astype(np.int64) << 32 | own.ends) * len(KINDS) + own.kind_codes
    listed = features.columns[:, list(_WEIGHTS).index("common")] > 0
    long = np.flatnonzero(listed & (own.ends - starts >= _LONG_TAIL))
    tails = dict(zip(keys[long].tolist(), long.tolist(), strict=True))
    for i in np.flatnonzero(are_among(keys, keys[long])).tolist():
        tail = tails[int(keys[i])]
        head = copies[rows[i]][starts[i] : starts[tail]]
        if tail != i and head and not _is_known(head):
            # Both say that the listed letters are a name.
            sure[tail], sure[i] = 1 - (1 - sure[tail]) * (1 - sure[i]), 0.0


def _take_whole(features: Features, sure: Reals) -> None:
    """Name 班希琪 where the net sees 希琪, if others are sure of the whole and none of the part."""
    own = features.candidates
    people = own.kind_codes == _PER
    wholes = np.flatnonzero(features.attested & people & (own.ends - own.starts >= _LONG))
    high = own.rows.astype(np.int64) << 32
    begins = high + own.starts
    order = np.argsort(begins, kind="stable")
    first, last = (
        np.searchsorted(begins[order], (high + at)[wholes]) for at in (own.starts, own.ends)
    )
    for i, low, stop in zip(wholes.tolist(), first.tolist(), last.tolist(), strict=True):
        near = order[low:stop]  # those that begin inside it
        parts = near[(own.ends[near] <= own.ends[i]) & people[near] & (near != i)]
        parts = parts[features.elsewhere[parts] < features.elsewhere[i]]
        best = sure[parts].max(initial=0.0)
        if best > sure[i]:
            sure[i], sure[parts] = best, 0.0


def _is_known(text: str) -> bool:
    """Tell whether letters are a listed name, or one letter that stands for a place."""
    starts, ends, _ = name_lists().find(text)
    return text in ABBREVIATIONS or bool(len(starts) and ends[-1] == len(text))


def features_of(copies: Sequence[str], candidates: FoundRows) -> Features:
    """Look at all candidates together, and add those that only other sentences know."""
    runs, strings = _gather(copies, [(0, len(copies), candidates)])
    return _look_at(copies, runs[0], strings)


def _gather(
    copies: Sequence[str], mended: Iterable[tuple[int, int, FoundRows]]
) -> tuple[list[_Run], _Strings]:
    """Add the candidates that only other sentences know, and up what all say of each string."""
    numbers, sums = Numbering(), np.zeros((0, len(KINDS)))
    best = np.zeros(0)
    seen: list[tuple[int, int, FoundRows, Ints]] = []
    for low, high, found in mended:
        table, own = number_slices(copies[low:high], found.rows, found.starts, found.ends)
        codes = numbers.codes(table)[own]
        sums, best = _grow(sums, len(numbers)), _grow(best, len(numbers))
        np.add.at(sums, (codes, found.kind_codes), found.confidences)
        np.maximum.at(best, codes, found.confidences)
        seen.append((low, high, found, codes))
    known = _find_attested(best, numbers.table)
    everywhere = [*known, *(name for name in _common_kinds() if name not in known)]
    strings = numbers.codes(everywhere)
    sums, met = _grow(sums, len(numbers)), np.zeros(len(numbers))
    finder = _Everywhere(everywhere, strings, sums)
    runs = []
    for i, (low, high, found, codes) in enumerate(seen):
        runs.append(
            finder.add_unseen(copies, _Run(low, high, found, codes, np.zeros(0, bool)), met)
        )
        seen[i] = (0, 0, FoundRows.of(()), no_ints())  # it is large, and done
    return runs, _Strings.of(numbers.table, sums, met)


def _grow(values: Reals, size: int) -> Reals:
    """Return values with zeros behind them."""
    more = np.zeros((size - len(values), *values.shape[1:]))
    return np.concatenate((values, more))


def _look_at(copies: Sequence[str], run: _Run, strings: _Strings) -> Features:
    """Look at the candidates of some sentences, knowing what all say of their strings."""
    together, codes, unseen, sums = run.candidates, run.codes, run.unseen, strings.sums
    kinds, p = together.kind_codes, together.confidences
    before = np.where(unseen, 0.0, p)
    other = sums[codes].sum(axis=1) - sums[codes, kinds]
    elsewhere = np.maximum(sums[codes, kinds] - before, 0)
    own_others = _own_others(together, codes, before)
    classes, common = strings.kinds[codes], strings.common[codes]
    odds = np.log(np.clip(p, 0.01, 0.995) / (1 - np.clip(p, 0.01, 0.995)))
    lengths = together.ends - together.starts
    parts, wholes = compare_lengths(together, classes == kinds)
    columns = {
        "net": odds,
        "unseen": unseen,
        "elsewhere": np.log1p(np.minimum(elsewhere, 20)),
        "other kind elsewhere": np.log1p(np.maximum(other - own_others, 0)),
        "listed": classes == kinds,
        "listed otherwise": (classes >= 0) & (classes != kinds),
        "share": np.minimum(1.0, sums[codes].sum(axis=1) / np.maximum(strings.met, 1)[codes])
        * unseen,
        "short": lengths == 1,
        "person": kinds == _PER,
        "place": kinds == _LOC,
        "listed person": (kinds == _PER) & (classes == kinds),
        "sure": p >= _SURE,
        "long": np.minimum(lengths, 12) - 4,
        "common": common == kinds,
        "common unseen": (common == kinds) & unseen,
        "addressed": find_addressed(copies, together),
        "headed": find_headed(copies, together),
        "listed long": (classes == kinds) & (kinds != _LOC) & (lengths >= _LONG),
        "firm stem": (kinds == _ORG) & strings.stems[codes],
        "part of a body": parts & (kinds == _ORG),
        "whole body": wholes & (kinds == _ORG),
    }
    table = np.stack([np.asarray(columns[name], np.float64) for name in _WEIGHTS], axis=1)
    attested = elsewhere >= _OTHERS_SURE
    # 生多所, of which no sentence is sure; WHO and UN may be other words.
    known_bodies = (common == kinds) & (kinds == _ORG) & strings.chinese[codes]
    recalled = (unseen & attested | known_bodies) & (lengths >= _LONG)
    return Features(together, table, recalled, attested, elsewhere)


def _own_others(found: FoundRows, codes: Ints, p: Reals) -> Reals:
    """Return what the same place itself adds to other kinds, which is no other voice."""
    order = np.lexsort((codes, found.starts, found.rows))
    other = [np.diff(column[order]) != 0 for column in (found.rows, found.starts, codes)]
    group = np.empty(len(p), np.int64)
    group[order] = np.cumsum(np.append(False, np.logical_or.reduce(other)))[: len(p)]
    return np.bincount(group, p)[group] - p if len(p) else p


@cache
def _common_kinds() -> dict[str, int]:
    """Return countries, regions and world bodies, with their kinds: names wherever they stand."""
    known = gazetteer().names.items()
    return {name: KINDS.index(e.kind) for name, e in known if e.common and len(name) > 1}


def _find_attested(best: Reals, names: Sequence[str]) -> dict[str, None]:
    sure = np.flatnonzero(best >= _SURE).tolist()
    return {names[i]: None for i in sure if len(names[i]) > 1}


class _Everywhere:
    """Looks for names that are known wherever they stand.

    Attributes:
        strings: (n_names,), which string each is.
        kinds: (n_names,), the kind it would be, into `KINDS`.
    """

    def __init__(self, names: Sequence[str], strings: Ints, sums: Reals) -> None:
        self._automaton = AhoCorasick(
            names, MatchKind.LeftmostLongest, implementation=Implementation.ContiguousNFA
        )
        self.strings = strings
        common = np.array([_common_kinds().get(name, 0) for name in names], np.int32)
        own = sums[strings]
        self.kinds = np.where(own.any(axis=1), own.argmax(axis=1), common).astype(np.int32)

    def add_unseen(self, copies: Sequence[str], run: _Run, met: Reals) -> _Run:
        """Add names where the net did not see them.

        Args:
            copies: all sentences.
            run: what the net saw in some of them.
            met: how often each string stands in sentences; these are added.
        """
        found, own = run.candidates, copies[run.low : run.high]
        text = "\n".join(own)
        offsets = bounds_of([len(copy) + 1 for copy in own])
        matches = chain.from_iterable(self._automaton.find_matches_as_indexes(text))
        places = np.fromiter(matches, np.int64).reshape(-1, 3)
        places = places[_cuts_no_word(text, places)]
        strings, kinds = self.strings[places[:, 0]], self.kinds[places[:, 0]]
        np.add.at(met, strings, 1)
        rows = np.searchsorted(offsets, places[:, 1], side="right") - 1
        starts, ends = (places[:, i] - offsets[rows] for i in (1, 2))
        before = offsets[found.rows].astype(np.int64)
        known = (before + found.starts) << 32 | (before + found.ends)
        new = ~are_among(places[:, 1] << 32 | places[:, 2], known)
        all_rows = np.concatenate((found.rows, rows[new]))
        order = np.lexsort((np.concatenate((found.starts, starts[new])), all_rows))
        unseen = np.concatenate((np.zeros(len(found.starts), bool), np.ones(int(new.sum()), bool)))
        together = FoundRows(
            bounds_of(np.bincount(all_rows, minlength=len(own))),
            np.concatenate((found.starts, starts[new])).astype(np.int32)[order],
            np.concatenate((found.ends, ends[new])).astype(np.int32)[order],
            np.concatenate((found.kind_codes, kinds[new]))[order],
            np.concatenate((found.confidences, np.full(int(new.sum()), _UNSEEN)))[order],
        )
        codes = np.concatenate((run.codes, strings[new]))[order]
        return _Run(run.low, run.high, together, codes, unseen[order])


def _cuts_no_word(text: str, places: NDArray[np.int64]) -> NDArray[np.bool_]:
    codes = code_points(text)
    latin = np.zeros(len(codes) + 2, bool)
    latin[1:-1] = (codes >= 97) & (codes <= 122) | (codes >= 48) & (codes <= 57)
    starts, ends = places[:, 1], places[:, 2]
    return ~(latin[starts] & latin[starts + 1] | latin[ends] & latin[ends + 1])


def _listed_kinds(names: Sequence[str]) -> Ints:
    """Return the kind by which lists hold each name whole, into `KINDS`; -1 for none."""
    text = "\n".join(names)
    starts, ends, classes = name_lists().find(text)
    offsets = bounds_of([len(name) + 1 for name in names])
    rows = np.searchsorted(offsets, starts, side="right") - 1
    whole = (starts == offsets[rows]) & (ends == offsets[rows + 1] - 1)
    kind_of = np.array([KINDS.index(k) if (k := _KIND_OF_CLASS.get(c)) else -1 for c in CLASSES])
    kinds = np.full(len(names), -1, np.int32)
    kinds[rows[whole]] = kind_of[classes[whole]]
    return kinds


_FAR = 1 << 32  # more than the letters of a sentence


def _best(found: FoundRows) -> FoundRows:
    """Keep the names that are probable enough, and of those that overlap the best together."""
    likely = np.flatnonzero(found.confidences >= _ENOUGH)
    rows = found.rows[likely].astype(np.int64)
    starts, ends = found.starts[likely], found.ends[likely]
    crosses = (rows * _FAR + starts)[1:] < np.maximum.accumulate(rows * _FAR + ends)[:-1]
    torn = np.unique(rows[1:][crosses])
    if len(torn):
        kept = likely[~np.isin(rows, torn)]
        bounds = np.searchsorted(rows, (torn, torn + 1)).T.tolist()
        chosen = [k for a, b in bounds for k in _chosen(found, likely[a:b])]
        likely = np.sort(np.concatenate((kept, np.array(chosen, np.int64))))
    return FoundRows(
        bounds_of(np.bincount(found.rows[likely], minlength=len(found))),
        found.starts[likely],
        found.ends[likely],
        found.kind_codes[likely],
        found.confidences[likely],
    )


def _chosen(found: FoundRows, numbers: NDArray[np.int64]) -> list[int]:
    """Return the best of one sentence's candidates that do not overlap, by weighted intervals."""
    columns = (found.ends, found.starts, found.confidences)
    spans = sorted(zip(*(c[numbers].tolist() for c in columns), numbers.tolist(), strict=True))
    ends = [0]
    # Gain, last candidate, and the place of the choice before it: a sentence of names alone may
    # have twenty thousand.
    best: list[tuple[float, int, int]] = [(0.0, -1, 0)]
    for end, start, sure, number in spans:
        before = bisect_right(ends, start) - 1
        gain = best[before][0] + sure - _ENOUGH + _LITTLE
        best.append((gain, number, before) if gain > best[-1][0] else best[-1])
        ends.append(end)
    chosen, (_, number, before) = [], best[-1]
    while number >= 0:
        chosen.append(number)
        _, number, before = best[before]
    return sorted(chosen)

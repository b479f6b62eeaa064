"""Finds what a flash grew into: a line or two that later articles of the same outlet tell in full.

A flash is too short to share a stretch with the article that it becomes, and its sentence is
written anew there. It is known by most of its letters in one sentence of a lead, by the same
outlet or the same agency, and soon after or before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from rapidfuzz.distance import LCSseq

from components.duplicates import DuplicateReport
from components.stories.datelines import find_credit
from components.stories.matching import Cells, Grown, propose_pairs, texts_of
from components.stories.moments import Flags, Moments
from components.text import Article, Numbers, fold_letters

_LONGEST = 48  # letters of a flash
_LEAST = 8  # of its sentence
_LEAD = 3  # sentences of an article in which its news stands
_TIMES_LONGER = 1.4  # at least, what it grew into
_SOON = 36 * 3600  # seconds
_RUN = 2  # letters in a row that count as the same
_SAME, _SAME_UNDATED = 0.6, 0.8  # of the letters of a flash
_MISSING = 0.1  # of its letters that the head of the article may lack
_HEAD = 300  # characters
_MARK = re.compile("^(?:更新|最新|突发|快讯|即时|独家|急电|短讯|简讯)+")  # as folded
_NUMBER = re.compile(r"\d+")


def find_grown(
    report: DuplicateReport,
    cells: Cells,
    articles: Sequence[Article],
    moments: Moments,
    order: Numbers,
) -> Grown:
    """Pair the sentences of flashes with the sentences of leads that tell the same in full.

    Args:
        report: what is repeated.
        cells: its sentences.
        articles: all of the corpus.
        moments: when they were published.
        order: (n_articles,), the rank of each in time.
    """
    short = cells.lengths <= _LONGEST
    voices = _tell_voices(articles, short, moments)
    chosen = _choose_cells(cells, short, voices)
    chosen = chosen[np.argsort(order[cells.articles[chosen]], kind="stable")]
    open_ = short[cells.articles[chosen]]
    if not open_.any():
        return Grown.none()
    pairs = chosen[propose_pairs(report, cells, chosen, open_, voices)]
    flash, lead = pairs.T
    own, other = cells.articles[flash], cells.articles[lead]
    longer = cells.lengths[other] >= _TIMES_LONGER * cells.lengths[own]
    soon = _are_near(moments, own, other)
    anywhere = ~(moments.known[own] & moments.known[other])
    kept = longer & (soon | anywhere)
    return _keep_alike(report, cells, articles, pairs[kept], soon[kept])


def _tell_voices(articles: Sequence[Article], short: Flags, moments: Moments) -> Numbers:
    """(n_articles,), equal for the same outlet or agency; -1 where a flash cannot be followed.

    Who is nobody known to speak is one voice, where there are times at least.
    """
    known: dict[str, int] = {}
    voices = np.full(len(articles), -1, np.int64)
    if not short.any():
        return voices
    for number, article in enumerate(articles):
        name = article.outlet or find_credit(article)
        if name or moments.known[number]:
            voices[number] = known.setdefault(name, len(known))
    with_flash = np.isin(voices, voices[short])
    return np.where(with_flash, voices, -1)


def _choose_cells(cells: Cells, short: Flags, voices: Numbers) -> Numbers:
    """The sentences of flashes, and those of the leads of other articles."""
    begins = np.searchsorted(cells.articles, np.arange(len(cells.lengths)))
    by_place = np.lexsort((cells.starts, cells.articles))
    place = np.empty(len(cells), np.int64)
    place[by_place] = np.arange(len(cells)) - begins[cells.articles[by_place]]
    useful = (voices[cells.articles] >= 0) & (cells.letters >= _LEAST)
    chosen: Numbers = np.flatnonzero(useful & (short[cells.articles] | (place < _LEAD)))
    return chosen


def _are_near(moments: Moments, one: Numbers, other: Numbers) -> Flags:
    known = moments.known[one] & moments.known[other]
    apart = np.abs(moments.earliest[one] - moments.earliest[other])
    near: Flags = known & (apart <= _SOON)
    return near


def _keep_alike(
    report: DuplicateReport, cells: Cells, articles: Sequence[Article], pairs: Numbers, soon: Flags
) -> Grown:
    """Keep the pairs in which the article has enough of the flash."""
    short, long = (texts_of(report, cells.labels[side]) for side in pairs.T)
    heads = _read_heads(articles, cells.articles[pairs[:, 1]])
    same = np.array(
        [
            _count_same(_MARK.sub("", one), other, head, _SAME if near else _SAME_UNDATED)
            for one, other, head, near in zip(short, long, heads, soon.tolist(), strict=True)
        ],
        np.int64,
    )
    kept = same > 0
    return Grown(pairs[kept, 0], pairs[kept, 1], same[kept])


def _read_heads(articles: Sequence[Article], chosen: Numbers) -> list[frozenset[str]]:
    """The letters with which articles begin, each article read once."""
    different, numbers = np.unique(chosen, return_inverse=True)
    heads = [frozenset(fold_letters(articles[i].text[:_HEAD]).text) for i in different.tolist()]
    return [heads[number] for number in numbers.tolist()]


def _count_same(flash: str, lead: str, head: frozenset[str], least: float) -> int:
    """Letters of runs that stand in both, in the same order; 0 where it is other news.

    Two bills that pass on one day read alike but for their names: what a flash says beside the
    runs has to stand in the head of the article as well, and half of its numbers in the sentence.
    """
    numbers = _NUMBER.findall(flash)
    missing = sum(letter not in head for letter in flash)
    known = sum(number in _NUMBER.findall(lead) for number in numbers)
    if missing > max(1, _MISSING * len(flash)) or 2 * known < len(numbers):
        return 0
    blocks = LCSseq.opcodes(flash, lead)
    runs = (b.src_end - b.src_start for b in blocks if b.tag == "equal")
    same = sum(run for run in runs if run >= _RUN)
    return same if same >= least * len(flash) else 0

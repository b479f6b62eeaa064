"""Mends possible names of people by how these are put together, before anything weighs them.

The net is of two minds where a Japanese name ends (千葉辰巳), leaves out a rare surname (于廷 for
練于廷), and glues the first letter of a verb to a name (曹宇委 of 曹宇委由律師聲明).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from components.entities.sentence_names import FoundRows, SentenceLines
from components.entities.vocabulary import JAPANESE_SURNAMES, SURNAMES
from components.lexicon import KINDS
from components.text import are_among, table_of

_PER = KINDS.index("PER")
_LONGEST_JAPANESE = 5
_USUAL = 1.5  # surname and given name have two letters each
# What the net holds for less probable is not worth mending.
_WORTH = 0.15
_POSSIBLE = 0.1
_SUREST = 0.97
# Surnames that are words before a name as well: 向育賢致意.
_WORDS = "向于和连从任对"
# What ends before a name begins: a title, a clause.
_BEFORE = "长员授师席总理官任监委家者生表事人」，。、：；！？\n "
# What stands behind a name, so that its first letter is none of it.
_BEHIND = frozenset((
    "续指", "续称", "续说", "表示", "指出", "坦言", "透露", "直言", "回应", "认为", "批评", "呼吁",
    "委由", "委托", "昨天", "昨日", "今天", "今日", "受访",
))  # fmt: skip


def mend_people(copies: Sequence[str], found: FoundRows) -> FoundRows:
    """Return possible names, those of people with the ends that their shape asks for.

    Args:
        copies: the aligned copies of the sentences, as lists have them.
        found: what may be a name in each.

    Returns:
        The same candidates; what is no name has the probability 0.
    """
    text = SentenceLines(copies)
    sure = found.confidences.copy()
    _choose_japanese(text, found, sure)
    _take_surnames(text, found, sure)
    ends = _without_verbs(text, replace(found, confidences=sure))
    return replace(found, ends=ends, confidences=sure)


def _choose_japanese(text: SentenceLines, found: FoundRows, sure: NDArray[np.float64]) -> None:
    """Give 千葉辰巳 what the net gives to 千葉, 千葉辰 and itself together."""
    starts, lengths = text.at(found, found.starts), found.ends - found.starts
    pairs = text.codes[starts].astype(np.int64) << 32 | text.codes[starts + 1]
    known = [ord(name[0]) << 32 | ord(name[1]) for name in sorted(JAPANESE_SURNAMES)]
    japanese = are_among(pairs, np.array(known, np.int64))
    person = (found.kind_codes == _PER) & (lengths >= 3) & (lengths <= _LONGEST_JAPANESE)
    order = np.argsort(starts, kind="stable")
    begins = np.unique(starts[japanese & person & (sure >= _WORTH)])
    bounds = (np.searchsorted(starts[order], begins, side) for side in ("left", "right"))
    for low, high in zip(*(bound.tolist() for bound in bounds), strict=True):
        same = order[low:high]  # those that begin there
        people = same[person[same]]
        best = max(people.tolist(), key=lambda i: sure[i] * (_USUAL if lengths[i] == 4 else 1))
        longer = same[lengths[same] > lengths[best]]
        if sure[longer].max(initial=0.0) < sure[best]:
            whole = min(_SUREST, float(sure[same].sum()))
            sure[same] = 0.0
            sure[best] = whole


def _take_surnames(text: SentenceLines, found: FoundRows, sure: NDArray[np.float64]) -> None:
    """Take 練于廷 for 于廷 where a title or nothing stands before, if the net holds it possible."""
    starts, lengths = text.at(found, found.starts), found.ends - found.starts
    people, codes = found.kind_codes == _PER, text.codes
    surname = table_of("".join(sorted(SURNAMES - set(_WORDS))))[codes[starts]]
    apart = table_of(_BEFORE)[codes[np.maximum(starts - 1, 0)]] | (starts == 0)
    longer = np.flatnonzero(people & (lengths == 3) & (sure >= _POSSIBLE) & surname & apart)
    shorter = np.flatnonzero(people & (lengths == 2) & (sure >= _POSSIBLE))
    at = dict(zip(starts[shorter].tolist(), shorter.tolist(), strict=True))
    for i in longer.tolist():
        short = at.get(int(starts[i]) + 1)
        if short is not None and sure[short] > sure[i]:
            sure[i], sure[short] = min(_SUREST, sure[i] + sure[short]), 0.0


def _without_verbs(text: SentenceLines, found: FoundRows) -> NDArray[np.int32]:
    """Return ends without the first letter of a verb."""
    ends, lengths = found.ends.copy(), found.ends - found.starts
    starts, behind = text.at(found, found.starts), text.at(found, found.ends)
    surnames = table_of("".join(sorted(SURNAMES)))[text.codes[starts]]
    firsts = table_of("".join(sorted({verb[0] for verb in _BEHIND})))[text.codes[behind - 1]]
    short = (lengths == 2) | (lengths == 3)
    for i in np.flatnonzero((found.kind_codes == _PER) & surnames & firsts & short).tolist():
        end = int(behind[i])
        if text.whole[end - 1 : end + 1] in _BEHIND:
            ends[i] -= 1
    return ends

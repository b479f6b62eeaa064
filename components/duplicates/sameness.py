"""Works out which sentences and articles are the same, before any is left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from components.duplicates.alike import find_alike_pairs
from components.duplicates.minhash import Codes
from components.duplicates.report import Alike, Likeness, Units
from components.duplicates.runs import cut_short, find_clause_runs, find_edited_runs
from components.duplicates.survey import SENTENCE_ENDS
from components.duplicates.units import comparable
from components.lazy import lazy
from components.text import Article, Numbers

MIN_SENTENCE = 12  # letters; shorter ones (他說。, a dateline) come back by chance


class Sameness:
    """What `counting` asks while it chooses.

    Attributes:
        alike: sentences that are the same but for edits, and runs of sentences.
        classes: (n_articles,), equal for articles with the same folded text.
        near: class -> the classes whose articles are alike as a whole.
    """

    def __init__(
        self,
        articles: Sequence[Article],
        codes: Codes,
        units: Units,
        likeness: Likeness,
        alike: Alike,
    ) -> None:
        self.alike = alike
        self.classes = likeness.classes
        self._articles, self._codes, self._units = articles, codes, units
        self._texts: dict[int, str] = {}
        near: defaultdict[int, set[int]] = defaultdict(set)
        for one, two in likeness.pairs[: likeness.links].tolist():
            near[one].add(two)
            near[two].add(one)
        self.near = dict(near)

    def letters_of_all(self, labels: Numbers) -> list[str]:
        """Return what `letters_of` gives for some labels, whose letters are all there."""
        return list(map(self.letters_of, labels.tolist()))

    def letters_of(self, label: int) -> str:
        """Return the folded letters of a label, with the points of decimal numbers."""
        start, end = self._units.letters[label].tolist()
        if end > start and not self._units.decimals[label]:
            letters = self._codes[start:end].astype("<u4").tobytes()
            return letters.decode("utf-32-le", "surrogatepass")
        if label not in self._texts:
            self._texts[label] = self._read(label)
        return self._texts[label]

    def _read(self, label: int) -> str:
        unit = int(self._places[label])
        text = self._articles[int(self._units.articles[unit])].text
        return comparable(text[int(self._units.starts[unit]) : int(self._units.lasts[unit])])

    @lazy
    def breaks_off(self) -> frozenset[int]:
        """Units at the end of a text or a copy that no stop ends."""
        return frozenset(last_without_stop(self._articles, self._units).tolist())

    @lazy
    def _places(self) -> Numbers:
        """(n_labels,), the first unit of each label in reading order."""
        places = np.zeros(len(self._units.letters), np.int64)
        places[self._units.labels[::-1]] = np.arange(len(self._units))[::-1]
        return places


def find_alike(
    articles: Sequence[Article],
    codes: Codes,
    ends_clause: NDArray[np.bool_],
    units: Units,
    likeness: Likeness,
    ranks: Numbers,
) -> Alike:
    """Find the sentences that are the same but for edits, merges and cuts.

    Merges and cuts are looked for in articles that have something else in common.

    Args:
        articles: in reading order.
        codes: folded letters of all texts.
        ends_clause: for each letter, whether a comma or its like follows it.
        units: the sentences.
        likeness: which articles are alike as a whole.
        ranks: (n_articles,), which comes first, whatever the reader chose.
    """
    if not len(units):
        return Alike()
    first = np.full(len(units.letters), np.iinfo(np.int64).max)
    np.minimum.at(first, units.labels, ranks[units.articles] << 32 | np.arange(len(units)))
    texts = Sameness(articles, codes, units, likeness, Alike())
    long = np.flatnonzero(units.lengths >= MIN_SENTENCE)
    pairs, inside = find_alike_pairs(codes, units, long, first, texts.letters_of_all)
    linked = _find_connected(units, likeness, pairs)
    long = long[linked[long]]
    ends = last_without_stop(articles, units)
    runs = [
        *find_clause_runs(codes, ends_clause, units, long, MIN_SENTENCE),
        *cut_short(codes, units, units.labels[ends].astype(np.int64), long, MIN_SENTENCE),
        *find_edited_runs(ends_clause, units, inside, texts.letters_of, MIN_SENTENCE),
    ]
    return Alike(pairs, tuple(dict.fromkeys(runs)))


def last_without_stop(articles: Sequence[Article], units: Units) -> Numbers:
    """Return the units at the end of a text or of a copy that no stop ends."""
    last = np.flatnonzero(
        np.append(units.owners[1:] != units.owners[:-1], [True] * bool(len(units)))
    )
    places = zip(units.articles[last].tolist(), units.lasts[last].tolist(), strict=True)
    ragged = [articles[article].text[end - 1] not in SENTENCE_ENDS for article, end in places]
    found: Numbers = last[np.array(ragged, bool)]
    return found


def _find_connected(
    units: Units, likeness: Likeness, pairs: NDArray[np.int32]
) -> NDArray[np.bool_]:
    """(n_labels,), whether a sentence stands in an article that has something in common."""
    known = np.bincount(units.labels, minlength=len(units.letters)) > 1
    known[pairs[:, :2].ravel()] = True
    known &= units.lengths >= MIN_SENTENCE
    linked = np.zeros(len(units.ids), bool)
    linked[units.articles[known[units.labels]]] = True
    near = np.bincount(likeness.classes, minlength=len(units.ids)) > 1
    near[likeness.pairs[: likeness.links].ravel()] = True
    linked |= near[likeness.classes]
    labels = np.zeros(len(units.letters), bool)
    labels[units.labels[linked[units.articles]]] = True
    return labels

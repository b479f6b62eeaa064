"""Chooses which place of a sentence counts, and which stretches repeat it.

Likeness is not transitive: the first version of a sentence may be like the second, the second
like the third, and the first not like the third. So places are taken in a fixed order and each is
compared with those that count already, directly: it is left out where it is the same as one of
them, and else counts itself. The order is that of the articles (what the reader chose to keep,
then the earliest, then the longest, then by content) and not that in which they were read.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from components.duplicates.edits import count_edits
from components.duplicates.report import DuplicateSettings, LeftOut, Run, Units
from components.duplicates.sameness import MIN_SENTENCE, Sameness
from components.lazy import lazy
from components.text import Article, Numbers, Span, fold_letters

MIN_SHARED = 24  # letters two articles have in common before short sentences are compared
_MANY = 50  # places of a sentence; one that stands more often says little of two articles

# Letters [a, b) of a unit are those of unit q from c to d, but for so many edits.
RepeatedPart = tuple[int, int, int, int, int, int]


def rank_articles(
    articles: Sequence[Article], lengths: NDArray[np.int32], settings: DuplicateSettings
) -> Numbers:
    """Return (n_articles,) the rank of each article; of the same sentences the lowest counts.

    Args:
        articles: in any order; it makes no difference.
        lengths: characters of each text, of a pasted one those of its first copy.
        settings: what the reader chose to keep, and whether the earliest or the latest counts.
    """

    def time_of(i: int) -> str:
        return (articles[i].published or "")[:16]

    def content_of(i: int) -> tuple[int, str, str]:
        return -int(lengths[i]), articles[i].text, articles[i].id

    chosen = {article_id: n for n, article_id in enumerate(settings.keep, 1)}
    order = sorted(range(len(articles)), key=content_of)
    order.sort(key=time_of, reverse=settings.prefer == "latest")
    order.sort(key=lambda i: (-chosen.get(articles[i].id, 0), not articles[i].published))
    ranks = np.empty(len(order), np.int64)
    ranks[order] = np.arange(len(order))
    return ranks


def count_once(
    articles: Sequence[Article],
    units: Units,
    sameness: Sameness,
    ranks: Numbers,
    settings: DuplicateSettings,
) -> tuple[tuple[LeftOut, ...], int]:
    """Choose the places that count.

    Args:
        articles: in reading order.
        units: their sentences.
        sameness: what is known of sentences and articles.
        ranks: see `rank_articles`.
        settings: how much of a sentence may be edited.

    Returns:
        The stretches that repeat what counts elsewhere, in reading order, and the number of
        sentences of which something counts.
    """
    if not len(units):
        return (), 0
    choice = _PlaceChoice(units, sameness, ranks, settings.edit)
    choice.take_long()
    choice.take_short()
    out = list(_whole_units(articles, units, choice))
    if choice.parts:
        order = {article.id: i for i, article in enumerate(articles)}
        out += _part_units(articles, units, choice)
        out.sort(key=lambda out: (order[out.span.article_id], out.span.start))
    gone = choice.targets >= 0
    gone[[unit for unit, own in choice.parts.items() if choice.covers(unit, own)]] = True
    return tuple(out), int(np.count_nonzero(~(gone | units.bylines)))


class _PlaceChoice:
    """The choice while it is made, place by place.

    Attributes:
        targets: (n_units,), the unit each one repeats as a whole; -1 where it counts.
        edits: (n_units,), letters by which it differs from that.
        parts: what is left out of units that count otherwise.
    """

    def __init__(self, units: Units, sameness: Sameness, ranks: Numbers, edit: float) -> None:
        self.units, self.edit, self.sameness, self.ranks = units, edit, sameness, ranks
        owner_ranks = np.empty(len(units.owner_articles), np.int64)
        by_rank = np.argsort(ranks[units.owner_articles], kind="stable")
        owner_ranks[by_rank] = np.arange(len(by_rank))
        self.owner_ranks = owner_ranks
        self.lengths = units.lengths[units.labels]
        self.order = np.lexsort((units.starts, owner_ranks[units.owners]))
        self.targets = np.full(len(units), -1, np.int64)
        self.edits = np.zeros(len(units), np.int64)
        self.parts: dict[int, list[RepeatedPart]] = {}
        self.alike = self._near_labels()
        self._related: dict[tuple[int, int], bool] = {}

    def take_long(self) -> None:
        """Choose among sentences that are long enough to be known anywhere."""
        units = self.units
        long = self.order[self.lengths[self.order] >= MIN_SENTENCE]
        labels = units.labels[long]
        firsts = np.full(len(units.letters), -1, np.int64)
        firsts[labels[::-1]] = long[::-1]
        repeats = firsts[labels] != long
        self.targets[long[repeats]] = firsts[labels[repeats]]
        inside: defaultdict[int, list[Run]] = defaultdict(list)
        for run in self.sameness.alike.runs:
            inside[run.label].append(run)
        special = np.zeros(len(units.letters), bool)
        special[[*self.alike, *inside, *(run.inner for run in self.sameness.alike.runs)]] = True
        counted: dict[int, int] = {}  # label -> the unit that counts
        held: dict[int, tuple[int, int, int, int]] = {}  # label -> a run in a unit that counts
        for unit in long[special[labels]].tolist():
            self._take(unit, inside, counted, held)

    def _take(
        self,
        unit: int,
        inside: dict[int, list[Run]],
        counted: dict[int, int],
        held: dict[int, tuple[int, int, int, int]],
    ) -> None:
        label, length = int(self.units.labels[unit]), int(self.lengths[unit])
        self.targets[unit] = -1
        if (same := counted.get(label)) is not None:
            if same in self.parts:
                self.parts[unit] = _as_in(same, self.parts[same], length)
            else:
                self.targets[unit] = same
            return
        if label in held and self._allows(unit, held[label][0], held[label][3], length):
            self.parts[unit] = [(0, length, *held[label])]
            return
        for edits, other in self.alike.get(label, ()):
            q = counted.get(other)
            if q is not None and q not in self.parts and self.are_related(unit, q):
                self.targets[unit], self.edits[unit] = q, edits
                return
        taken = self._runs_that_count(unit, inside.get(label, ()), counted, held)
        counted[label] = unit
        if taken:
            self.parts[unit] = taken
        for run in inside.get(label, ()):
            if run.inner not in counted and _free(run, taken):
                held.setdefault(run.inner, (unit, run.start, run.end, run.edits))

    def _allows(self, unit: int, other: int, edits: int, length: int) -> bool:
        """Tell whether edits leave a stretch of one unit the same as one of another."""
        return not edits or (edits <= self.edit * length and self.are_related(unit, other))

    def _runs_that_count(
        self,
        unit: int,
        runs: Sequence[Run],
        counted: dict[int, int],
        held: dict[int, tuple[int, int, int, int]],
    ) -> list[RepeatedPart]:
        """The runs of a sentence that count elsewhere, longest first, none over another."""
        taken: list[RepeatedPart] = []
        for run in sorted(runs, key=lambda r: (r.start - r.end, r.start)):
            if not _free(run, taken):
                continue
            q = counted.get(run.inner)
            length = run.end - run.start
            if q is not None and q not in self.parts:
                if self._allows(unit, q, run.edits, length):
                    taken.append((run.start, run.end, q, 0, int(self.lengths[q]), run.edits))
            elif run.inner in held and not run.edits and not held[run.inner][3]:
                taken.append((run.start, run.end, *held[run.inner]))
        return sorted(taken)

    def covers(self, unit: int, parts: Sequence[RepeatedPart]) -> bool:
        """Tell whether parts leave nothing of a unit."""
        return sum(end - start for start, end, *_ in parts) == int(self.lengths[unit])

    def take_short(self) -> None:
        """Choose among short sentences: they are the same only in articles that are related."""
        units = self.units
        linked = self._find_linked()
        short = self.order[self.lengths[self.order] < MIN_SENTENCE]
        short = short[linked[units.owners[short]]]
        times = _times(units, short)
        counted: defaultdict[tuple[int, int], dict[int, int]] = defaultdict(dict)
        at = 0
        owners = units.owners[short].tolist()
        for end in range(1, len(short) + 1):
            if end < len(short) and owners[end] == owners[at]:
                continue
            owner, own = owners[at], short[at:end].tolist()
            for unit in own:
                key = (int(units.labels[unit]), times[unit])
                found = self._find_counted(owner, counted.get(key, {}))
                if found is not None:
                    self.targets[unit] = found
            for unit in own:
                if self.targets[unit] < 0 and not self._leave_out_edited(unit):
                    counted[int(units.labels[unit]), times[unit]][owner] = unit
            at = end

    def _find_counted(self, owner: int, counted: dict[int, int]) -> int | None:
        """Return the unit that counts in the first owner that is related to this one."""
        meet = counted if len(counted) <= _MANY else self._partners(owner) & counted.keys()
        ordered = sorted(meet, key=lambda other: self.owner_ranks[other])
        return next((counted[p] for p in ordered if self._are_owners_related(owner, p)), None)

    def _leave_out_edited(self, unit: int) -> bool:
        """Leave a short sentence out that an edited one stands for at the same place.

        Its neighbour has to repeat the neighbour of the other one.
        """
        for step in (-1, 1):
            beside = unit + step
            if not 0 <= beside < len(self.units) or self.targets[beside] < 0:
                continue
            other = int(self.targets[beside]) - step
            if not self._may_stand_for(unit, beside, other):
                continue
            edits = self._edits_between(unit, other)
            if edits is not None:
                self.targets[unit], self.edits[unit] = other, edits
                return True
        return False

    def _may_stand_for(self, unit: int, beside: int, other: int) -> bool:
        owners = self.units.owners
        return (
            0 <= other < len(self.units)
            and owners[unit] == owners[beside]
            and owners[other] == owners[self.targets[beside]]
            and self.targets[other] < 0
            and other not in self.parts
            and self.owner_ranks[owners[other]] < self.owner_ranks[owners[unit]]
            and self.are_related(unit, other)
        )

    def _edits_between(self, unit: int, other: int) -> int | None:
        """Letters that differ, where few enough do; a text that breaks off differs in none."""
        one, two = (self.sameness.letters_of(int(self.units.labels[u])) for u in (unit, other))
        if unit in self.sameness.breaks_off and one and two.startswith(one):
            return 0
        edits = count_edits(one, two)
        if edits is None or edits > self.edit * max(len(one), len(two)):
            return None
        return edits

    def _near_labels(self) -> dict[int, list[tuple[int, int]]]:
        """For each label the others that are the same but for edits, the nearest first."""
        lengths = self.units.lengths
        found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for one, two, edits in self.sameness.alike.pairs.tolist():
            if edits <= self.edit * max(lengths[one], lengths[two]):
                found[one].append((edits, two))
                found[two].append((edits, one))
        ranks = np.full(len(lengths), len(self.units), np.int64)
        labels = self.units.labels[self.order]
        ranks[labels[::-1]] = np.arange(len(labels))[::-1]
        for near in found.values():
            near.sort(key=lambda pair: (pair[0], ranks[pair[1]]))
        return dict(found)

    # --- articles that have something in common ---------------------------------------------

    def are_related(self, one: int, two: int) -> bool:
        """Tell whether the articles of two units have enough in common."""
        return self._are_owners_related(int(self.units.owners[one]), int(self.units.owners[two]))

    def _are_owners_related(self, one: int, two: int) -> bool:
        pair = (one, two) if one < two else (two, one)
        if pair not in self._related:
            self._related[pair] = self._compare(*pair)
        return self._related[pair]

    def _compare(self, one: int, two: int) -> bool:
        if one == two:
            return False
        a, b = self.units.owner_articles[[one, two]].tolist()
        one_class, other_class = self.sameness.classes[[a, b]].tolist()
        if one_class == other_class or other_class in self.sameness.near.get(one_class, ()):
            return True
        theirs = self._long_labels(two)
        shared = 0
        for label in self._long_labels(one):
            near = next((o for _, o in self.alike.get(label, ()) if o in theirs), None)
            if label in theirs or near is not None:
                shared += int(self.units.lengths[label])
        return shared >= MIN_SHARED

    def _long_labels(self, owner: int) -> set[int]:
        low, high = self._bounds[owner], self._bounds[owner + 1]
        labels = self.units.labels[low:high]
        return set(labels[self.lengths[low:high] >= MIN_SENTENCE].tolist())

    @lazy
    def _bounds(self) -> Numbers:
        """(n_owners + 1,), where the units of each owner begin."""
        return np.searchsorted(self.units.owners, np.arange(len(self.units.owner_articles) + 1))

    @lazy
    def _first_of_class(self) -> dict[int, int]:
        """The article of each class that comes first in the order."""
        by_rank = np.argsort(self.ranks, kind="stable")[::-1]
        return dict(zip(self.sameness.classes[by_rank].tolist(), by_rank.tolist(), strict=True))

    @lazy
    def _holders(self) -> dict[int, list[int]]:
        """Owners of the labels that stand in few places, but in more than one."""
        labels, owners = self.units.labels, self.units.owners
        counts = np.bincount(labels, minlength=len(self.units.letters))
        chosen = (counts[labels] > 1) | np.isin(labels, list(self.alike))
        chosen &= (counts[labels] <= _MANY) & (self.lengths >= MIN_SENTENCE)
        found: defaultdict[int, list[int]] = defaultdict(list)
        for label, owner in zip(labels[chosen].tolist(), owners[chosen].tolist(), strict=True):
            found[label].append(owner)
        return dict(found)

    def _find_linked(self) -> NDArray[np.bool_]:
        """(n_owners,), whether an owner may be related to any other."""
        units = self.units
        linked = np.zeros(len(units.owner_articles), bool)
        counts = np.bincount(units.labels, minlength=len(units.letters))
        known = (counts[units.labels] > 1) & (self.lengths >= MIN_SENTENCE)
        known |= np.isin(units.labels, list(self.alike))
        linked[units.owners[known]] = True
        classes = self.sameness.classes
        near = np.bincount(classes, minlength=len(units.ids)) > 1
        near[list(self.sameness.near)] = True
        pasted = np.bincount(units.owner_articles, minlength=len(units.ids)) > 1
        return linked | (near[classes] | pasted)[units.owner_articles]

    def _partners(self, owner: int) -> set[int]:
        """Owners that may be related to one."""
        own = slice(self._bounds[owner], self._bounds[owner + 1])
        targets = self.targets[own]
        found = set(self.units.owners[targets[targets >= 0]].tolist())
        for label in self._long_labels(owner):
            found.update(self._holders.get(label, ()))
            for _, other in self.alike.get(label, ()):
                found.update(self._holders.get(other, ()))
        own_class = int(self.sameness.classes[self.units.owner_articles[owner]])
        firsts = [int(self.units.owner_articles[owner]), self._first_of_class[own_class]]
        firsts += (self._first_of_class[c] for c in self.sameness.near.get(own_class, ()))
        for article in firsts:
            first = int(np.searchsorted(self.units.owner_articles, article))
            found.add(first)
            of_first = self.targets[self._bounds[first] : self._bounds[first + 1]]
            found.update(self.units.owners[of_first[of_first >= 0]].tolist())
        return found


def _as_in(same: int, parts: Sequence[RepeatedPart], length: int) -> list[RepeatedPart]:
    """What is left out of a sentence whose other place is left out in parts."""
    made, at = [], 0
    for part in parts:
        if part[0] > at:
            made.append((at, part[0], same, at, part[0], 0))
        made.append(part)
        at = part[1]
    if at < length:
        made.append((at, length, same, at, length, 0))
    return made


def _free(run: Run, taken: Sequence[RepeatedPart]) -> bool:
    return all(run.end <= part[0] or part[1] <= run.start for part in taken)


def _times(units: Units, chosen: Numbers) -> dict[int, int]:
    """How often the same label stood in the same owner before, for some units."""
    seen: defaultdict[tuple[int, int], int] = defaultdict(int)
    times: dict[int, int] = {}
    pairs = zip(units.owners[chosen].tolist(), units.labels[chosen].tolist(), strict=True)
    for unit, key in zip(chosen.tolist(), pairs, strict=True):
        times[unit] = seen[key]
        seen[key] += 1
    return times


def _whole_units(
    articles: Sequence[Article], units: Units, choice: _PlaceChoice
) -> Iterator[LeftOut]:
    """Stretches of whole units that repeat units in a row."""
    out = np.flatnonzero(choice.targets >= 0)
    if not len(out):
        return
    targets, owners, starts = choice.targets[out], units.articles, units.begins
    apart = np.ones(len(out), bool)
    apart[1:] = (
        (out[1:] != out[:-1] + 1)
        | (targets[1:] != targets[:-1] + 1)
        | (owners[out[1:]] != owners[out[:-1]])
        | (owners[targets[1:]] != owners[targets[:-1]])
    )
    begins = np.flatnonzero(apart)
    edits = np.add.reduceat(choice.edits[out], begins)
    longer = np.maximum(choice.lengths[out], choice.lengths[targets])
    letters = np.maximum(np.add.reduceat(longer, begins), 1)
    likeness = np.floor(10_000 * (1 - edits / letters)) / 10_000
    ends = np.append(begins[1:], len(out)) - 1
    rows = zip(
        owners[out[begins]].tolist(), starts[out[begins]].tolist(),
        units.ends[out[ends]].tolist(), owners[targets[begins]].tolist(),
        starts[targets[begins]].tolist(), units.ends[targets[ends]].tolist(),
        likeness.tolist(), strict=True,
    )  # fmt: skip
    for article, start, end, other, first, last, similarity in rows:
        yield LeftOut(
            Span(articles[article].id, start, end),
            Span(articles[other].id, first, last),
            similarity,
        )


def _part_units(
    articles: Sequence[Article], units: Units, choice: _PlaceChoice
) -> Iterator[LeftOut]:
    """Stretches inside of units."""
    begins = units.begins

    def stretch(unit: int, start: int, end: int) -> Span:
        article = articles[int(units.articles[unit])]
        low, high = int(begins[unit]), int(units.ends[unit])
        positions = fold_letters(article.text[low:high]).positions
        first = low + int(positions[start]) if start else low
        last = low + int(positions[end]) if end < len(positions) else high
        return Span(article.id, first, last)

    for unit, parts in choice.parts.items():
        for start, end, other, first, last, edits in parts:
            likeness = 1 - edits / max(end - start, last - first)
            yield LeftOut(
                stretch(unit, start, end),
                stretch(other, first, last),
                math.floor(10_000 * likeness) / 10_000,
            )

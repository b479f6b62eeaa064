"""The ledger: every quotation once, with all that have it, and in which other words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from components.duplicates import DuplicateReport, LeftOut
from components.quotations.quotation import Quotation, QuotationIndex
from components.text import Corpus, fold_letters

QuoteForm = Literal["all", "direct", "indirect"]
FORMS: tuple[QuoteForm, ...] = ("all", "direct", "indirect")

_NUMBERS = re.compile(r"\d+")
_GRAM = 3  # letters
_COMMON = 40  # quotations of one speaker that share a run of letters, beyond which it tells nothing
_SAME = 0.5  # of the runs of the shorter one stand in the longer one
_LONGER = 3  # times as long as the other, and it says more than the same
_UNDATED = "9999"


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """What somebody said, once.

    Attributes:
        quotation: its first place by the printed time.
        versions: its other places, in the order of time; their words may be others.
        articles: every article that has it, also those whose copy does not count.
    """

    quotation: Quotation
    versions: tuple[Quotation, ...] = ()
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuotationFilter:
    """Which quotations are shown; an empty text shows all.

    Attributes:
        speaker: id of an entity.
        outlet: name of an outlet that has it.
        day: ISO 8601, the day on which an article has it.
        cue: the verb.
        form: in quotation marks, in other words, or both.
        certain: only those without doubt.
    """

    speaker: str = ""
    outlet: str = ""
    day: str = ""
    cue: str = ""
    form: QuoteForm = "all"
    certain: bool = False


def make_ledger(
    found: QuotationIndex, corpus: Corpus, report: DuplicateReport | None = None
) -> tuple[LedgerLine, ...]:
    """Bring the places of the same quotation together.

    Two are the same where one speaker says them and half of the runs of three letters of
    the shorter one stand in the longer one, or where the letters are the same; in other words,
    other numbers are another quotation. Pairs are looked for by the runs they share, never one by
    one.

    Args:
        found: the quotations.
        corpus: the texts.
        report: what does not count because it repeats other text; who has that has the
            quotations in it too. Without one, every place is a quotation by itself.

    Returns:
        Lines in the order of time; those of undated articles come last.
    """
    rows = list(found.quotations)
    letters = [fold_letters(corpus.text_of(row.span)).text for row in rows]
    published = {article.id: article.published or _UNDATED for article in corpus.articles}
    group = _group(rows, letters)
    copies = _copies_of(report.left_out if report and found.copies == "unique" else ())
    members: defaultdict[int, list[Quotation]] = defaultdict(list)
    for number in sorted(range(len(rows)), key=lambda i: published[rows[i].span.article_id]):
        members[group[number]].append(rows[number])
    return tuple(
        LedgerLine(own[0], tuple(own[1:]), _articles(own, copies)) for own in members.values()
    )


def select(
    lines: Sequence[LedgerLine], corpus: Corpus, settings: QuotationFilter
) -> tuple[LedgerLine, ...]:
    """Return the lines that a filter lets through, in their order."""
    return tuple(line for line in lines if _is_shown(line, corpus, settings))


def outlets_of(line: LedgerLine, corpus: Corpus) -> tuple[str, ...]:
    """Return the outlets that have a quotation, each once; unknown ones are left out."""
    outlets = (corpus.article(article).outlet for article in line.articles)
    return tuple(dict.fromkeys(outlet for outlet in outlets if outlet))


def days_of(line: LedgerLine, corpus: Corpus) -> tuple[str, ...]:
    """Return the days on which articles have a quotation, each once."""
    days = ((corpus.article(article).published or "")[:10] for article in line.articles)
    return tuple(dict.fromkeys(day for day in days if day))


def _is_shown(line: LedgerLine, corpus: Corpus, settings: QuotationFilter) -> bool:
    own = line.quotation
    return (
        settings.speaker in ("", own.entity_id)
        and settings.cue in ("", own.cue)
        and (settings.form == "all" or own.direct == (settings.form == "direct"))
        and (own.certain or not settings.certain)
        and (not settings.outlet or settings.outlet in outlets_of(line, corpus))
        and (not settings.day or settings.day in days_of(line, corpus))
    )


def _group(rows: Sequence[Quotation], letters: Sequence[str]) -> list[int]:
    """Return for each quotation the first one that it is the same as."""
    first = list(range(len(rows)))
    same: dict[tuple[str, str], int] = {}
    for number, row in enumerate(rows):
        first[number] = same.setdefault((row.entity_id, letters[number]), number)
    for one, other in _alike(rows, letters, set(first)):
        low, high = sorted((_root(first, one), _root(first, other)))
        first[high] = low
    return [_root(first, number) for number in first]


def _root(first: list[int], number: int) -> int:
    while first[number] != number:
        number = first[number]
    return number


def _alike(
    rows: Sequence[Quotation], letters: Sequence[str], wanted: set[int]
) -> list[tuple[int, int]]:
    """Return pairs of one speaker whose words are nearly the same."""
    grams = {i: _grams(letters[i]) for i in sorted(wanted) if rows[i].entity_id}
    places: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for number, own in grams.items():
        for gram in own:
            places[rows[number].entity_id, gram].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in places.values():
        if 1 < len(numbers) <= _COMMON:
            shared.update(combinations(numbers, 2))
    return [
        pair
        for pair, n in shared.items()
        if _is_same(n, *(len(grams[i]) for i in pair)) and not _differ(pair, rows, letters)
    ]


def _differ(pair: tuple[int, int], rows: Sequence[Quotation], letters: Sequence[str]) -> bool:
    """Tell whether two in other words have other numbers: the next day's figures, said anew."""
    if any(rows[number].direct for number in pair):
        return False
    one, other = (set(_NUMBERS.findall(letters[number])) for number in pair)
    return not (one <= other or other <= one)


def _grams(letters: str) -> frozenset[str]:
    return frozenset(letters[i : i + _GRAM] for i in range(len(letters) - _GRAM + 1))


def _is_same(shared: int, one: int, other: int) -> bool:
    short, long = sorted((one, other))
    return shared >= _SAME * short and long <= _LONGER * short


def _copies_of(left_out: Iterable[LeftOut]) -> dict[str, list[tuple[int, int, str]]]:
    """Return for each article its stretches that others repeat: start, end, who repeats."""
    found: defaultdict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for left in left_out:
        own = left.repeats
        found[own.article_id].append((own.start, own.end, left.span.article_id))
    return found


def _articles(
    members: Sequence[Quotation], copies: dict[str, list[tuple[int, int, str]]]
) -> tuple[str, ...]:
    own = [member.span.article_id for member in members]
    others = (
        article
        for member in members
        for start, end, article in copies.get(member.span.article_id, ())
        if start <= member.span.start and member.span.end <= end
    )
    return tuple(dict.fromkeys((*own, *others)))

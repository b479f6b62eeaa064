"""Finds the words and names that mark groups of articles, by more than chance and one story.

A word stands in bursts: whoever writes of a ship writes "ship" in every sentence. So not words
are the units of a test but stories (articles that share text), and articles that are part of
none: all that a group has on one story is one unit. A test that takes words for units calls
every subject of the day a habit of its outlet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from components.contrast.chance import Measures, adjust, find_chances, residuals
from components.contrast.contrast import (
    Contrast,
    ContrastRow,
    ContrastSettings,
    MapPoint,
    Unfit,
)
from components.statistics import NameUses
from components.text import Corpus, Grouping, digest_of
from components.words import Tokens, forms_of, word_marks

MIN_UNITS = 5  # stories of a group; of fewer any word may be chance
MIN_WORDS = 300  # of a group
MIN_STORIES = 5  # that both sides have
MOST_TESTED = 2_000  # words, the most used first
MIN_HOLDING = 2  # units that use a word
_MAPPED = 40  # words on the map
_Z = 1.959964  # of a 95 % interval


@dataclass(frozen=True, slots=True, eq=False)
class _UnitCounts:
    """Uses by unit: `counts` (n_units, n_marks), `totals` (n_units,), and who a unit is."""

    marks: tuple[str, ...]
    words: tuple[str, ...]
    counts: Measures
    totals: Measures
    groups: NDArray[np.int64]
    strata: NDArray[np.int64]


def compare(
    corpus: Corpus,
    tokens: Tokens,
    grouping: Grouping,
    *,
    stories: Sequence[Sequence[str]] = (),
    names: Sequence[NameUses] = (),
    stop_words: frozenset[str] = frozenset(),
    settings: ContrastSettings | None = None,
) -> Contrast:
    """Compare groups of articles by the words or names they use.

    - Effect: the log odds ratio with an informative Dirichlet prior, delta = log2 of
      ((y + a) / (n + A - y - a)) over the same of the other side, with a = A x the word's share
      of all words and A = `prior`. Monroe, Colaresi & Quinn (2008), Political Analysis 16.
    - Interval: delta +- 1.96 sqrt(f (1 / (y + a) + 1 / (y' + a))), where f >= 1 is the
      dispersion between units, Pearson's chi-squared by its degrees of freedom (quasi-Poisson;
      McCullagh & Nelder 1989): a word of one story has a wide interval.
    - Chance: units are dealt out to the groups again and again, and p is the share of deals
      with as large a difference (a permutation test; Edgington 1980), q the false discovery
      rate of Benjamini & Hochberg (1995) over all words and groups.

    Args:
        corpus: the texts.
        tokens: their words.
        grouping: the groups; those that the settings name, all by default.
        stories: ids of articles that share text, story by story.
        names: the names to compare, where these are the subject.
        stop_words: norms that are no rows; totals count them all the same.
        settings: what is compared, and how.
    """
    settings = settings or ContrastSettings(grouping.by)
    labels = settings.labels or grouping.labels
    settings = replace(settings, by=grouping.by, labels=labels)
    digest = digest_of(
        "contrast", tokens.digest, grouping.digest, tuple(map(tuple, stories)), tuple(names),
        tuple(sorted(stop_words)), settings,
    )  # fmt: skip
    empty = Contrast(settings, copies=tokens.copies, digest=digest)
    if len(labels) < 2:
        return _refuse(empty, "few_groups", 2, len(labels))
    uses = _collect(corpus, tokens, grouping.take(labels), stories, names, stop_words, settings)
    made = replace(
        empty,
        sizes=tuple(int(uses.totals[uses.groups == g].sum()) for g in range(len(labels))),
        units=tuple(int(np.count_nonzero(uses.groups == g)) for g in range(len(labels))),
        stories=len(np.unique(uses.strata)) if settings.within == "stories" else 0,
    )
    if refusal := _why_not(made):
        return _refuse(made, *refusal)
    rows = _test(uses, settings)
    points, inertia = _map(uses, labels) if len(labels) > 2 else ((), (0.0, 0.0))
    return replace(made, rows=rows, points=points, inertia=inertia)


def _why_not(made: Contrast) -> tuple[Unfit, int, int] | None:
    if made.settings.within == "stories":
        return ("few_stories", MIN_STORIES, made.stories) if made.stories < MIN_STORIES else None
    if min(made.units) < MIN_UNITS:
        return "few_units", MIN_UNITS, min(made.units)
    if made.settings.subject == "words" and min(made.sizes) < MIN_WORDS:
        return "few_words", MIN_WORDS, min(made.sizes)
    return None


def _refuse(made: Contrast, why: Unfit, needs: int, has: int) -> Contrast:
    return replace(made, unfit=why, needs=needs, has=has)


# --- uses by unit ----------------------------------------------------------------------------


def _collect(
    corpus: Corpus,
    tokens: Tokens,
    grouping: Grouping,
    stories: Sequence[Sequence[str]],
    names: Sequence[NameUses],
    stop_words: frozenset[str],
    settings: ContrastSettings,
) -> _UnitCounts:
    """Count marks by unit; within stories a unit is an article, and strangers are left out."""
    story_of = {article: i for i, ids in enumerate(stories) for article in ids}
    rows, marks, words = _article_counts(corpus, tokens, names, stop_words, settings)
    inside = settings.within == "stories"
    keys: dict[tuple[object, int], int] = {}
    members: list[tuple[int, int]] = []  # article, unit
    order = {article_id: i for i, article_id in enumerate(tokens.sentences.ids)}
    for g, group in enumerate(grouping.groups):
        for article_id in group.ids:
            if article_id not in order or (inside and article_id not in story_of):
                continue
            whole: object = article_id if inside else story_of.get(article_id, article_id)
            members.append((order[article_id], keys.setdefault((whole, g), len(keys))))
    counts, totals = np.zeros((len(keys), len(marks))), np.zeros(len(keys))
    for article, unit in members:
        counts[unit] += rows[0][article]
        totals[unit] += rows[1][article]
    groups = np.array([g for _, g in keys], np.int64)
    strata = np.array([story_of[str(a)] if inside else 0 for a, _ in keys], np.int64)
    kept = (totals > 0) & (_is_shared(groups, strata) if inside else True)
    order_of = np.argsort(strata[kept], kind="stable")
    held = np.flatnonzero(kept)[order_of]
    return _UnitCounts(marks, words, counts[held], totals[held], groups[held], strata[held])


def _is_shared(groups: NDArray[np.int64], strata: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which units belong to a story that at least two groups have."""
    several = [s for s in np.unique(strata) if len(np.unique(groups[strata == s])) > 1]
    return np.isin(strata, several)


def _article_counts(
    corpus: Corpus,
    tokens: Tokens,
    names: Sequence[NameUses],
    stop_words: frozenset[str],
    settings: ContrastSettings,
) -> tuple[tuple[NDArray[np.float32], Measures], tuple[str, ...], tuple[str, ...]]:
    """Return counts (n_articles, n_marks) and totals (n_articles,) with marks and their words."""
    ids, table = tokens.sentences.ids, tokens.tokens
    are_words = word_marks(table.norms)[table.norm_codes]
    totals = np.bincount(tokens.articles[are_words], minlength=len(ids)).astype(float)
    if settings.subject == "names":
        at = {article_id: i for i, article_id in enumerate(ids)}
        kept = [one for one in names if sum(n for _, n in one.uses) >= settings.min_count]
        counts = np.zeros((len(ids), len(kept)), np.float32)
        for column, one in enumerate(kept):
            for article_id, n in one.uses:
                if article_id in at:
                    counts[at[article_id], column] += n
        return (counts, totals), tuple(o.mark for o in kept), tuple(o.name for o in kept)
    every = np.bincount(table.norm_codes[are_words], minlength=len(table.norms))
    often = np.flatnonzero(every >= settings.min_count)
    often = often[np.array([table.norms[i] not in stop_words for i in often.tolist()], bool)]
    often = often[np.argsort(-every[often], kind="stable")][:MOST_TESTED]
    column_of = np.full(len(table.norms), -1)
    column_of[often] = np.arange(len(often))
    columns = column_of[table.norm_codes]
    counts = np.zeros((len(ids), len(often)), np.float32)
    chosen = are_words & (columns >= 0)
    np.add.at(counts, (tokens.articles[chosen], columns[chosen]), 1)
    forms, marks = forms_of(corpus, tokens), tuple(table.norms[i] for i in often.tolist())
    return (counts, totals), marks, tuple(forms[norm] for norm in marks)


# --- the test --------------------------------------------------------------------------------


def _test(uses: _UnitCounts, settings: ContrastSettings) -> tuple[ContrastRow, ...]:
    """Test every mark in every group; of two groups the other side says the same."""
    held = np.count_nonzero(uses.counts, axis=0) >= MIN_HOLDING
    uses = replace(
        uses,
        marks=tuple(m for m, keep in zip(uses.marks, held, strict=True) if keep),
        words=tuple(w for w, keep in zip(uses.words, held, strict=True) if keep),
        counts=uses.counts[:, held],
    )
    if not uses.marks:
        return ()
    labels = settings.labels
    sides = range(1) if len(labels) == 2 else range(len(labels))
    left = residuals(uses.counts, uses.totals, uses.strata)
    rows: list[ContrastRow] = []
    for g in sides:
        here = uses.groups == g
        ps = find_chances(left, here, uses.strata, shuffles=settings.shuffles, seed=settings.seed)
        for row in _effects(uses, here, ps, labels[g], settings):
            turned = len(labels) == 2 and row.log_ratio < 0
            rows.append(_turn(row, uses, labels[1]) if turned else row)
    qs = adjust([row.p for row in rows])
    rows = [replace(row, q=q) for row, q in zip(rows, qs, strict=True)]
    return tuple(sorted(rows, key=lambda row: (row.q, -abs(row.log_ratio), row.label, row.mark)))


def _turn(row: ContrastRow, uses: _UnitCounts, label: str) -> ContrastRow:
    """Tell a row from the other side, which uses the word more."""
    units = int(np.count_nonzero(uses.counts[uses.groups == 1, uses.marks.index(row.mark)]))
    return replace(
        row, label=label, count=row.other, other=row.count, units=units,
        log_ratio=-row.log_ratio, low=-row.high, high=-row.low,
    )  # fmt: skip


def _effects(
    uses: _UnitCounts, here: NDArray[np.bool_], ps: Measures, label: str, settings: ContrastSettings
) -> Iterable[ContrastRow]:
    y, z = uses.counts[here].sum(axis=0), uses.counts[~here].sum(axis=0)
    n, m = float(uses.totals[here].sum()), float(uses.totals[~here].sum())
    prior = settings.prior * (y + z) / (n + m)
    delta = log_odds(y, n, z, m, prior, settings.prior)
    error = np.sqrt(_dispersion(uses, here) * (1 / (y + prior) + 1 / (z + prior))) / np.log(2)
    holding = np.count_nonzero(uses.counts[here], axis=0)
    for i, mark in enumerate(uses.marks):
        d, e = float(delta[i]), _Z * float(error[i])
        yield ContrastRow(
            mark, uses.words[i], label, int(y[i]), int(z[i]), int(holding[i]),
            d, d - e, d + e, float(ps[i]), 1.0,
        )  # fmt: skip


def log_odds(
    y: Measures, n: float, z: Measures, m: float, prior: Measures, size: float
) -> Measures:
    """Return Monroe's log odds ratio with prior, to base 2.

    Args:
        y: uses on the one side.
        n: words of it.
        z: uses on the other.
        m: words of it.
        prior: uses that each side is thought to have besides.
        size: words that each is thought to have besides.
    """
    one = (y + prior) / (n + size - y - prior)
    return np.asarray(np.log2(one / ((z + prior) / (m + size - z - prior))))


def _dispersion(uses: _UnitCounts, here: NDArray[np.bool_]) -> Measures:
    """Return Pearson's chi-squared by its degrees of freedom, at least 1, of each mark."""
    squares = np.zeros(len(uses.marks))
    for side in (here, ~here):
        share = uses.counts[side].sum(axis=0) / uses.totals[side].sum()
        expected = uses.totals[side, None] * np.maximum(share, 1e-12)
        squares += ((uses.counts[side] - expected) ** 2 / expected).sum(axis=0)
    return np.asarray(np.maximum(1.0, squares / max(1, len(here) - 2)))


# --- the map ---------------------------------------------------------------------------------


def _map(
    uses: _UnitCounts, labels: Sequence[str]
) -> tuple[tuple[MapPoint, ...], tuple[float, float]]:
    """Place groups and words by correspondence analysis (Greenacre 1984; Benzécri 1973).

    The standardised residuals of the table of groups by words are decomposed (SVD); groups and
    words stand in principal coordinates, so that distances among groups, and among words, are
    chi-squared distances. Signs are fixed, so that the same table gives the same map.
    """
    table = np.array([uses.counts[uses.groups == g].sum(axis=0) for g in range(len(labels))])
    table = table[:, table.sum(axis=0) > 0]
    marks = [m for m, n in zip(uses.marks, uses.counts.sum(axis=0), strict=True) if n > 0]
    words = dict(zip(uses.marks, uses.words, strict=True))
    shares = table / table.sum()
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    if not np.all(rows > 0) or len(marks) < 2:
        return (), (0.0, 0.0)
    expected = np.outer(rows, columns)
    u, s, vt = np.linalg.svd((shares - expected) / np.sqrt(expected), full_matrices=False)
    signs = np.sign(vt[np.arange(2), np.argmax(np.abs(vt[:2]), axis=1)])
    at_rows = u[:, :2] * s[:2] * signs / np.sqrt(rows)[:, None]
    at_columns = vt[:2].T * s[:2] * signs / np.sqrt(columns)[:, None]
    telling = np.argsort(-(columns * (at_columns**2).sum(axis=1)), kind="stable")[:_MAPPED]
    points = [
        MapPoint(label, label, True, float(at_rows[g, 0]), float(at_rows[g, 1]), float(rows[g]))
        for g, label in enumerate(labels)
    ] + [
        MapPoint(
            marks[i],
            words[marks[i]],
            False,
            float(at_columns[i, 0]),
            float(at_columns[i, 1]),
            float(columns[i]),
        )
        for i in telling.tolist()
    ]
    total = float((s**2).sum()) or 1.0
    return tuple(points), (float(s[0] ** 2) / total, float(s[1] ** 2) / total)

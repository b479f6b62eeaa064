"""Defines a statistic: the rows of a measure and their settings, or why there are none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from components.text import Copies, Period, Span, Spans

R = TypeVar("R")

Measure = Literal["keyness", "dispersion", "tf_idf", "ngrams", "collocates", "trend"]
Against = Literal["general", "articles", "dates"]
Association = Literal["log_dice", "g2", "npmi"]
Refused = Literal["few_words", "few_articles", "few_uses", "few_dates", "no_dates"]

FEWEST: dict[Measure, int] = {"keyness": 3, "ngrams": 2, "collocates": 3}
"""Fewest uses of a row where the reader chose nothing else."""


@dataclass(frozen=True, slots=True)
class NameUses:
    """A name in all its spellings, as a trend follows it.

    Attributes:
        mark: what tells it from words and from other names.
        name: how it is called.
        uses: article id and mentions in it, an entry an article.
    """

    mark: str
    name: str
    uses: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class StatisticSettings:
    """What is measured, and how; a measure looks only at the fields it names.

    Attributes:
        measure: the measure.
        against: keyness: general Chinese, other articles, or earlier dates.
        here: keyness against articles: the ids of the one selection.
        there: the ids of the other; empty means all that are not `here`.
        since: keyness against dates: the first ISO date of the one selection; the other is
            everything before it.
        size: n-grams: words in a row.
        word: collocates: the norm in the middle.
        window: collocates: words to each side.
        association: collocates: what ranks them.
        words: trend: the norms to follow.
        names: trend: the names to follow, with where they stand.
        by: trend: the length of a period.
        min_count: fewest uses of a key word, an n-gram or a collocate.
        stop_words: norms that are no rows; totals count them all the same.
    """

    measure: Measure = "keyness"
    against: Against = "general"
    here: tuple[str, ...] = ()
    there: tuple[str, ...] = ()
    since: str = ""
    size: int = 2
    word: str = ""
    window: int = 5
    association: Association = "log_dice"
    words: tuple[str, ...] = ()
    names: tuple[NameUses, ...] = ()
    by: Period = "month"
    min_count: int = 3
    stop_words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Statistic(Generic[R]):
    """Rows of one measure with what they rest on.

    Attributes:
        settings: the measure and its options.
        rows: most telling first; empty where refused, or where no word reaches the thresholds.
        n_tokens: words counted, in both selections where there are two.
        n_articles: articles counted.
        copies: whether repeated stretches were counted.
        refused: why there are no rows, as a key; "" where the measure can be taken.
        needs: how much the measure needs, of different text.
        has: how much there is; text that is only repeated is no more text.
        digest: names the texts and the settings.
    """

    settings: StatisticSettings = StatisticSettings()
    rows: tuple[R, ...] = ()
    n_tokens: int = 0
    n_articles: int = 0
    copies: Copies = "all"
    refused: Refused | Literal[""] = ""
    needs: int = 0
    has: int = 0
    digest: str = ""


@dataclass(frozen=True, slots=True)
class ArticleWord:
    """A word that marks an article: `tf_idf` >= 0, `count` in the article."""

    article_id: str
    norm: str
    word: str
    count: int
    tf_idf: float


@dataclass(frozen=True, slots=True)
class Spread:
    """How evenly a word is spread over the articles.

    Attributes:
        count: uses.
        articles: articles that use it.
        dp: deviation of proportions, in [0, 1 - the smallest article's share of all words].
        dp_norm: the same in [0, 1]: 0 as even as can be, 1 in the shortest article only.
    """

    norm: str
    word: str
    count: int
    articles: int
    dp: float
    dp_norm: float


@dataclass(frozen=True, slots=True)
class KeyWord:
    """A word used more (or less) here than there.

    Attributes:
        count: uses here.
        other: uses there; 0 against general Chinese means the dictionary lacks the word.
        g2: log-likelihood ratio, >= 0; above 10.83 hardly chance (p < .001, one word).
        log_ratio: binary logarithm of the ratio of relative frequencies; +1 is twice as often.
    """

    norm: str
    word: str
    count: int
    other: int
    g2: float
    log_ratio: float


@dataclass(frozen=True, slots=True)
class Ngram:
    """Words that follow each other; `spans` are where they stand."""

    norms: tuple[str, ...]
    text: str
    spans: Spans

    def __post_init__(self) -> None:
        object.__setattr__(self, "spans", Spans.of(self.spans))

    @property
    def count(self) -> int:
        """How often they do."""
        return len(self.spans)


@dataclass(frozen=True, slots=True)
class Collocate:
    """A word near another.

    Attributes:
        count: its uses within the window.
        meetings: its uses within the window, or the other word's uses near it, whichever are
            fewer: no use counts twice, and the two words may change places.
        frequency: its uses in all.
        log_dice, g2, npmi: the measures of `analysis.collocates`.
        spans: where both words stand when they meet.
    """

    norm: str
    word: str
    count: int
    meetings: int
    frequency: int
    log_dice: float
    g2: float
    npmi: float
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A word or a name in one period.

    Attributes:
        period: `2007`, `2007-12`, `2007-W50` or `2007-12-10`.
        norm: of the word; of a name its mark.
        count: uses in the period.
        per_10k: uses in ten thousand words of it.
        n_tokens: words of the period.
    """

    period: str
    norm: str
    word: str
    count: int
    per_10k: float
    n_tokens: int


StatisticRow = ArticleWord | Spread | KeyWord | Ngram | Collocate | TrendPoint


def mark_of(row: StatisticRow) -> str:
    """Name a row in a chart: its norm, its norms with blanks between, or its period and norm."""
    if isinstance(row, TrendPoint):
        return f"{row.period} {row.norm}"
    return " ".join(row.norms) if isinstance(row, Ngram) else row.norm


def axis_of(statistic: Statistic[Any]) -> str:
    """Name the number that ranks the rows, as catalogues and tables do."""
    settings = statistic.settings
    names = {"keyness": "g2", "dispersion": "dp_norm", "tf_idf": "tf_idf", "ngrams": "count"}
    names |= {"collocates": settings.association, "trend": "per_10k"}
    return names[settings.measure]

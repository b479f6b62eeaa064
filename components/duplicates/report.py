"""Defines the report on duplicates: what stands more than once, and where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from components.text import Span, Spans

GroupKind = Literal["exact", "near"]
_BETWEEN = 4  # characters, blanks or quotes, between two stretches that are told as one
Prefer = Literal["earliest", "latest"]


@dataclass(frozen=True, slots=True)
class DuplicateSettings:
    """What counts as a copy, and which place of a sentence counts.

    Attributes:
        similarity: articles are shown as one group from this Jaccard index of their 3-grams
            on, in (0, 1]; 0.36 still finds a text in which every seventh character was changed.
            What is left out does not depend on it.
        min_passage: shortest passage told as shared, in letters and digits.
        min_articles: a passage shared by fewer articles is not told; in a corpus of fewer
            than ten articles two are enough.
        edit: a sentence of a related article is still the same when at most this share of its
            letters was edited, in [0, 0.2]; see `edits` for what is never the same.
        prefer: of the same sentences the one in the earliest or in the latest article counts.
        keep: ids of articles the reader chose to keep: their sentences count before those of
            all others; the last one before the others.
    """

    similarity: float = 0.36
    min_passage: int = 40
    min_articles: int = 3
    edit: float = 0.15
    prefer: Prefer = "earliest"
    keep: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch that one article repeats end to end.

    Attributes:
        period: length of one copy, in characters of the joined text (the first copy's).
        copies: where each copy stands, in the order of the text; the first one is kept.
        kind: `exact` where all copies fold to the same text, else `near`.
        similarities: of each copy to the first, Jaccard of 3-grams in [0, 1].
    """

    article_id: str
    period: int
    copies: tuple[Span, ...]
    kind: GroupKind = "exact"
    similarities: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """One copy in a group.

    Attributes:
        span: where it stands.
        similarity: to the kept copy, Jaccard of 3-grams in [0, 1].
        new: characters of it that count in unique text, because they stand in no place that
            counts before.
    """

    span: Span
    similarity: float
    new: int = 0

    @property
    def share_new(self) -> float:
        """Share of its characters that count in unique text, in [0, 1]."""
        return self.new / len(self.span) if len(self.span) else 0.0


@dataclass(frozen=True, slots=True)
class Group:
    """Articles, or passages of articles, that say the same.

    Attributes:
        kind: `exact` where the folded texts are equal, `near` where they are alike.
        kept: the one to which the others are compared, and whose sentences count first.
        members: all copies, the kept one included, in reading order; whole articles have
            spans over the whole text.
    """

    kind: GroupKind
    kept: Span
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A sentence or a paragraph that stands at least twice, once folded.

    Attributes:
        places: where it stands, in reading order.
        articles: number of articles that hold it.
    """

    places: tuple[Span, ...]
    articles: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A stretch that unique text leaves out.

    Attributes:
        span: the stretch; blanks behind its last sentence belong to it.
        repeats: the stretch that counts and says the same.
        similarity: share of the letters in which the two agree, in [0, 1]; they were compared
            with each other, not through a third.
    """

    span: Span
    repeats: Span
    similarity: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """What regrouping at another similarity needs, so that nothing is read again.

    Attributes:
        classes: (n_articles,), the first article with the same folded text.
        pairs: (n_pairs, 2), positions of articles that were compared; the first of a class
            stands for it.
        similarity: (n_pairs,), the Jaccard index of each pair, in [0, 1].
        lengths: (n_articles,), characters of the text; of a pasted one those of one copy.
        links: the first pairs, which were looked for and make groups; those behind them were
            compared to tell how alike the members of a group are.
    """

    classes: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    pairs: NDArray[np.int32] = field(default_factory=lambda: np.zeros((0, 2), np.int32))
    similarity: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))
    lengths: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    links: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Letters:
    """Folded letters of a corpus, for what other groups of articles share.

    Attributes:
        codes: letters of all texts, two bytes each; of a text pasted unchanged one copy's.
        offsets: (n_articles + 1,), where each text's letters begin.
        samples: windows sampled for shared passages, see `shared.sample_windows`.
    """

    codes: NDArray[np.uint16] = field(default_factory=lambda: np.zeros(0, np.uint16))
    offsets: NDArray[np.int64] = field(default_factory=lambda: np.zeros(1, np.int64))
    samples: NDArray[np.uint64] = field(default_factory=lambda: np.zeros(0, np.uint64))


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """Every sentence, byline and line of a corpus; together they tile its texts.

    A text pasted several times is several *owners*, one a copy; any other article is one.

    Attributes:
        ids: ids of the articles.
        owner_articles: (n_owners,), number of the article each owner is part of.
        articles: (n_units,), number of the article of each unit, ascending.
        owners: (n_units,), the owner of each unit, ascending.
        starts: (n_units,), where the first sign of each stands.
        ends: (n_units,), where the next one begins, or the text ends.
        lasts: (n_units,), where the sentence itself ends, blanks behind it left out.
        bylines: (n_units,), whether it says who wrote the text, and is no sentence.
        labels: (n_units,), equal for units equal once folded.
        letters: (n_labels, 2), where the folded letters of one such unit stand among the
            letters of the corpus.
        decimals: (n_labels,), whether a decimal point stands among them.
    """

    ids: tuple[str, ...] = ()
    owner_articles: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    articles: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    owners: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    starts: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    ends: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    lasts: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    bylines: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, bool))
    labels: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    letters: NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, 2), np.int64))
    decimals: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, bool))

    def __len__(self) -> int:
        return len(self.owners)

    @property
    def lengths(self) -> NDArray[np.int64]:
        """(n_labels,), folded letters of the units of a label."""
        return np.diff(self.letters, axis=1)[:, 0]

    @property
    def begins(self) -> NDArray[np.int32]:
        """(n_units,), where each begins when blanks before the first of a text belong to it."""
        begins = self.starts.copy()
        first = np.append([True] * bool(len(begins)), self.articles[1:] != self.articles[:-1])
        begins[first] = 0
        return begins


@dataclass(frozen=True, slots=True)
class Run:
    """Letters `[start, end)` of a sentence that are, as a whole, another sentence.

    Attributes:
        label: of the sentence that holds the run.
        inner: of the sentence that the run is.
        edits: letters by which the run differs from that sentence.
    """

    label: int
    start: int
    end: int
    inner: int
    edits: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Alike:
    """Different sentences that say the same.

    Attributes:
        pairs: (n_pairs, 3), two labels, and the letters by which their sentences differ.
        runs: sentences that stand inside longer ones.
    """

    pairs: NDArray[np.int32] = field(default_factory=lambda: np.zeros((0, 3), np.int32))
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class SentencePlaces:
    """Where every sentence stands, and which are the same when folded.

    Attributes:
        ids: ids of the articles.
        spans: (n_sentences, 3), number of the article, start and end, in reading order.
        labels: (n_sentences,), equal for equal sentences.
    """

    ids: tuple[str, ...] = ()
    spans: NDArray[np.int32] = field(default_factory=lambda: np.zeros((0, 3), np.int32))
    labels: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def n_different(self) -> int:
        """Number of different sentences."""
        return int(self.labels.max()) + 1 if len(self.labels) else 0

    @property
    def sentences(self) -> Spans:
        """The places of all sentences, in reading order."""
        return Spans(self.ids, *np.ascontiguousarray(self.spans.T))

    def span(self, number: int) -> Span:
        """Return the place of a sentence by its number in reading order."""
        article, start, end = self.spans[number].tolist()
        return Span(self.ids[article], start, end)


@dataclass(frozen=True, slots=True)
class DuplicateReport:
    """What is repeated in a corpus, inside articles and between them.

    Attributes:
        characters: length of all joined texts.
        unique_characters: length of what is left when every repeated stretch counts once.
        sentences: sentences of all texts.
        unique_sentences: those of which something counts in unique text.
        passages: repeats inside one article, end to end.
        groups: articles that are copies of one another, largest first.
        shared: passages that several articles share without being copies, most shared first.
        left_out: what unique text leaves out, in reading order.
        places: where every sentence stands; see `repeated_sentences`.
        units: sentences and bylines, from which `regroup` chooses those that count.
        alike: which of them are the same but for edits.
        likeness: what `regroup` needs to group.
        letters: what `regroup` needs to look for shared passages.
        settings: what was counted as a copy.
        digest: names the corpus and the settings.
    """

    characters: int = 0
    unique_characters: int = 0
    sentences: int = 0
    unique_sentences: int = 0
    passages: tuple[Passage, ...] = ()
    groups: tuple[Group, ...] = ()
    shared: tuple[Group, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    places: SentencePlaces = field(default_factory=SentencePlaces, compare=False, repr=False)
    units: Units = field(default_factory=Units, compare=False, repr=False)
    alike: Alike = field(default_factory=Alike, compare=False, repr=False)
    likeness: Likeness = field(default_factory=Likeness, compare=False, repr=False)
    letters: Letters = field(default_factory=Letters, compare=False, repr=False)
    settings: DuplicateSettings = DuplicateSettings()
    digest: str = ""

    @property
    def told(self) -> DuplicateReport:
        """What is told of the corpus, without the columns by which it would be grouped anew.

        These are ten times as much.
        """
        return replace(
            self,
            places=SentencePlaces(),
            units=Units(),
            alike=Alike(),
            likeness=Likeness(),
            letters=Letters(),
        )

    @property
    def traced(self) -> DuplicateReport:
        """The columns by which stories are traced, and nothing else."""
        letters = replace(self.letters, samples=Letters().samples)
        return replace(
            self, letters=letters, places=SentencePlaces(), groups=(), shared=(), left_out=()
        )

    @property
    def share_repeated(self) -> float:
        """Share of characters that stand somewhere else already, in [0, 1]; 0 when empty."""
        if not self.characters:
            return 0.0
        return 1 - self.unique_characters / self.characters

    @property
    def copies(self) -> int:
        """The largest number of times one stretch stands in the corpus; 1 without repeats."""
        by_article: defaultdict[str, list[Span]] = defaultdict(list)
        for left in self.left_out:
            by_article[left.repeats.article_id].append(left.repeats)
        own = by_article.values()
        return max((1, *(copies for spans in own for _, _, copies in join_repeated(spans))))


def list_origins(report: DuplicateReport, article_id: str) -> tuple[LeftOut, ...]:
    """Return the copied stretches of an article and what they repeat, in the order of the text.

    Stretches that follow one another, and repeat what follows one another, are one.
    """
    joined: list[LeftOut] = []
    for left in report.left_out:
        if left.span.article_id != article_id:
            continue
        if joined and _go_on(joined[-1], left):
            joined[-1] = _join(joined[-1], left)
        else:
            joined.append(left)
    return tuple(joined)


def _go_on(one: LeftOut, other: LeftOut) -> bool:
    follows = 0 <= other.span.start - one.span.end <= _BETWEEN
    source = one.repeats.article_id == other.repeats.article_id
    return follows and source and 0 <= other.repeats.start - one.repeats.end <= _BETWEEN


def _join(one: LeftOut, other: LeftOut) -> LeftOut:
    lengths = len(one.span), len(other.span)
    alike = one.similarity * lengths[0] + other.similarity * lengths[1]
    return LeftOut(
        Span(one.span.article_id, one.span.start, other.span.end),
        Span(one.repeats.article_id, one.repeats.start, other.repeats.end),
        alike / max(sum(lengths), 1),
    )


def join_repeated(spans: Iterable[Span]) -> Iterator[tuple[int, int, int]]:
    """Yield the stretches of one article that others repeat, joined where they touch.

    Args:
        spans: the stretches that are repeated, once for each time; they may overlap.

    Yields:
        Start, end, and how often what stands most often in it stands in all.
    """
    edges = sorted((at, step) for s in spans if len(s) for at, step in ((s.start, 1), (s.end, -1)))
    depth = most = start = 0
    for i, (at, step) in enumerate(edges):
        if not depth and not (i and edges[i - 1][0] == at):
            start, most = at, 0
        depth += step
        most = max(most, depth)
        if not depth and not (i + 1 < len(edges) and edges[i + 1][0] == at):
            yield start, at, most + 1

"""The nouns of duplicates: what stands more than once, and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from components.reading import Span

GroupKind = Literal["exact", "near"]
Part = Literal["articles", "near", "passages"]
Reason = Literal["article", "near", "pasted", "passage"]


@dataclass(frozen=True, slots=True)
class DuplicateSettings:
    """What counts as a copy, and which copies unique text leaves out.

    Attributes:
        similarity: articles are near copies from this Jaccard index of their 3-grams on,
            in (0, 1]; 0.36 still finds a text in which every seventh character was changed.
        min_passage: shortest passage told as repeated, in letters and digits.
        min_articles: a passage shared by fewer articles is not told; in a corpus of fewer
            than ten articles two are enough.
        leave_out: what unique text leaves out: copies of whole `articles`, `near` copies,
            repeated `passages` inside an article or shared by several.
        keep: ids of articles the reader chose to keep; the last one in a group counts.
    """

    similarity: float = 0.36
    min_passage: int = 40
    min_articles: int = 3
    leave_out: tuple[Part, ...] = ("articles", "near", "passages")
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
    """One copy in a group; `similarity` to the kept copy, Jaccard of 3-grams in [0, 1]."""

    span: Span
    similarity: float


@dataclass(frozen=True, slots=True)
class Group:
    """Articles, or passages of articles, that say the same.

    Attributes:
        kind: `exact` where the folded texts are equal, `near` where they are alike.
        kept: the copy that counts when copies are left out.
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
    """A stretch that unique text leaves out, why, and which copy stands for it."""

    span: Span
    reason: Reason
    kept: Span


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
        samples: windows sampled for shared passages, see `shared.sampled`.
    """

    codes: NDArray[np.uint16] = field(default_factory=lambda: np.zeros(0, np.uint16))
    offsets: NDArray[np.int64] = field(default_factory=lambda: np.zeros(1, np.int64))
    samples: NDArray[np.uint64] = field(default_factory=lambda: np.zeros(0, np.uint64))


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
        unique_sentences: different sentences, compared by folded text.
        passages: repeats inside one article, end to end.
        groups: articles that are copies of one another, largest first.
        shared: passages that several articles share without being copies, most shared first.
        left_out: what unique text leaves out, in reading order.
        places: where every sentence stands; see `repeated_sentences`.
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
    likeness: Likeness = field(default_factory=Likeness, compare=False, repr=False)
    letters: Letters = field(default_factory=Letters, compare=False, repr=False)
    settings: DuplicateSettings = DuplicateSettings()
    digest: str = ""

    @property
    def share_repeated(self) -> float:
        """Share of characters that stand somewhere else already, in [0, 1]; 0 when empty."""
        if not self.characters:
            return 0.0
        return 1 - self.unique_characters / self.characters

    @property
    def copies(self) -> int:
        """The largest number of times one text stands in the corpus; 1 without repeats."""
        inside = (len(passage.copies) for passage in self.passages)
        between = (len(group.members) for group in self.groups)
        return max((1, *inside, *between))

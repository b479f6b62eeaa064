"""The nouns of duplicates: what stands more than once, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from components.reading import Span

GroupKind = Literal["exact", "near"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch that one article repeats end to end.

    Attributes:
        period: length of one copy, in characters of the joined text (the first copy's).
        copies: where each copy stands, in the order of the text; the first one is kept.
    """

    article_id: str
    period: int
    copies: tuple[Span, ...]


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
class DuplicateReport:
    """What is repeated in a corpus, inside articles and between them.

    Attributes:
        characters: length of all joined texts.
        unique_characters: length of what is left when every repeated stretch counts once.
        sentences: sentences of all texts.
        unique_sentences: different sentences, compared by folded text.
        passages: repeats inside one article.
        groups: repeats between articles, largest first.
        repeated_sentences: every sentence that stands at least twice, with all its places.
    """

    characters: int = 0
    unique_characters: int = 0
    sentences: int = 0
    unique_sentences: int = 0
    passages: tuple[Passage, ...] = ()
    groups: tuple[Group, ...] = ()
    repeated_sentences: tuple[tuple[Span, ...], ...] = ()
    digest: str = ""

    @property
    def share_repeated(self) -> float:
        """Share of characters that stand somewhere else already, in [0, 1]; 0 when empty."""
        if not self.characters:
            return 0.0
        return 1 - self.unique_characters / self.characters

    @property
    def copies(self) -> int:
        """The largest number of times one stretch stands in the corpus; 1 without repeats."""
        inside = (len(passage.copies) for passage in self.passages)
        between = (len(group.members) for group in self.groups)
        return max((1, *inside, *between))

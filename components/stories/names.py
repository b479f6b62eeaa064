"""Finds where each name of a story first appears."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from components.stories.moments import read_moments
from components.stories.story import Story
from components.text import Corpus, Span

if TYPE_CHECKING:
    from components.entities import EntityIndex


@dataclass(frozen=True, slots=True)
class FirstName:
    """Who or what is named in a story, and where first.

    Attributes:
        entity_id: the entity.
        name: how it is called.
        kind: PER, LOC or ORG.
        span: its first mention, in the earliest article that names it.
        articles: articles of the story that name it.
        certain: whether that article certainly came before all others that name it.
    """

    entity_id: str
    name: str
    kind: str
    span: Span
    articles: int
    certain: bool


def find_first_names(corpus: Corpus, story: Story, index: EntityIndex) -> tuple[FirstName, ...]:
    """Find the first appearance of each name of a story, in the order of time.

    Args:
        corpus: the corpus the story was found in.
        story: whose articles are looked at.
        index: who is named where, in text that counts.
    """
    place = {article.article_id: i for i, article in enumerate(story.articles)}
    moments = read_moments(corpus.article(i).published for i in place)
    spans = index.mentions.spans
    inside = [number for number, own in enumerate(spans.ids) if own in place]
    found: dict[str, list[Span]] = {}
    for mention in index.mentions.take(np.flatnonzero(np.isin(spans.articles, inside))):
        found.setdefault(mention.entity_id, []).append(mention.span)
    names = []
    for entity in index.entities:
        if own := found.get(entity.id):
            first = min(own, key=lambda span: (place[span.article_id], span.start))
            articles = np.array(sorted({place[span.article_id] for span in own}), np.int64)
            ranks = np.full(len(articles) - 1, place[first.article_id], np.int64)
            certain = bool(moments.are_before(ranks, articles[1:]).all()) and (
                len(articles) == 1 or bool(moments.known[ranks[0]])
            )
            names.append(
                FirstName(entity.id, entity.name, entity.kind, first, len(articles), certain)
            )
    return tuple(sorted(names, key=lambda n: (place[n.span.article_id], n.span.start)))

"""Indexes made by hand, so that the network is tested by itself."""

from __future__ import annotations

import re

import pytest

from components.entities import Entity, EntityIndex, Mention
from components.reading import Source, read
from components.text import Corpus, Span, sentences_of

NAMES = {
    "PER": ("拉夫羅夫", "潘基文", "米拉迪奇"),
    "LOC": (
        "科索夫", "塞爾維亞", "俄羅斯", "美國", "布魯塞爾", "阿爾巴尼亞", "紐約", "科索夫自治區",
    ),
    "ORG": ("歐盟", "北約", "聯合國", "安理會", "國際戰犯法庭", "國際法庭"),
}  # fmt: skip


def index_of(corpus: Corpus, names: dict[str, tuple[str, ...]] = NAMES) -> EntityIndex:
    """Mark names by looking for them, the longest first."""
    kind = {name: kind for kind, found in names.items() for name in found}
    pattern = re.compile("|".join(sorted(kind, key=len, reverse=True)))
    spans = [
        (Span(a.id, m.start(), m.end()), m[0])
        for a in corpus.articles
        for start, end in a.counted
        for m in pattern.finditer(a.text, start, end)
    ]
    return EntityIndex(
        tuple(Entity(f"{kind[name]}:{name}", name, kind[name]) for name in kind),
        tuple(Mention(span, f"{kind[name]}:{name}") for span, name in spans),
        tuple(span for article in corpus.articles for span in sentences_of(article)),
        corpus.settings.copies,
    )


TOY_NAMES = {"PER": ("甲某", "乙某"), "LOC": ("丙地",), "ORG": ("丁社",)}


def toy_index() -> EntityIndex:
    """Five sentences in two articles; checked by hand in test_network_analysis.py."""
    texts = {
        "a.txt": "甲某見乙某。甲某在丙地，甲某走了。丙地下雨。",
        "b.txt": "乙某與甲某到丁社。今天無事。",
    }
    return index_of(read(Source(name, text.encode()) for name, text in texts.items()), TOY_NAMES)


@pytest.fixture
def toy() -> EntityIndex:
    return toy_index()


@pytest.fixture(scope="session")
def one_index(one_copy: Corpus) -> EntityIndex:
    return index_of(one_copy)


@pytest.fixture(scope="session")
def all_index(sample: Corpus) -> EntityIndex:
    return index_of(sample)

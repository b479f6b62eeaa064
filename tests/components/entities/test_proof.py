"""Names of one character need proof from what stands around them."""

from __future__ import annotations

import numpy as np
import pytest

from components.entities.proof import prove_short
from components.lexicon import KINDS
from components.text import Article, Corpus, Span, Spans


@pytest.mark.parametrize(
    ("text", "name", "kind", "others", "stays"),
    [
        ("許校長來了", "許", "PER", (), True),
        ("戚婆婆沒有到庭", "戚", "PER", (), True),
        ("鄧姓男子未回應", "鄧", "PER", (), False),
        ("他說這是騙人的", "騙", "PER", (), False),
        ("林佳龍說完，林又說", "林", "PER", ("林佳龍",), True),
        ("林木茂盛", "林", "PER", (), False),
        ("回台之後", "台", "LOC", (), True),
        ("里長在里民大會", "里", "LOC", (), False),
        ("農業部說，農要改", "農", "ORG", ("農業部",), True),
        ("藍營說", "藍", "ORG", (), False),
    ],
)
def test_proof_of_one_character(
    text: str, name: str, kind: str, others: tuple[str, ...], stays: bool
) -> None:
    at = text.rfind(name)
    spans = [Span("a", text.find(other), text.find(other) + len(other)) for other in others]
    spans.append(Span("a", at, at + 1))
    corpus = Corpus((Article("a", "", text, text, counted=((0, len(text)),)),))
    kinds = np.full(len(spans), KINDS.index(kind), np.int32)
    kept = prove_short(corpus, Spans.of(spans), kinds).tolist()
    assert kept == list(range(len(spans) if stays else len(spans) - 1))


def test_proof_of_nothing() -> None:
    assert len(prove_short(Corpus(), Spans(), np.zeros(0, np.int32))) == 0

"""What a reader should look at, and what becomes of it: doubts, and spans that are extended."""

from __future__ import annotations

import pytest

from components.entities import Entity, EntityIndex, Mention, as_names, correct, doubts
from components.lexicon import parse_correction
from components.text import Article, Corpus, Span, sentences_in


def corpus_of(*texts: str) -> Corpus:
    return Corpus(
        tuple(
            Article(f"{i}", text, text, text, counted=((0, len(text)),))
            for i, text in enumerate(texts)
        )
    )


def index_of(corpus: Corpus, named: dict[str, float], *mentions: tuple[int, int, int, str]):
    """Entities `PER:魏哲` with the confidence of their mentions, and mentions by place."""
    entities = tuple(Entity(own, own[4:], own[:3]) for own in named)
    found = [Mention(Span(f"{a}", s, e), own, named[own]) for a, s, e, own in mentions]
    return EntityIndex(entities, found, sentences_in(corpus))


def every(**named: float) -> EntityIndex:
    """Entities `PER_魏哲=.9` that stand once each."""
    ids = {key.replace("_", ":"): sure for key, sure in named.items()}
    corpus = corpus_of("。".join(own[4:] for own in ids))
    rows, at = [], 0
    for own in ids:
        rows.append((0, at, at + len(own) - 4, own))
        at += len(own) - 3
    return index_of(corpus, ids, *rows)


def pairs(index: EntityIndex, *lines: str) -> list[tuple[str, str]]:
    found = doubts(index, tuple(map(parse_correction, lines)))
    return [(d.entity.name, d.other.name) for d in found if d.other is not None]


def test_doubts_come_by_how_many_places_are_probably_wrong() -> None:
    corpus = corpus_of("甲乙。" * 6)
    rows = [(0, 3 * n, 3 * n + 1, "PER:甲") for n in range(6)]
    rows += [(0, 3 * n + 1, 3 * n + 2, "PER:乙") for n in range(2)]
    sure = {"PER:甲": 0.8, "PER:乙": 0.5, "PER:丙": 0.2}
    found = doubts(index_of(corpus, sure, *sorted(rows)))
    # 6 * .2 = 1.2 places; 2 * .5 = 1; who stands nowhere is no question.
    assert [(d.entity.name, d.count, round(d.risk, 2)) for d in found] == [
        ("甲", 6, 1.2),
        ("乙", 2, 1.0),
    ]


def test_doubts_leave_sure_names_alone() -> None:
    assert doubts(every(PER_林佳龍=0.9)) == ()
    assert doubts(EntityIndex()) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ORG_央行", "ORG_中央銀行"),
        ("ORG_氣象署", "ORG_中央氣象署"),
        ("PER_魏哲", "PER_魏哲家"),
        ("LOC_頭份", "LOC_頭份市"),
        ("PER_魏哲嘉", "PER_魏哲家"),
    ],
)
def test_doubts_ask_of_names_that_may_be_one(one: str, other: str) -> None:
    found = [set(pair) for pair in pairs(every(**{one: 0.99, other: 0.99}))]
    assert found == [{one[4:], other[4:]}]


@pytest.mark.parametrize(
    ("one", "other"),
    [("ORG_央行", "PER_中央銀行"), ("PER_林佳龍", "PER_陳其邁"), ("LOC_台北", "LOC_台南")],
)
def test_doubts_ask_nothing_of_names_that_are_two(one: str, other: str) -> None:
    assert pairs(every(**{one: 0.99, other: 0.99})) == []


def test_doubts_that_were_settled_are_not_asked_again() -> None:
    index = every(ORG_央行=0.99, ORG_中央銀行=0.99, PER_騙=0.5)
    assert pairs(index, "apart 央行 = 中央銀行") == []
    assert pairs(index, "apart ORG:中央銀行 = ORG:央行") == []
    corpus = corpus_of("央行。中央銀行。騙")
    kept = correct(index, corpus, (parse_correction("kind 騙 = PER"),))
    assert [d.question for d in doubts(kept)] == ["merge"]
    dropped = correct(index, corpus, (parse_correction("drop 騙"),))
    assert [d.question for d in doubts(dropped)] == ["merge"]


TEXT = "魏哲家說。魏哲說。魏哲家人來。"


@pytest.mark.parametrize("line", ["merge 魏哲 = 魏哲家", "rename 魏哲 = 魏哲家"])
def test_correct_extends_spans_where_the_text_has_the_whole_name(line: str) -> None:
    corpus = corpus_of(TEXT, "魏哲家。")
    index = index_of(
        corpus,
        {"PER:魏哲": 0.9, "PER:魏哲家": 0.9, "PER:家": 0.5, "PER:家人": 0.5},
        (0, 0, 2, "PER:魏哲"),
        (0, 2, 3, "PER:家"),
        (0, 5, 7, "PER:魏哲"),
        (0, 9, 11, "PER:魏哲"),
        (0, 11, 13, "PER:家人"),
        (1, 0, 3, "PER:魏哲家"),
    )
    after = correct(index, corpus, (parse_correction(line),))
    told = [(corpus.text_of(m.span), m.entity_id) for m in after.mentions]
    assert told == [
        ("魏哲家", "PER:魏哲家"),  # and 家 was a part of it
        ("魏哲", "PER:魏哲家"),
        ("魏哲", "PER:魏哲家"),  # 家人 keeps its place
        ("家人", "PER:家人"),
        ("魏哲家", "PER:魏哲家"),
    ]


def test_names_that_were_given_are_known_to_words() -> None:
    corpus = corpus_of("魏哲家說。")
    index = index_of(corpus, {"PER:魏哲": 0.9}, (0, 0, 2, "PER:魏哲"))
    lines = (parse_correction("rename 魏哲 = 魏哲家"),)
    names = as_names(correct(index, corpus, lines), corpus, corrections=lines)
    assert [(n.span, n.known) for n in names.names] == [(Span("0", 0, 3), True)]

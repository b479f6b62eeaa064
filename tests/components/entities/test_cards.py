"""The card of a name: titles, first and last mention, timeline, partners."""

from __future__ import annotations

import pytest

from components import concordance
from components.entities import (
    Entity,
    EntityIndex,
    Mention,
    Partner,
    TimelinePeriod,
    Title,
    make_card,
)
from components.network import cooccur
from components.text import Article, Corpus, Span, sentences_in
from tests.newsroom.measure import Newsroom


def article(name: str, text: str, published: str | None, outlet: str | None = None) -> Article:
    whole = ((0, len(text)),)
    return Article(name, name, text, text, counted=whole, published=published, outlet=outlet)


def index_of(corpus: Corpus, **named: str) -> EntityIndex:
    """Mark every place of the given forms: kind and number as `PER1`, form as the value."""
    entities = tuple(Entity(f"{key[:3]}:{form}", form, key[:3]) for key, form in named.items())
    found = [
        Mention(Span(a.id, at, at + len(e.name)), e.id)
        for a in corpus.articles
        for e in entities
        for at in range(len(a.text))
        if a.text.startswith(e.name, at)
    ]
    return EntityIndex(entities, found, sentences_in(corpus))


NEWS = Corpus(
    (
        article("c", "台積電董事長魏哲家說好。台積電漲了。", "2026-03-05", "丙報"),
        article("a", "台积电董事长魏哲家訪日。魏哲家與林佳龍會面。", "2026-03-02T09:00", "甲報"),
        article("b", "魏哲家回國。", None, "乙報"),
        article(
            "d", "外交部長林佳龍說，前外交部次長吳志中兼發言人林佳龍不談。", "2026-03-05", "丁報"
        ),
    )
)
INDEX = index_of(NEWS, PER1="魏哲家", PER2="林佳龍", ORG1="台積電", ORG2="台积电", ORG3="外交部")


def test_cards_put_together_what_is_known() -> None:
    card = make_card(INDEX, NEWS, "PER:魏哲家")
    assert card is not None
    assert (card.mentions, card.sentences, card.articles) == (4, 4, 3)
    assert card.titles == (Title("台積電董事長", 2),)
    assert (card.first.span, card.first.outlet) == (Span("a", 6, 9), "甲報")
    assert (card.last.span, card.last.published) == (Span("c", 6, 9), "2026-03-05")
    assert card.timeline == (
        TimelinePeriod("2026-03-02", 2),
        TimelinePeriod("2026-03-03", 0),
        TimelinePeriod("2026-03-04", 0),
        TimelinePeriod("2026-03-05", 1),
    )
    assert card.undated == 1
    assert card.partners == (
        Partner("PER:林佳龍", "林佳龍", "PER", 1),
        Partner("ORG:台積電", "台積電", "ORG", 1),
        Partner("ORG:台积电", "台积电", "ORG", 1),
    )


def test_cards_count_partners_as_the_network_by_sentence_does() -> None:
    network = cooccur(INDEX)
    for entity in INDEX.entities:
        card = make_card(INDEX, NEWS, entity.id)
        assert card is not None
        for partner in card.partners:
            edge = network.edges.between(*sorted((entity.id, partner.id)))
            assert edge is not None and edge.count == partner.sentences


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("台積電董事長魏哲家說", "台積電董事長"),
        ("外交部長魏哲家說", "外交部長"),
        ("外交部的前部長魏哲家說", "前部長"),
        ("台積電董事長兼總裁魏哲家說", "台積電董事長兼總裁"),
        ("據悉，代理副局長魏哲家說", "代理副局長"),
        ("魏哲家董事長說", "董事長"),
        ("魏哲家代表公司出席", ""),
        ("魏哲家部長期關注", ""),
        ("成長魏哲家說", ""),
        ("局長說，魏哲家來了", ""),
        ("魏哲家", ""),
    ],
)
def test_cards_read_titles_beside_a_name(text: str, title: str) -> None:
    corpus = Corpus((article("a", text, None),))
    index = index_of(corpus, PER1="魏哲家", ORG1="台積電", ORG2="外交部")
    card = make_card(index, corpus, "PER:魏哲家")
    assert card is not None
    assert card.titles == ((Title(title, 1),) if title else ())


def test_cards_of_places_bear_no_titles() -> None:
    card = make_card(INDEX, NEWS, "ORG:外交部")
    assert card is not None
    assert card.titles == ()


def test_cards_see_first_and_last_mention_also_where_text_does_not_count() -> None:
    copies = NEWS.counting({"a": (), "c": ((12, 18),)}, "unique")
    index = index_of(Corpus((copies.article("b"), copies.article("d"))), PER1="魏哲家")
    places = [Span("a", 6, 9), Span("c", 6, 9)]
    card = make_card(index, copies, "PER:魏哲家", uncounted=places)
    assert card is not None
    assert (card.first.span, card.first.counts) == (places[0], False)
    assert (card.last.span, card.last.counts) == (places[1], False)
    assert card.mentions == 1


def test_cards_leave_to_a_longer_name_what_is_part_of_it() -> None:
    corpus = Corpus((article("a", "台北。台北市。", "2026-01-02"),))
    corpus = Corpus((*corpus.articles, article("b", "台北市。", "2026-01-01")))
    index = index_of(corpus, LOC1="台北", LOC2="台北市")
    kept = [m for m in index.mentions if m.span in (Span("a", 0, 2), Span("a", 3, 6))]
    index = EntityIndex(index.entities, kept, index.sentences)
    card = make_card(index, corpus, "LOC:台北", uncounted=[Span("b", 0, 2)])
    assert card is not None
    assert card.first.span.article_id == "a"


def test_cards_of_long_times_have_months() -> None:
    days = ("2025-11-30", "2026-02-01", "2026-02-03")
    corpus = Corpus(tuple(article(day, "魏哲家。", day) for day in days))
    card = make_card(index_of(corpus, PER1="魏哲家"), corpus, "PER:魏哲家")
    assert card is not None
    assert [(p.start, p.mentions) for p in card.timeline] == [
        ("2025-11", 1),
        ("2025-12", 0),
        ("2026-01", 0),
        ("2026-02", 2),
    ]


def test_cards_of_undated_articles_go_by_their_order() -> None:
    corpus = Corpus((article("b", "魏哲家。", None), article("a", "魏哲家。", None)))
    card = make_card(index_of(corpus, PER1="魏哲家"), corpus, "PER:魏哲家")
    assert card is not None
    assert (card.first.span.article_id, card.last.span.article_id) == ("b", "a")
    assert (card.timeline, card.undated) == ((), 2)


def test_cards_are_of_names_that_are_there() -> None:
    assert make_card(EntityIndex(), Corpus(), "PER:魏哲家") is None
    assert make_card(INDEX, NEWS, "PER:誰") is None


NAMES = (
    "基隆", "陳金合", "溫國棟", "外木山", "祥運海運", "藍添旺", "喬允澤", "何阿吉", "郭炳彥",
    "方宥廷",
)  # fmt: skip


@pytest.fixture(scope="module")
def newsroom() -> Newsroom:
    return Newsroom()


@pytest.mark.parametrize("name", NAMES)
def test_cards_first_and_last_mention_are_those_of_the_newsroom(
    newsroom: Newsroom, name: str
) -> None:
    places = [(a, surface, own) for a in newsroom.truth for *_, surface, own in a["names"]]
    [meant] = {own for _, surface, own in places if surface == name}
    told = sorted(
        (a["published"], a["outlet"]) for a, _, own in places if own == meant if a["published"]
    )
    analysis = newsroom.once
    [entity] = [e for e in analysis.index.entities if e.name == name]
    found = concordance.find_uncounted(analysis.counted, (name, *entity.aliases), limit=5_000)
    spans = [line.span for line in found.lines]
    card = make_card(analysis.index, analysis.counted, entity.id, uncounted=spans)
    assert card is not None
    seen = [(s.published, s.outlet) for s in (card.first, card.last)]
    assert seen == [told[0], told[-1]]


def test_spread_is_the_deviation_of_proportions_by_hand() -> None:
    # Six mentions of 魏哲家, all in the first of five articles of equal length: .5 (|1 - .2| +
    # 4 × .2) = .8, by at most 1 - .2; spread over all five (2, 1, 1, 1, 1): .5 (2/6 - .2 + 4 ×
    # (.2 - 1/6)) = 2 / 15, by .8.
    line = "魏哲家"
    alone = [line * 6, *["某某某" * 6] * 4]
    even = [line * 2 + "某某某" * 4, *[line + "某某某" * 5] * 4]
    for texts, expected in ((alone, 1.0), (even, 1 / 6), (even[:4], None)):
        corpus = Corpus(tuple(article(str(i), text, None) for i, text in enumerate(texts)))
        card = make_card(index_of(corpus, PER1="魏哲家"), corpus, "PER:魏哲家")
        assert card is not None and card.spread == (expected and pytest.approx(expected))

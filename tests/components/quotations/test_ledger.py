"""The ledger: one line a quotation, whoever has it; corrections; who speaks with whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from components.duplicates import find as find_copies
from components.duplicates import unique
from components.lexicon import parse_correction
from components.quotations import (
    QuotationFilter,
    QuotationIndex,
    correct,
    find,
    link_speakers,
    make_ledger,
    outlets_of,
    select,
)
from components.quotations.export import to_json, to_table
from components.text import Corpus
from tests.components.quotations.marked import corpus_of, found_in

TEXTS = (
    "里長[P 周阿滿]說：「路燈壞了三個月，公所一句話也沒跟我們講。」"
    "[P 高明哲]批評，[P 周阿滿]只會抱怨。",
    "里長[P 周阿滿]說，「路燈壞了三個月，公所半句話也沒跟我們講！」",
    "[P 高明哲]說：「明天就修好。」[P 周阿滿]反駁：「你上個月也這樣講。」",
)


def dated(corpus: Corpus) -> Corpus:
    """Give the articles days and outlets, the last one first."""
    articles = tuple(
        replace(article, published=f"2026-10-1{9 - n}", outlet=f"{n}報")
        for n, article in enumerate(corpus.articles)
    )
    return Corpus(articles, corpus.refusals, corpus.settings)


def test_ledger_brings_altered_words_together_in_the_order_of_time() -> None:
    corpus, found = found_in(*TEXTS)
    corpus = dated(corpus)
    lines = make_ledger(found, corpus)
    assert [len(line.versions) for line in lines] == [0, 0, 1, 0]
    said = lines[2]
    assert said.quotation.span.article_id == "1"
    assert said.versions[0].span.article_id == "0"
    assert outlets_of(said, corpus) == ("1報", "0報")


@pytest.mark.parametrize(("number", "lines"), [(98, 1), (112, 2)])
def test_ledger_takes_other_numbers_for_another_quotation(number: int, lines: int) -> None:
    said = "[P 葉書齊]說，昨天傍晚為止共回收含油污水{}公噸，清除沾油沙石。"
    corpus, found = found_in(said.format(98), said.format(number).replace("共", ""))
    assert len(make_ledger(found, corpus)) == lines


def test_ledger_knows_the_articles_whose_copy_does_not_count() -> None:
    text = (
        "里長[P 周阿滿]說：「路燈壞了三個月，公所一句話也沒跟我們講。」後來雨停了，大家回家吃飯。"
    )
    corpus, index = corpus_of(text, text)
    report = find_copies(corpus)
    counted = unique(corpus, report)
    [line] = make_ledger(find(counted, index), counted, report)
    assert line.versions == ()
    assert sorted(line.articles) == ["0", "1"]


def test_ledger_of_nothing_is_empty() -> None:
    assert make_ledger(QuotationIndex(), Corpus()) == ()
    assert select((), Corpus(), QuotationFilter()) == ()


@pytest.mark.parametrize(
    ("settings", "n"),
    [
        (QuotationFilter(), 4),
        (QuotationFilter(speaker="PER:高明哲"), 2),
        (QuotationFilter(outlet="2報"), 2),
        (QuotationFilter(day="2026-10-18"), 1),
        (QuotationFilter(cue="反駁"), 1),
        (QuotationFilter(form="indirect"), 1),
        (QuotationFilter(form="direct", certain=True), 3),
        (QuotationFilter(speaker="PER:無此人"), 0),
    ],
)
def test_ledger_shows_what_a_filter_lets_through(settings: QuotationFilter, n: int) -> None:
    corpus, found = found_in(*TEXTS)
    corpus = dated(corpus)
    assert len(select(make_ledger(found, corpus), corpus, settings)) == n


def test_corrections_change_the_speaker_in_every_article_or_take_the_quotation_out() -> None:
    corpus, index = corpus_of(*TEXTS)
    found = find(corpus, index)
    lines = [
        parse_correction("speaker 路燈壞了三個月 = 高明哲"),
        parse_correction("unquote 明天就修好"),
    ]
    after = correct(found, corpus, index, lines)
    assert [row.entity_id for row in after.quotations] == [
        "PER:高明哲", "PER:高明哲", "PER:高明哲", "PER:周阿滿",
    ]  # fmt: skip
    assert after.digest != found.digest
    assert correct(found, corpus, index, []) is found
    assert correct(found, corpus, index, [parse_correction("drop 周阿滿")]) is found


def test_speakers_are_linked_together_and_against_each_other() -> None:
    corpus, index = corpus_of(*TEXTS)
    found = find(corpus, index)
    together = link_speakers(found, corpus, index, "together")
    [edge] = together.edges
    assert (edge.ends, edge.count) == (("PER:周阿滿", "PER:高明哲"), 2)
    against = link_speakers(found, corpus, index, "against")
    assert [(edge.ends, edge.count) for edge in against.edges] == [
        (("PER:周阿滿", "PER:高明哲"), 2)
    ]
    assert [node.name for node in together.nodes] == ["周阿滿", "高明哲"]
    nothing = link_speakers(QuotationIndex(), Corpus(), index, "together")
    assert not nothing.nodes


def test_quotations_as_a_table_and_as_json() -> None:
    corpus, index = corpus_of(TEXTS[2])
    found = find(corpus, index)
    first, second = to_json(found, index)
    assert first == {
        "article": "0", "span": [5, 13], "speaker": "高明哲", "entity": "高明哲", "cue": "說",
        "direct": True, "certain": True,
    }  # fmt: skip
    assert second["cue"] == "反駁"
    table = to_table(make_ledger(found, corpus), corpus, index, limit=1)
    assert (len(table.rows), table.total) == (1, 2)
    assert [cell.text for cell in table.rows[0]][2:5] == ["高明哲", "說", "「明天就修好。」"]

"""Finding entities: the sample's golden list, the counts of copies, and empty input."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from components.entities import EntityIndex, find, places
from components.lexicon import KINDS, Lexicon
from components.reading import Source, read
from components.text import Corpus
from components.words import cut

GOLD = json.loads((Path(__file__).parent / "seed_entities.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def found(one_copy: Corpus) -> EntityIndex:
    return find(one_copy)


def counts(index: EntityIndex) -> dict[str, int]:
    return {entity.id: len(places(index, entity.id)) for entity in index.entities}


@pytest.mark.parametrize("kind", KINDS)
def test_analysis_finds_every_name_of_the_sample(found: EntityIndex, kind: str) -> None:
    names = {entity.name for entity in found.entities if entity.kind == kind}
    assert set(GOLD[kind]) <= names


def test_analysis_finds_nothing_else_in_the_sample(found: EntityIndex) -> None:
    # 美歐 is read as two places.
    expected = {name for key in (*KINDS, "either_way") for name in GOLD[key]} | {"歐洲"}
    assert {entity.name for entity in found.entities} <= expected


@pytest.mark.parametrize("name", [*GOLD["never"], "今天下午", "維和部隊", "和平部隊"])
def test_analysis_never_takes_a_common_word_for_a_name(found: EntityIndex, name: str) -> None:
    assert name not in {entity.name for entity in found.entities}


def test_analysis_counts_kosovo_without_its_district(found: EntityIndex) -> None:
    assert counts(found)["LOC:科索夫"] == 10
    assert counts(found)["LOC:科索夫自治區"] == 1


def test_analysis_counts_twelve_copies_twelve_times(sample: Corpus, found: EntityIndex) -> None:
    twelvefold = {key: 12 * count for key, count in counts(found).items()}
    assert counts(find(sample)) == twelvefold


def test_analysis_of_a_run_on_sentence_names_in_proportion_to_its_length() -> None:
    clause = "俄羅斯外長拉夫羅夫在莫斯科說，科索夫與塞爾維亞，"
    corpus = read([Source("a.txt", (clause * 300).encode())])
    index = find(corpus)
    names = ("LOC:俄羅斯", "PER:拉夫羅夫", "LOC:莫斯科", "LOC:科索夫", "LOC:塞爾維亞")
    assert counts(index) == dict.fromkeys(names, 300)
    assert len(index.sentences) == 1
    first = [(m.entity_id, m.span.start) for m in index.mentions[:5]]
    assert [(m.entity_id, m.span.start) for m in index.mentions[-5:]] == [
        (name, start + 299 * len(clause)) for name, start in first
    ]


def test_analysis_reads_only_what_counts(sample: Corpus, found: EntityIndex) -> None:
    name = sample.articles[0].id
    unique = sample.counting({name: ((0, 726),)}, "unique")
    index = find(unique)
    assert counts(index) == counts(found)
    assert index.copies == "unique"
    assert all(mention.span.end <= 726 for mention in index.mentions)


def test_analysis_mentions_never_overlap_and_read_as_their_entity(one_copy: Corpus) -> None:
    index = find(one_copy)
    spans = [mention.span for mention in index.mentions]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    forms = {e.id: {e.name, *e.aliases} for e in index.entities}
    assert all(one_copy.text_of(m.span) in forms[m.entity_id] for m in index.mentions)


@pytest.mark.parametrize("corpus", [Corpus(), read([Source("a.txt", "……！".encode())])])
def test_analysis_of_nothing_is_empty(corpus: Corpus) -> None:
    index = find(corpus)
    assert index.entities == index.mentions == ()
    assert places(index, "LOC:科索夫") == ()


def test_analysis_finds_no_entity_that_the_reader_forbids(one_copy: Corpus) -> None:
    index = find(one_copy, lexicon=Lexicon(forbidden=("北约",)))
    assert "北約" not in {entity.name for entity in index.entities}
    assert index.digest != find(one_copy).digest


def test_find_forbidden_characters_act_on_names_as_on_words(one_copy: Corpus) -> None:
    lexicon = Lexicon(forbidden=("美",))
    assert lexicon.taken_apart == ()
    assert find(one_copy, lexicon=lexicon) == find(one_copy)
    assert cut(one_copy, lexicon=lexicon).tokens == cut(one_copy).tokens


def test_analysis_shows_one_kind_for_one_name(one_copy: Corpus) -> None:
    names = [entity.name for entity in find(one_copy).entities]
    assert len(names) == len(set(names))


def test_analysis_does_not_depend_on_the_order_of_articles() -> None:
    texts = ["科索夫與北約談判。", "潘基文秘書長在紐約說明。", "陳總統接見潘基文。"]
    sources = [Source(f"{i}.txt", text.encode()) for i, text in enumerate(texts)]
    assert counts(find(read(sources))) == counts(find(read(reversed(sources))))

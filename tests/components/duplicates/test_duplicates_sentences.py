"""Sentences and paragraphs that come again, word for word and nearly."""

from __future__ import annotations

from components import duplicates
from components.text import Article, Corpus


def corpus(*texts: str) -> Corpus:
    return Corpus(
        tuple(Article(f"a{i}", "", t, t, counted=((0, len(t)),)) for i, t in enumerate(texts))
    )


LINES = (
    "總統今天出席國慶典禮。他說，很好。\n編輯：王小明，本文經授權轉載自本報",
    "他說，很好！外交部長昨天訪問日本東京。\n編輯：王小明，本文經授權轉載自本報",
    "他説,很好。總統昨天出席國慶典禮。他說，很好。",
)


def test_sentences_repeated_in_most_articles_come_first() -> None:
    read_in = corpus(*LINES)
    report = duplicates.find(read_in)
    first, second = duplicates.find_repeated_sentences(report)
    assert [read_in.text_of(span) for span in first.places] == [
        "他說，很好。",
        "他說，很好！",
        "他説,很好。",
        "他說，很好。",
    ]
    assert (first.articles, second.articles) == (3, 2)
    assert len(second.places) == 2
    assert duplicates.find_repeated_sentences(report, limit=1) == (first,)
    # The first two are related: they share the last line, and 他說，很好。 for that reason.
    assert (report.sentences, report.unique_sentences) == (9, 7)


def test_sentences_similar_leave_short_ones_alone() -> None:
    texts = (
        "行政院長今天上午在立法院接受質詢時表示，政府將會提出新的能源政策。",
        "行政院長今天下午在立法院接受質詢時表示，政府將會提出新的能源政策。",
        "我同意。",
        "我不同意。",
    )
    read_in = corpus("".join(texts))
    (group,) = duplicates.find_similar_sentences(read_in, duplicates.find(read_in))
    assert [read_in.text_of(member.span) for member in group.members] == list(texts[:2])
    assert group.members[0].similarity == 1
    assert 0.6 <= group.members[1].similarity < 1


def test_sentences_of_nothing() -> None:
    report = duplicates.find(Corpus())
    assert duplicates.find_repeated_sentences(report) == ()
    assert duplicates.find_similar_sentences(Corpus(), report) == ()

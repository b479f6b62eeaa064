"""What is found in a corpus, which copy counts, and what unique text leaves out."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components import duplicates
from components.duplicates import DuplicateReport, DuplicateSettings
from components.reading import Source, join_lines, read
from components.text import Article, Corpus, fold_letters, sentences_of

LETTERS = [chr(0x4E00 + i) for i in range(2500)]
SHORT = "總統今天出席國慶典禮。"


def corpus(*texts: str, dates: tuple[str | None, ...] = ()) -> Corpus:
    published = (*dates, *(None,) * (len(texts) - len(dates)))
    return Corpus(
        tuple(
            Article(f"a{i}", text[:8], text, text, counted=((0, len(text)),), published=date)
            for i, (text, date) in enumerate(zip(texts, published, strict=True))
        )
    )


def prose(seed: int, length: int = 300) -> str:
    rng = random.Random(seed)
    letters = rng.choices(LETTERS, k=length)
    for place in range(24, length, 25):
        letters[place] = "。"
    return "".join(letters)


def changed(text: str, share: float = 0.1, seed: int = 9) -> str:
    rng = random.Random(seed)
    return "".join(rng.choice(LETTERS) if rng.random() < share else c for c in text)


def members(report: DuplicateReport) -> list[list[str]]:
    return [[m.span.article_id for m in group.members] for group in report.groups]


def left_out(report: DuplicateReport) -> list[tuple[str, str]]:
    return [(out.span.article_id, out.repeats.article_id) for out in report.left_out]


def test_find_says_of_the_sample_what_was_counted_by_hand(sample: Corpus) -> None:
    report = duplicates.find(sample)
    (passage,) = report.passages
    assert (report.characters, report.unique_characters) == (8712, 726)
    assert (report.sentences, report.unique_sentences) == (144, 12)
    assert (passage.period, len(passage.copies)) == (726, 12)
    assert [(s.start, s.end) for s in passage.copies[:2]] == [(0, 726), (726, 1452)]
    assert report.share_repeated == pytest.approx(11 / 12)
    assert report.copies == 12
    assert report.groups == report.shared == ()


def test_unique_text_of_the_sample_is_one_copy(sample: Corpus, one_copy: Corpus) -> None:
    once = duplicates.unique(sample, duplicates.find(sample))
    assert duplicates.unique_text(once) == one_copy.articles[0].text
    assert once.n_counted == 726
    assert once.settings.copies == "unique"
    assert len(list(sentences_of(once.articles[0]))) == 12


VERSIONS = [
    ("the same", lambda text: text, "exact"),
    ("wrapped at 32", lambda text: "\n".join(text[i : i + 32] for i in range(0, 300, 32)), "exact"),
    ("half width", lambda text: text.replace("。", ". "), "exact"),
    ("a tenth changed", changed, "near"),
    ("a quarter dropped", lambda text: text[:75] + text[150:], "near"),
    ("cut short", lambda text: text[:200], "near"),
    ("pasted five times", lambda text: text * 5, "near"),
]


@pytest.mark.parametrize(("name", "version", "kind"), VERSIONS, ids=[name for name, *_ in VERSIONS])
def test_find_versions_of_an_article(name: str, version, kind: str) -> None:  # type: ignore[no-untyped-def]
    origin = prose(1)
    texts = [prose(2), origin, prose(3), join_lines(version(origin)).text]
    report = duplicates.find(corpus(*texts))
    assert members(report) == [["a1", "a3"]]
    assert report.groups[0].kind == kind
    assert report.groups[0].members[0].similarity == 1
    assert 0.36 <= report.groups[0].members[1].similarity <= 1


def test_find_traditional_and_simplified() -> None:
    traditional = "臺灣與歐盟會談，總統說：這對國際關係有幫助。" * 2 + "談判將於下週繼續。"
    simplified = "台湾与欧盟会谈，总统说：这对国际关系有帮助。" * 2 + "谈判将于下周继续。"
    report = duplicates.find(corpus(traditional, simplified))
    assert members(report) == [["a0", "a1"]]
    assert report.groups[0].kind == "exact"
    assert report.unique_sentences == 2


def test_find_never_merges_short_texts_on_similarity() -> None:
    report = duplicates.find(corpus(SHORT, SHORT.replace("總統", "副總統"), SHORT))
    assert members(report) == [["a0", "a2"]]


def test_find_calls_shared_boilerplate_a_passage_and_not_a_copy() -> None:
    footer = prose(50, 60)
    texts = [prose(seed, 250) + footer for seed in range(3)] + [prose(9, 250)]
    report = duplicates.find(corpus(*texts))
    assert report.groups == ()
    (shared,) = report.shared
    assert [m.span.article_id for m in shared.members] == ["a0", "a1", "a2"]
    assert shared.kept.article_id == "a0"
    # Of texts of one length without a date the one that comes first by content counts.
    counts = min(texts[:3], key=str)
    others = [f"a{i}" for i in range(3) if texts[i] != counts]
    assert left_out(report) == [(i, f"a{texts.index(counts)}") for i in others]
    assert report.unique_characters == report.characters - 2 * len(footer)


KEPT = [
    ("the earliest date", ("2024-03-02", "2024-03-01", None), "a1"),
    ("a date before none", (None, None, "2024-05-01"), "a2"),
    ("else the longest", (None, None, None), "a1"),
]


@pytest.mark.parametrize(("name", "dates", "kept"), KEPT, ids=[name for name, *_ in KEPT])
def test_find_keeps(name: str, dates: tuple[str | None, ...], kept: str) -> None:
    text = prose(1)
    report = duplicates.find(corpus(text[:250], text, text[:275], dates=dates))
    assert report.groups[0].kept.article_id == kept
    assert {article for article, _ in left_out(report)} == {"a0", "a1", "a2"} - {kept}
    assert {repeats for _, repeats in left_out(report)} == {kept}


def test_find_keeps_what_the_reader_chose() -> None:
    read_in = corpus(prose(1), prose(1), prose(1))
    report = duplicates.find(read_in, settings=DuplicateSettings(keep=("a1", "a2")))
    assert report.groups[0].kept.article_id == "a2"
    assert duplicates.unique_text(duplicates.unique(read_in, report)) == prose(1)


def test_unique_keeps_text_and_offsets() -> None:
    read_in = corpus(prose(1), prose(1), prose(2) * 3)
    report = duplicates.find(read_in)
    once = duplicates.unique(read_in, report)
    assert [a.text for a in once.articles] == [a.text for a in read_in.articles]
    assert [a.counted for a in once.articles] == [((0, 300),), (), ((0, 300),)]
    assert once.n_counted == report.unique_characters


def test_unique_twice_is_unique_once() -> None:
    read_in = corpus(prose(1), prose(1), prose(2) * 3)
    report = duplicates.find(read_in)
    once = duplicates.unique(read_in, report)
    assert duplicates.unique(once, report) == once
    assert duplicates.find(once).unique_characters == report.unique_characters


def test_regroup_is_find_at_another_similarity() -> None:
    origin = prose(1)
    read_in = corpus(origin, changed(origin, 0.03), changed(origin, 0.15), prose(2))
    report = duplicates.find(read_in)
    for similarity in (0.36, 0.5, 0.7, 0.95, 1.0):
        chosen = DuplicateSettings(similarity=similarity)
        again = duplicates.regroup(read_in, report, chosen)
        afresh = duplicates.find(read_in, settings=chosen)
        assert again.groups == afresh.groups
        assert again == afresh
    assert len(duplicates.regroup(read_in, report, DuplicateSettings(similarity=1.0)).groups) == 0


def test_regroup_looks_for_what_former_copies_share() -> None:
    origin = prose(1)
    read_in = corpus(origin, origin[:200] + prose(2, 100), prose(3))
    report = duplicates.find(read_in)
    assert members(report) == [["a0", "a1"]]
    assert report.shared == ()
    again = duplicates.regroup(read_in, report, DuplicateSettings(similarity=0.9))
    assert again.groups == ()
    (shared,) = again.shared
    assert [m.span.article_id for m in shared.members] == ["a0", "a1"]
    assert again.unique_characters == report.unique_characters == 900 - 200
    assert duplicates.regroup(read_in, again, report.settings) == report


versions = st.tuples(
    st.integers(1, 3),
    st.sampled_from((0.0, 0.03, 0.1, 0.2)),
    st.integers(0, 200),
    st.integers(1, 2),
)
similarities = st.sampled_from((0.2, 0.36, 0.5, 0.7, 0.9, 1.0))


@given(st.lists(versions, max_size=6), similarities, similarities, st.sampled_from(((), ("a1",))))
def test_regroup_gives_what_find_gives(
    made: list[tuple[int, float, int, int]], first: float, then: float, keep: tuple[str, ...]
) -> None:
    read_in = corpus(
        *(changed(prose(seed), share, cut)[cut:] * times for seed, share, cut, times in made)
    )
    chosen = DuplicateSettings(similarity=then, keep=keep)
    report = duplicates.find(read_in, settings=DuplicateSettings(similarity=first))
    again = duplicates.regroup(read_in, report, chosen)
    afresh = duplicates.find(read_in, settings=chosen)
    assert again.unique_characters == afresh.unique_characters
    assert again == afresh


RARE = [
    ("a letter beyond two bytes is no other", "\U00024e00", "\u4e00"),
    ("two letters beyond two bytes", "\U00024e00", "\U00034e00"),
]


@pytest.mark.parametrize(("name", "rare", "other"), RARE, ids=[name for name, *_ in RARE])
def test_find_tells_letters_apart_that_share_two_bytes(name: str, rare: str, other: str) -> None:
    assert fold_letters(rare).text != fold_letters(other).text
    texts = (f"他姓{rare}，住在台北。", f"他姓{other}，住在台北。")
    report = duplicates.find(corpus(*texts))
    assert report.groups == ()
    assert report.unique_sentences == 2
    long = [prose(1) + text for text in texts]
    (group,) = duplicates.find(corpus(*long)).groups
    assert group.kind == "near"
    assert [r.articles for r in duplicates.find_repeated_sentences(report)] == []


def test_regroup_follows_the_reader_and_names_itself_anew() -> None:
    origin = prose(1)
    read_in = corpus(origin, changed(origin, 0.03), changed(origin, 0.1))
    report = duplicates.find(read_in)
    other = duplicates.regroup(read_in, report, DuplicateSettings(keep=("a2",)))
    assert other.groups[0].kept.article_id == "a2"
    assert other.groups[0].members[2].similarity == 1
    assert other.digest != report.digest
    once = duplicates.unique(read_in, other)
    assert once.articles[2].counted == read_in.articles[2].counted


@given(st.permutations(range(5)))
@settings(max_examples=20)
def test_find_does_not_depend_on_the_order_of_articles(order: list[int]) -> None:
    texts = [prose(1), prose(1), changed(prose(1)), prose(2), prose(2) * 2]
    report = duplicates.find(corpus(*(texts[i] for i in order)))
    found = {frozenset(order[int(i[1:])] for i in group) for group in members(report)}
    assert found == {frozenset({0, 1, 2}), frozenset({3, 4})}
    assert report.unique_sentences == duplicates.find(corpus(*texts)).unique_sentences


@given(st.lists(st.text("甲乙丙丁，。\n", max_size=60), max_size=6))
def test_find_adds_up(texts: list[str]) -> None:
    read_in = corpus(*texts)
    report = duplicates.find(read_in)
    once = duplicates.unique(read_in, report)
    assert report.characters == sum(map(len, texts))
    assert once.n_counted == report.unique_characters <= report.characters
    assert report.unique_sentences <= report.sentences == len(report.places)
    for out in report.left_out:
        assert out.span != out.repeats
        assert 0 <= out.span.start < out.span.end <= len(read_in.article(out.span.article_id).text)


BAD = [
    ("no article", [], 1, 0),
    ("one article", [prose(1)], 1, 300),
    ("articles of one character", list("天地玄黃天天"), 3, 4),
    ("only punctuation", ["。。！", "，，", "。。！"], 2, 5),
    ("no text at all", ["", "", "甲"], 1, 1),
    ("ten thousand alike", [prose(1)] * 10_000, 10_000, 300),
]


@pytest.mark.parametrize(("name", "texts", "copies", "left"), BAD, ids=[name for name, *_ in BAD])
def test_find_takes(name: str, texts: list[str], copies: int, left: int) -> None:
    read_in = corpus(*texts)
    report = duplicates.find(read_in)
    assert report.copies == copies
    assert report.unique_characters == left
    assert duplicates.regroup(read_in, report, DuplicateSettings(similarity=0.9)).copies == copies


LONG = [
    ("pasted five thousand times", prose(1, 1000) * 5000, 5000, 1000),
    ("one character", "哈" * 5_000_000, 1, 5_000_000),
    ("ever new", None, 1, 5_000_000),
]


@pytest.mark.soak
@pytest.mark.parametrize(("name", "text", "copies", "left"), LONG, ids=[name for name, *_ in LONG])
def test_find_takes_five_million(name: str, text: str | None, copies: int, left: int) -> None:
    text = text or prose(4, 5_000_000)
    report = duplicates.find(corpus(text))
    assert report.copies == copies
    assert report.unique_characters == left


def test_report_of_nothing() -> None:
    report = duplicates.find(read([]))
    assert report.share_repeated == 0
    assert report.copies == 1
    assert duplicates.unique_text(duplicates.unique(Corpus(), report)) == ""


def test_report_names_corpus_and_settings() -> None:
    one = read([Source("a.txt", SHORT.encode())])
    two = replace(one, digest="another")
    digests = {
        duplicates.find(one).digest,
        duplicates.find(two).digest,
        duplicates.find(one, settings=DuplicateSettings(similarity=0.5)).digest,
    }
    assert len(digests) == 3
    assert duplicates.find(one).digest in digests


def test_find_among_few_articles_tells_what_two_share() -> None:
    passage = prose(50, 60)
    few = [prose(1) + passage, prose(2) + passage, prose(3)]
    assert len(duplicates.find(corpus(*few)).shared) == 1
    many = few + [prose(seed) for seed in range(10, 20)]
    assert duplicates.find(corpus(*many)).shared == ()
    asked = DuplicateSettings(min_articles=2)
    assert len(duplicates.find(corpus(*many), settings=asked).shared) == 1

"""Unique text: every sentence counts exactly once, and what is left out stands elsewhere."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import duplicates
from components.duplicates import DuplicateReport, DuplicateSettings, LeftOut
from components.duplicates.edits import count_edits
from components.reading import join_lines
from components.text import Article, Corpus, Span, fold_letters, split_sentences

LETTERS = [chr(0x4E00 + i) for i in range(2500)]
Version = tuple[str, str | None]  # text, day


def sentence(seed: int, length: int = 30) -> str:
    return "".join(random.Random(seed).choices(LETTERS, k=length)) + "。"


def corpus(*versions: Version | str, bylines: Sequence[tuple[int, int]] = ()) -> Corpus:
    made = [(version, None) if isinstance(version, str) else version for version in versions]
    articles = [
        Article(f"a{i}", text[:8], text, text, counted=((0, len(text)),), published=day)
        for i, (text, day) in enumerate(made)
    ]
    return Corpus(tuple(articles))


def counted(read_in: Corpus, report: DuplicateReport) -> list[str]:
    """The sentences of unique text, folded, in no order."""
    once = duplicates.unique(read_in, report)
    pieces = (once.text_of(span) for a in once.articles for span in a.counted_spans())
    return sorted(
        fold_letters(text[start:end]).text
        for text in pieces
        for start, end in split_sentences(text)
    )


def found(read_in: Corpus, **chosen: object) -> list[str]:
    wanted = DuplicateSettings(**chosen)  # type: ignore[arg-type]
    return counted(read_in, duplicates.find(read_in, settings=wanted))


def folded(*texts: str) -> list[str]:
    return sorted(fold_letters(text).text for text in texts)


# --- by hand ----------------------------------------------------------------------------------

STORY = [sentence(i) for i in range(18)]


def test_six_updates_of_a_story_count_each_sentence_once() -> None:
    versions = [("".join(STORY[2 * n : 2 * n + 8]), f"2024-03-0{n + 1}") for n in range(6)]
    read_in = corpus(*versions)
    report = duplicates.find(read_in)
    assert (report.sentences, report.unique_sentences) == (48, 18)
    assert counted(read_in, report) == folded(*STORY)
    assert report.unique_characters == 18 * 31
    assert report.share_repeated == pytest.approx(30 / 48)
    (group,) = report.groups
    assert [member.new // 31 for member in group.members] == [8, 2, 2, 2, 2, 2]


CHANGES = [
    ("a number", "火警昨天深夜造成三人死亡。", "火警昨天深夜造成五人死亡。", 2),
    ("a numeral against a digit", "火警昨天深夜造成三人死亡。", "火警昨天深夜造成3人死亡。", 1),
    ("a digit more", "漏油的油輪上有12名船員受困。", "漏油的油輪上有112名船員受困。", 2),
    ("a decimal point", "氣象署測得芮氏規模6.0的地震。", "氣象署測得芮氏規模60的地震。", 2),
    ("a name", "教育局長王小明昨天到校說明。", "教育局長李大同昨天到校說明。", 2),
    ("a surname", "教育局長王小明昨天到校說明。", "教育局長李小明昨天到校說明。", 2),
    ("two letters of a name", "教育局主任陳建宏到校說明。", "教育局主任林建成到校說明。", 2),
    ("a place", "颱風警報解除後在高雄市復課。", "颱風警報解除後在台南市復課。", 2),
    ("a negation put in", "縣府同意業者的開發申請案件。", "縣府不同意業者的開發申請案件。", 2),
    ("a negation for another word", "警方已逮捕涉案的三名嫌犯。", "警方未逮捕涉案的三名嫌犯。", 2),
    ("an opposite", "台股今天收盤上漲跌幅不一。", "台股今天收盤下漲跌幅不一。", 2),
    ("a day", "市議會在今天下午審查預算案。", "市議會在昨天下午審查預算案。", 2),
    ("a slip of the pen", "他說的話是對的而且很有道理。", "他說得話是對的而且很有道理。", 1),
    ("的 put in", "縣府同意業者提出的申請案件。", "縣府同意業者的提出的申請案件。", 1),
    ("a function word", "傷者送往醫院後觀察治療當中。", "傷者送往醫院後目前觀察治療當中。", 1),
    ("punctuation", "「縣府同意申請」，處長這樣說。", "縣府同意申請處長、這樣說！", 1),
    ("臺 for 台", "台灣電力公司今天宣布調漲電價。", "臺灣電力公司今天宣布調漲電價。", 1),
    ("Simplified", "臺灣電力公司今天宣布調漲電價。", "台湾电力公司今天宣布调涨电价。", 1),
    ("a unit", "颱風在沿海掀起的浪高達到2到3公尺。", "颱風在沿海掀起的浪高達到2到3米。", 1),
    ("two words", "警方循線查獲犯案的交通工具。", "警方循線扣押犯案的交通工具。", 2),
]


@pytest.mark.parametrize(("kind", "one", "two", "times"), CHANGES, ids=[c[0] for c in CHANGES])
def test_a_change_makes_another_sentence_and_a_correction_does_not(
    kind: str, one: str, two: str, times: int
) -> None:
    around = STORY[0], STORY[1]
    read_in = corpus(around[0] + one + around[1], around[0] + two + around[1])
    sentences = found(read_in)
    assert len(sentences) == 2 + times
    assert set(folded(*around)) < set(sentences)


def test_no_edit_at_all_where_the_reader_allows_none() -> None:
    one, two = "他說的話是對的而且很有道理。", "他說得話是對的而且很有道理。"
    read_in = corpus(STORY[0] + one, STORY[0] + two)
    assert len(found(read_in, edit=0.0)) == 3
    assert len(found(read_in, edit=0.05)) == 3  # one letter of thirteen is more
    assert len(found(read_in, edit=0.1)) == 2


def test_an_edited_sentence_of_an_article_that_shares_nothing_else_is_another() -> None:
    one, two = "他說的話是對的而且很有道理。", "他說得話是對的而且很有道理。"
    assert len(found(corpus(STORY[0] + one, STORY[1] + two))) == 4


SHORT = [
    ("in articles that share nothing else", STORY[0] + "他說。", STORY[1] + "他說。", 4),
    ("in related articles", STORY[0] + "他說。", STORY[0] + "他說。" + STORY[1], 3),
    ("twice in one, once in the other", "他說。" + STORY[0] + "他說。", STORY[0] + "他說。", 3),
    ("twice in both", "他說。" + STORY[0] + "他說。", "他說。" + STORY[0] + "他說。", 3),
    ("twice in one article", STORY[0] + "他說。" + STORY[1] + "他說。", "", 4),
    ("edited beside the same", STORY[0] + "警方已經到場處理。", STORY[0] + "警方己經到場處理。", 2),
    ("another number", STORY[0] + "一共有三人受傷。", STORY[0] + "一共有五人受傷。", 3),
]


@pytest.mark.parametrize(("where", "one", "two", "times"), SHORT, ids=[c[0] for c in SHORT])
def test_a_short_sentence(where: str, one: str, two: str, times: int) -> None:
    assert len(found(corpus(one, two))) == times


MERGED = [
    ("two sentences made one", STORY[0] + STORY[1], STORY[0][:-1] + "，" + STORY[1], 2),
    ("one sentence made two", STORY[0][:-1] + "，" + STORY[1], STORY[0] + STORY[1], 2),
    ("a clause added", STORY[0], STORY[0][:-1] + "，" + STORY[1], 2),
    ("a clause cut off", STORY[0][:-1] + "，" + STORY[1], STORY[0], 2),
]


@pytest.mark.parametrize(("how", "one", "two", "times"), MERGED, ids=[c[0] for c in MERGED])
@pytest.mark.parametrize("turned", [False, True], ids=["", "the other way about"])
def test_sentences_merged_and_cut(how: str, one: str, two: str, times: int, turned: bool) -> None:
    versions: list[Version] = [(one, "2024-03-01"), (two, "2024-03-02")]
    read_in = corpus(*(versions[::-1] if turned else versions))
    report = duplicates.find(read_in)
    letters = "".join(counted(read_in, report))
    assert sorted(letters) == sorted("".join(fold_letters(s).text for s in (STORY[0], STORY[1])))
    assert report.unique_characters <= times * 31


def test_a_text_that_breaks_off_in_a_sentence_adds_nothing() -> None:
    text = "".join(STORY[:4])
    assert found(corpus(text, text[:77])) == folded(*STORY[:4])
    assert found(corpus(text + text[:77])) == folded(*STORY[:4])
    # 77 characters end 15 letters into the third sentence; 65 only 3 letters into it.
    assert found(corpus(text + text[:65])) == folded(*STORY[:4])


def test_a_pasted_text_counts_once_whatever_its_sentences() -> None:
    text = "他說。" + STORY[0] + "他說。警方表示。" + STORY[1]
    report = duplicates.find(corpus(text * 5))
    assert report.unique_characters == len(text)
    assert (report.sentences, report.unique_sentences) == (25, 5)
    assert [(o.span.start, o.repeats.start) for o in report.left_out] == [
        (n * len(text), 0) for n in range(1, 5)
    ]


UNSTOPPED = [
    ("blanks for stops", STOPS_GONE := "".join(STORY[:4]).replace("。", " ").strip()),
    ("no stop at all", STOPS_GONE.replace(" ", "")),
    ("commas for stops", STOPS_GONE.replace(" ", "，")),
]


@pytest.mark.parametrize(("how", "text"), UNSTOPPED, ids=[name for name, _ in UNSTOPPED])
@pytest.mark.parametrize("turned", [False, True], ids=["", "the other way about"])
def test_a_copy_without_stops_adds_nothing(how: str, text: str, turned: bool) -> None:
    texts = ["".join(STORY[:4]), text]
    report = duplicates.find(corpus(*(texts[::-1] if turned else texts)))
    assert report.groups[0].kind == "exact"
    assert sorted(member.new > 0 for member in report.groups[0].members) == [False, True]


def test_a_part_of_a_text_with_blanks_for_stops_adds_nothing() -> None:
    part = STOPS_GONE[31:93].strip()
    report = duplicates.find(corpus("".join(STORY[:4]), part + " " + STORY[5]))
    assert report.unique_characters == 5 * 31


def test_bylines_are_set_apart_and_are_no_sentences() -> None:
    opening = "（中央社記者王小明台北3日電）"
    texts = [opening + STORY[0] + STORY[1], "〔記者李大同／台北報導〕" + STORY[0]]
    ends = [len(opening), texts[1].index("〕") + 1]
    read_in = Corpus(
        tuple(
            Article(f"a{i}", "", t, t, counted=((end, len(t)),), bylines=((0, end),))
            for i, (t, end) in enumerate(zip(texts, ends, strict=True))
        )
    )
    report = duplicates.find(read_in)
    assert (report.sentences, report.unique_sentences) == (3, 2)
    assert counted(read_in, report) == folded(STORY[0], STORY[1])
    twice = Corpus((*read_in.articles, *(replace(a, id=a.id + "'") for a in read_in.articles)))
    assert duplicates.find(twice).unique_characters == report.unique_characters


ORDER = [
    ("the earliest", {}, "a1"),
    ("the latest", {"prefer": "latest"}, "a2"),
    ("what the reader chose", {"keep": ("a0",)}, "a0"),
    ("the last that the reader chose", {"keep": ("a2", "a3")}, "a3"),
]


@pytest.mark.parametrize(("which", "chosen", "counts"), ORDER, ids=[c[0] for c in ORDER])
def test_of_the_same_sentences_counts(which: str, chosen: dict[str, object], counts: str) -> None:
    days = (None, "2024-03-01T08:00", "2024-03-02", "2024-03-01T09:00")
    read_in = corpus(*((STORY[0] + STORY[n], day) for n, day in enumerate(days, 1)))
    report = duplicates.find(read_in, settings=DuplicateSettings(**chosen))  # type: ignore[arg-type]
    assert {out.repeats for out in report.left_out} == {Span(counts, 0, 31)}
    assert len(report.left_out) == 3


def test_likeness_is_not_carried_through_a_third() -> None:
    """Each of ten versions changes one more letter; only near ones are the same."""
    first = list(sentence(5, 40))
    forms = []
    for n in range(10):
        forms.append("".join(first))
        first[4 * n] = LETTERS[700 + n]
    dated = [(form + STORY[0], f"2024-03-{n + 1:02}") for n, form in enumerate(forms)]
    read_in = corpus(*dated)
    report = duplicates.find(read_in, settings=DuplicateSettings(edit=0.05))
    for out in report.left_out:
        assert out.similarity >= 0.95
        assert likeness(read_in, out) >= 0.95
    # Two letters of forty may differ: the first counts, then the fourth, then the seventh …
    places = {out.span.article_id for out in report.left_out if out.span.start == 0}
    assert places == {"a1", "a2", "a4", "a5", "a7", "a8"}


EMPTY = [
    ("no article", []),
    ("no text", ["", ""]),
    ("no letter", ["。。。", "★"]),
    ("one letter", ["甲", "乙"]),
]


@pytest.mark.parametrize(("what", "texts"), EMPTY, ids=[name for name, _ in EMPTY])
def test_nothing_is_left_out_of(what: str, texts: list[str]) -> None:
    report = duplicates.find(corpus(*texts))
    assert report.left_out == ()
    assert report.unique_characters == report.characters


# --- laws -------------------------------------------------------------------------------------


def likeness(read_in: Corpus, out: LeftOut) -> float:
    """Share of letters in which a stretch and what it repeats agree, measured anew."""
    one, two = (fold_letters(read_in.text_of(span)).text for span in (out.span, out.repeats))
    edits = count_edits(one, two)
    if edits is None:  # of several sentences at once
        return out.similarity
    return 1 - edits / max(len(one), len(two), 1)


@st.composite
def chains(draw: st.DrawFn) -> list[Version]:
    """Versions of stories: updated, cut, merged, turned about, wrapped, restyled, edited."""
    rng = random.Random(draw(st.integers(0, 10_000)))
    pool = [sentence(rng.randrange(1 << 30), rng.choice((3, 8, 14, 25, 45))) for _ in range(14)]
    versions: list[list[str]] = [pool[:6]]
    for fresh in range(draw(st.integers(1, 5))):
        version = list(rng.choice(versions))
        for _ in range(rng.randrange(1, 4)):
            step = rng.choice(("drop", "add", "turn", "merge", "edit", "style", "short"))
            if step == "drop" and len(version) > 1:
                version.pop(rng.randrange(len(version)))
            elif step == "add":
                version.insert(rng.randrange(len(version) + 1), pool[6 + fresh])
            elif step == "turn":
                rng.shuffle(version)
            elif step == "merge":
                version += rng.choice(versions)
            elif step == "short":
                version.insert(rng.randrange(len(version) + 1), "他說。")
            elif step == "edit":
                at = rng.randrange(len(version))
                letters = list(version[at])
                letters[rng.randrange(len(letters) - 1)] = rng.choice(LETTERS)
                version[at] = "".join(letters)
            else:
                version = [s.replace("。", "！") for s in version]
        versions.append(version)
    texts = ["".join(version) for version in versions]
    texts = [
        join_lines("\n".join(t[i : i + 32] for i in range(0, len(t), 32))).text
        if rng.random() < 0.3
        else t
        for t in texts
    ]
    return [(t, rng.choice((None, "2024-03-01", "2024-03-02", "2024-03-03"))) for t in texts]


every = st.builds(
    DuplicateSettings,
    similarity=st.sampled_from((0.36, 0.7, 1.0)),
    edit=st.sampled_from((0.0, 0.08, 0.15, 0.2)),
    prefer=st.sampled_from(("earliest", "latest")),
    keep=st.sampled_from(((), ("a1",), ("a0", "a1"))),
)


@given(chains(), every)
def test_what_is_left_out_repeats_what_counts(made: list[Version], chosen: object) -> None:
    assert isinstance(chosen, DuplicateSettings)
    read_in = corpus(*made)
    report = duplicates.find(read_in, settings=chosen)
    gone = [(out.span.article_id, out.span.start, out.span.end) for out in report.left_out]
    for out in report.left_out:
        assert out.similarity >= 1 - chosen.edit
        assert likeness(read_in, out) >= 1 - chosen.edit
        article, start, end = out.repeats.article_id, out.repeats.start, out.repeats.end
        assert not any(a == article and s < end and start < e for a, s, e in gone)
    for one, two in combinations(gone, 2):
        assert one[0] != two[0] or one[2] <= two[1] or two[2] <= one[1]
    assert report.characters - sum(e - s for _, s, e in gone) == report.unique_characters


@given(chains(), every)
def test_no_long_sentence_counts_twice_and_none_is_lost(
    made: list[Version], chosen: object
) -> None:
    assert isinstance(chosen, DuplicateSettings)
    read_in = corpus(*made)
    report = duplicates.find(read_in, settings=chosen)
    kept = counted(read_in, report)
    long = [text for text in kept if len(text) >= 12]
    assert len(long) == len(set(long))
    gone = {
        fold_letters(read_in.text_of(out.span)).text: fold_letters(
            read_in.text_of(out.repeats)
        ).text
        for out in report.left_out
    }
    letters = "|".join([*kept, *gone.values()])
    for text, _ in made:
        for start, end in split_sentences(text):
            said = fold_letters(text[start:end]).text
            assert said in letters or any(said in left for left in gone)


@given(chains(), every, st.randoms())
def test_the_order_of_reading_changes_nothing(
    made: list[Version], chosen: object, rng: random.Random
) -> None:
    assert isinstance(chosen, DuplicateSettings)
    read_in = corpus(*made)
    mixed = list(read_in.articles)
    rng.shuffle(mixed)
    turned = Corpus(tuple(mixed))
    one = duplicates.find(read_in, settings=chosen)
    two = duplicates.find(turned, settings=chosen)
    assert set(one.left_out) == set(two.left_out)
    assert one.unique_characters == two.unique_characters


@given(chains(), every)
def test_doubling_every_article_changes_no_unique_number(
    made: list[Version], chosen: object
) -> None:
    assert isinstance(chosen, DuplicateSettings)
    read_in = corpus(*made)
    twice = Corpus((*read_in.articles, *(replace(a, id=a.id + "'") for a in read_in.articles)))
    one = duplicates.find(read_in, settings=chosen)
    two = duplicates.find(twice, settings=chosen)
    assert two.unique_characters == one.unique_characters
    assert two.unique_sentences == one.unique_sentences
    assert counted(twice, two) == counted(read_in, one)


@given(chains(), every)
def test_an_article_that_the_reader_keeps_counts_whole(made: list[Version], chosen: object) -> None:
    assert isinstance(chosen, DuplicateSettings)
    read_in = corpus(*made)
    report = duplicates.find(read_in, settings=replace(chosen, keep=("a1",)))
    # What it says twice itself is said once.
    assert all(
        out.repeats.article_id == "a1" for out in report.left_out if out.span.article_id == "a1"
    )


def test_copied_stretches_that_follow_one_another_have_one_origin() -> None:
    def out(start: int, end: int, source: str, at: int, similarity: float = 1.0) -> LeftOut:
        return LeftOut(Span("b", start, end), Span(source, at, at + end - start), similarity)

    rows = (
        out(0, 10, "a", 5), out(10, 20, "a", 16, 0.8),  # a quote stands between them in `a`
        out(20, 30, "a", 90), out(40, 50, "c", 0), LeftOut(Span("d", 0, 9), Span("a", 0, 9)),
    )  # fmt: skip
    found = duplicates.list_origins(DuplicateReport(left_out=rows), "b")
    assert [(o.span.start, o.span.end, o.repeats.article_id) for o in found] == [
        (0, 20, "a"),
        (20, 30, "a"),
        (40, 50, "c"),
    ]
    assert found[0].repeats == Span("a", 5, 26)
    assert found[0].similarity == pytest.approx(0.9)
    assert duplicates.list_origins(DuplicateReport(), "b") == ()

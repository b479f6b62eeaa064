"""Layout: sizes follow counts, boxes never overlap, the same input gives the same cloud."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.cloud import CANVAS, Cloud, CloudSettings, CloudWord, fonts, lay_out
from components.cloud.cloud import SMALLEST
from components.words import Row, WordTable

WORDS = [
    "科索夫", "北約", "俄羅斯", "塞爾維亞", "談判", "歐盟", "外長", "聯合國", "獨立", "潘基文",
    "繼續", "支持", "當地", "發展", "美國", "期限", "破裂", "前途", "秘書長", "稍晚",
    "NATO", "17000", "無論", "情勢", "戰犯", "公報", "各國", "目前",
]  # fmt: skip
COUNTS = (11, 6, 5, 5, 5, 4, 4, 4, 3, 3, 3, 3, 3, 3)


def counted_words(
    letters: str, *, longest: int, most: int
) -> st.SearchStrategy[list[tuple[str, int]]]:
    pairs = st.tuples(st.text(letters, min_size=1, max_size=longest), st.integers(1, 500))
    return st.lists(pairs, max_size=most, unique_by=lambda pair: pair[0])


def table(words: list[str] = WORDS, *, counts: tuple[int, ...] = COUNTS) -> WordTable:
    padded = counts + (1,) * (len(words) - len(counts))
    rows = tuple(
        Row(word, count, 1, "ns" if word == "美國" else "n", word.lower())
        for word, count in zip(words, padded, strict=False)
    )
    return WordTable(rows, n_tokens=200, n_types=len(rows), n_articles=2, digest="t")


def box(word: CloudWord) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of the em boxes; a letter is as wide as its font sets it."""
    faces = fonts.faces(word.word, typeface="sans")
    ems = sum(fonts.glyph(fonts.face_of(c, faces), c).advance for c in word.word)
    half = (ems * word.font_size / 2, word.font_size / 2)
    dx, dy = half if word.direction == "across" else half[::-1]
    return word.x - dx, word.y - dy, word.x + dx, word.y + dy


def overlapping(cloud: Cloud) -> list[tuple[str, str]]:
    pairs = []
    for one, other in combinations(cloud.words, 2):
        a, b = box(one), box(other)
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]:
            pairs.append((one.word, other.word))
    return pairs


@pytest.mark.parametrize("size", ["wide", "square", "tall"])
@pytest.mark.parametrize("rotate", ["never", "some"])
def test_analysis_words_stay_apart_and_inside(size, rotate) -> None:
    cloud = lay_out(table(), settings=CloudSettings(size=size, rotate=rotate))
    assert len(cloud.words) == len(WORDS)
    assert cloud.n_left_out == 0
    assert overlapping(cloud) == []
    assert (cloud.width, cloud.height) == CANVAS[size]
    for word in cloud.words:
        left, top, right, bottom = box(word)
        assert left >= 0 and top >= 0 and right <= cloud.width and bottom <= cloud.height


def test_analysis_equal_counts_have_equal_sizes() -> None:
    sizes: dict[int, set[int]] = {}
    for word in lay_out(table()).words:
        sizes.setdefault(word.count, set()).add(word.font_size)
    assert all(len(found) == 1 for found in sizes.values())


def test_analysis_letter_area_is_proportional_to_count() -> None:
    cloud = lay_out(table())
    first, last = cloud.words[0], cloud.words[-1]
    assert (first.count, last.count) == (11, 1)
    assert (first.font_size / last.font_size) ** 2 == pytest.approx(11, rel=0.15)


def test_analysis_most_frequent_word_stands_in_the_middle() -> None:
    cloud = lay_out(table(), settings=CloudSettings(rotate="some"))
    first = cloud.words[0]
    assert first.word == "科索夫"
    assert first.direction == "across"
    assert abs(first.x - cloud.width / 2) < 20
    assert abs(first.y - cloud.height / 2) < 10


def test_analysis_ties_go_by_norm_not_by_order_of_rows() -> None:
    rows = table().rows
    turned = WordTable(rows[::-1], n_tokens=200, n_articles=2, digest="t")
    assert lay_out(turned) == lay_out(table())


def test_analysis_another_seed_arranges_the_same_words_anew() -> None:
    one, other = lay_out(table()), lay_out(table(), settings=CloudSettings(seed=2))
    assert {w.word for w in one.words} == {w.word for w in other.words}
    assert [(w.x, w.y) for w in one.words] != [(w.x, w.y) for w in other.words]
    assert one.digest != other.digest


def test_analysis_some_words_run_down_only_when_asked() -> None:
    ways = {
        rotate: {w.direction for w in lay_out(table(), settings=CloudSettings(rotate=rotate)).words}
        for rotate in ("never", "some")
    }
    assert ways == {"never": {"across"}, "some": {"across", "down"}}


def test_analysis_shows_no_more_words_than_asked() -> None:
    cloud = lay_out(table(), settings=CloudSettings(max_words=5))
    assert [w.word for w in cloud.words] == ["科索夫", "北約", "俄羅斯", "塞爾維亞", "談判"]
    assert cloud.n_left_out == 0


def test_analysis_says_how_many_words_found_no_place() -> None:
    words = [f"分離主義運動{i:03d}號" for i in range(160)]
    counts = (400,) + (1,) * 159
    cloud = lay_out(table(words, counts=counts), settings=CloudSettings(size="tall", max_words=160))
    assert cloud.n_left_out > 0
    assert len(cloud.words) + cloud.n_left_out == 160
    assert min(w.font_size for w in cloud.words) == SMALLEST
    assert overlapping(cloud) == []


def test_analysis_colours_by_part_of_speech_or_kind() -> None:
    by_pos = {w.word: w.colour for w in lay_out(table()).words}
    assert (by_pos["美國"], by_pos["談判"]) == ("name", "noun")
    settings = CloudSettings(colour_by="kind")
    kinds = {"美國": "LOC", "北約": "ORG"}
    by_kind = lay_out(table(), settings=settings, kinds=kinds)
    colours = {w.word: w.colour for w in by_kind.words}
    assert (colours["美國"], colours["北約"], colours["談判"]) == ("LOC", "ORG", "other")
    assert lay_out(table(), settings=settings, kinds=tuple(kinds.items())) == by_kind


def test_analysis_carries_its_definition() -> None:
    cloud = lay_out(table())
    assert (cloud.n_tokens, cloud.n_articles, cloud.copies) == (200, 2, "all")
    assert cloud.font == "Noto Sans TC"
    assert cloud.settings == CloudSettings()


@pytest.mark.parametrize(
    "words", [[], ["科索夫"], ["北約", "科索夫"], [""], [" "], ["北"], ["<b>&$", "美國"]]
)
def test_analysis_takes_few_and_odd_words(words: list[str]) -> None:
    cloud = lay_out(table(words, counts=()))
    assert [w.word for w in cloud.words] == [w for w in words if w.strip()]


def test_analysis_leaves_out_what_is_wider_than_the_canvas_and_no_more() -> None:
    cloud = lay_out(table(["北約", "很" * 60, "科索夫"], counts=(3, 2, 1)))
    assert [w.word for w in cloud.words] == ["北約", "科索夫"]
    assert cloud.n_left_out == 1


def test_analysis_of_nothing_is_an_empty_cloud() -> None:
    cloud = lay_out(WordTable())
    assert (cloud.words, cloud.font, cloud.missing, cloud.n_left_out) == ((), "", (), 0)


@settings(max_examples=12, deadline=None)
@given(counted_words("北約談判科索夫歐盟ab1", longest=6, most=25))
def test_analysis_never_overlaps(pairs: list[tuple[str, int]]) -> None:
    rows = tuple(Row(word, count, 1, "n", word) for word, count in pairs)
    cloud = lay_out(WordTable(rows, digest="h"), settings=CloudSettings(rotate="some"))
    assert overlapping(cloud) == []
    sizes = [word.font_size for word in cloud.words]
    assert sizes == sorted(sizes, reverse=True)


@pytest.mark.slow
def test_analysis_gives_the_same_cloud_in_another_process() -> None:
    code = (
        "from components.cloud import lay_out; from components.words import Row, WordTable;"
        "rows = tuple(Row(w, 9 - i // 2, 1, 'n', w) for i, w in enumerate("
        "'科索夫 北約 談判 歐盟 外長 美國 聯合國 獨立'.split()));"
        "print([(w.word, w.x, w.y, w.font_size) for w in lay_out(WordTable(rows)).words])"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", code],
            capture_output=True, text=True, check=True,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(runs) == 1
    assert "科索夫" in runs.pop()


ADDRESS = "https://www.cdc.example.tw"


@pytest.mark.parametrize("size", ["wide", "square"])
@pytest.mark.parametrize(
    "word",
    [ADDRESS, "someone.with.a.name@example.org", "w" * 24, "中華民國建國百年籌備委員會辦公室"],
)
def test_analysis_draws_a_long_word_as_large_as_the_canvas_bears(size, word: str) -> None:
    words = [*WORDS[:12], word]
    cloud = lay_out(
        table(words, counts=(5,) * 12 + (50,)), settings=CloudSettings(size=size, rotate="some")
    )
    assert {w.word for w in cloud.words} == set(words)
    assert overlapping(cloud) == []
    [drawn] = [w for w in cloud.words if w.word == word]
    width = sum(fonts.glyph(fonts.faces(word)[0], c).advance for c in word) * drawn.font_size
    assert width <= 0.65 * cloud.width
    others = [w.font_size for w in cloud.words if w.word != word]
    assert min(others) > SMALLEST  # one long word does not make all others small


def test_analysis_says_how_often_the_words_stand_that_found_no_place() -> None:
    cloud = lay_out(table(["很" * 60, "北約", "非" * 70], counts=(9, 3, 2)))
    assert [w.word for w in cloud.words] == ["北約"]
    assert (cloud.n_left_out, cloud.most_left_out) == (2, 9)
    assert lay_out(table()).most_left_out == 0


@settings(max_examples=15, deadline=None)
@given(
    counted_words("w.iW北約", longest=60, most=12),
    st.sampled_from(["wide", "square", "tall"]),
)
def test_analysis_takes_words_of_any_length(pairs: list[tuple[str, int]], size) -> None:
    rows = tuple(Row(word, count, 1, "n", word) for word, count in pairs)
    cloud = lay_out(WordTable(rows, digest="w"), settings=CloudSettings(size=size))
    assert len(cloud.words) + cloud.n_left_out == len(rows)
    assert overlapping(cloud) == []

"""The map of the corpus, as records and as figures; and the tables to take home."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import duplicates
from components.duplicates import describe
from components.duplicates.export import to_json, to_rows
from components.duplicates.figure import strip
from components.duplicates.strip import Strip, strip_of
from components.text import Article, Corpus
from components.theme import PALETTES, ColourMode


def corpus(*texts: str) -> Corpus:
    return Corpus(
        tuple(
            Article(
                f"a{i}", f"<b>$題{i}", t, t, counted=((0, len(t)),), source=f"報{i}",
                published=f"2024-{1 + i // 28:02}-{1 + i % 28:02}",
            )
            for i, t in enumerate(texts)
        )
    )  # fmt: skip


def prose(seed: int, length: int = 200) -> str:
    return "".join(random.Random(seed).choices([chr(0x4E00 + i) for i in range(2500)], k=length))


def map_of(read_in: Corpus, limit: int = 30) -> Strip:
    return strip_of(read_in, duplicates.find(read_in), limit=limit)


def sentences(*numbers: int) -> str:
    return "".join(prose(number, 20) + "。" for number in numbers)


def test_strip_of_the_sample_is_one_row_of_twelve(sample: Corpus) -> None:
    (row,) = map_of(sample).rows
    assert [segment.state for segment in row.segments] == ["kept"] + ["copy"] * 11
    assert [segment.copy for segment in row.segments] == list(range(1, 13))
    assert {segment.copies for segment in row.segments} == {12}


def test_strip_shows_the_stretches_of_an_update_and_not_whole_articles() -> None:
    read_in = corpus(sentences(1, 2, 3, 4), sentences(3, 4, 5), sentences(4, 5, 6))
    rows = map_of(read_in).rows
    said = [[(s.state, len(s.span) // 21) for s in row.segments] for row in rows]
    assert said == [
        [("unique", 2), ("kept", 2)],
        [("copy", 2), ("kept", 1)],
        [("copy", 1), ("copy", 1), ("unique", 1)],
    ]
    assert [s.origin for s in rows[2].segments] == ["<b>$題0", "<b>$題1", ""]
    assert rows[0].segments[1].copies == 3  # sentence 4 stands three times, 3 but twice


def test_strip_puts_groups_first_and_then_other_articles_that_repeat() -> None:
    footer = sentences(90, 91, 92)
    read_in = corpus(
        prose(1) + "。", sentences(*range(10, 20)), *(
            sentences(*range(seed, seed + 9)) + footer for seed in (20, 30, 40)
        ), sentences(*range(10, 20), 61),
    )  # fmt: skip
    found = map_of(read_in)
    assert {found.rows[0].article_id, found.rows[1].article_id} == {"a1", "a5"}
    assert [row.article_id for row in found.rows[2:]] == ["a2", "a3", "a4", "a0"]
    states = [[segment.state for segment in row.segments] for row in found.rows[2:]]
    assert sorted(states[:3]) == [["unique", "copy"], ["unique", "copy"], ["unique", "kept"]]
    assert states[3] == ["unique"]


def test_strip_of_many_articles_has_a_row_a_group() -> None:
    alone = [sentences(*range(100 + 9 * i, 109 + 9 * i)) for i in range(20)]
    pairs = [sentences(*range(500 + 9 * i, 509 + 9 * i)) for i in range(6)]
    read_in = corpus(*alone, *pairs, *pairs)
    found = map_of(read_in, limit=4)
    assert found.kind == "groups"
    assert [row.articles for row in found.rows] == [2] * 4
    assert (found.not_shown, found.repeating) == (24, 4)
    first, second = found.rows[0].segments
    assert (first.state, second.state) == ("kept", "copy")
    assert second.at > first.at + len(first.span)  # a gap between the two
    assert found.rows[0].length == second.at + len(second.span)
    assert "另有 24 篇沒有畫出，其中 4 篇有重複" in describe.strip_note(found)


def test_strip_of_many_articles_without_repeats_draws_nothing() -> None:
    found = map_of(corpus(*(prose(i, 60) for i in range(9))), limit=4)
    assert (found.rows, found.not_shown, found.repeating) == ((), 9, 0)
    assert describe.strip_note(found) == "9 篇都沒有重複的文字，不畫圖。"


def test_strip_of_an_empty_corpus_is_empty() -> None:
    assert map_of(corpus()) == Strip()


def test_strip_of_one_article_repeated_in_parts_by_thousands_is_made_at_once() -> None:
    origin = sentences(*range(1000))
    others = [sentences(i, i + 1, 5000 + i) for i in range(0, 998, 2)]
    found = map_of(corpus(origin, *others))
    row = found.rows[0]
    assert max(len(row.segments) for row in found.rows) <= 400
    assert row.length > len(origin) or row.articles == 1


@given(
    st.lists(st.sampled_from([prose(1), prose(2) * 3, prose(1) + prose(3), "短", ""]), max_size=6)
)
def test_strip_segments_tile_each_text(texts: list[str]) -> None:
    read_in = corpus(*texts)
    for row in map_of(read_in).rows:
        edges = [(segment.span.start, segment.span.end) for segment in row.segments]
        assert [start for start, _ in edges[1:]] == [end for _, end in edges[:-1]]
        if row.length:
            assert (edges[0][0], edges[-1][1]) == (0, row.length)


def test_figure_strip_of_the_sample(sample: Corpus) -> None:
    fig = strip(map_of(sample), mode="light")
    ground, bars = fig.data
    assert list(ground.x) == list(bars.x)
    assert list(bars.x) == [726] * 12
    assert list(bars.base) == [726 * i for i in range(12)]
    assert list(bars.customdata) == list(range(12))
    assert list(bars.text) == [str(i) for i in range(1, 13)]
    assert list(bars.marker.pattern.shape) == [""] + ["/"] * 11
    assert fig.layout.xaxis.title.text == "字數位置"
    assert fig.layout.dragmode is None  # left to the template
    assert fig.layout.template.layout.dragmode == "pan"


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_figure_strip_tells_groups_by_colour_and_copies_by_pattern(mode: ColourMode) -> None:
    found = map_of(corpus(prose(1), prose(1), prose(2), prose(2), prose(3)))
    ground, bars = strip(found, mode=mode).data
    groups, quiet = PALETTES[mode].groups, PALETTES[mode].line
    assert list(bars.marker.color) == [groups[0]] * 2 + [groups[1]] * 2 + [quiet]
    assert sorted(bars.marker.pattern.shape[:2]) == ["", "/"]
    assert {ground.marker.color[1]}.isdisjoint((groups[0], PALETTES[mode].paper))
    assert "<b>$" not in "".join(text.removeprefix("<b>") for text in bars.hovertext)


def test_figure_strip_says_what_a_stretch_repeats() -> None:
    found = map_of(corpus(sentences(1, 2, 3), sentences(2, 3, 4)))
    said = [text.split("<br>")[1] for text in strip(found, mode="light").data[1].hovertext]
    assert said == [
        "只在這裡出現", "計入這一段；另有 1 處重複",
        "重複「&lt;b&gt;&#36;題0」，相似 100.0%", "只在這裡出現",
    ]  # fmt: skip


@pytest.mark.parametrize("articles", [30, 31, 300])
def test_figure_strip_stays_on_a_screen(articles: int) -> None:
    fig = strip(map_of(corpus(*(prose(i % 150 % (articles // 2), 60) for i in range(articles)))),
                mode="light")  # fmt: skip
    assert fig.layout.height <= 700
    assert max(b + x for b, x in zip(fig.data[1].base, fig.data[1].x, strict=True)) <= 100


def test_figure_strip_of_nothing_has_its_title() -> None:
    fig = strip(Strip(), mode="light")
    assert not fig.data
    assert fig.layout.xaxis.title.text == "字數位置"


def test_export_has_a_row_for_every_copy() -> None:
    read_in = corpus(prose(1), prose(1), prose(2) * 3)
    report = duplicates.find(read_in)
    table = to_rows(read_in, report)
    assert [(r["level"], r["group"], r["article"], r["kept"], r["start"]) for r in table] == [
        ("article", 1, "a0", "yes", 0),
        ("article", 1, "a1", "no", 0),
        ("pasted", 2, "a2", "yes", 0),
        ("pasted", 2, "a2", "no", 200),
        ("pasted", 2, "a2", "no", 400),
    ]
    assert table[0]["source"] == "報0"


def test_export_json_has_the_fields_of_the_command() -> None:
    read_in = corpus(prose(1), prose(1), prose(2) * 3)
    values = to_json(duplicates.find(read_in))
    assert values["passages"] == [
        {"article": "a2", "period": 200, "copies": 3, "spans": [[0, 200], [200, 400], [400, 600]]}
    ]
    assert values["groups"] == [
        {
            "kind": "exact",
            "kept": "a0",
            "members": [
                {"article": "a0", "span": [0, 200], "similarity": 1.0, "new": 200},
                {"article": "a1", "span": [0, 200], "similarity": 1.0, "new": 0},
            ],
        }
    ]
    assert values["left_out"] == [
        {
            "article": article,
            "span": [start, start + 200],
            "repeats": {"article": repeats, "span": [0, 200]},
            "similarity": 1.0,
        }
        for article, start, repeats in (("a1", 0, "a0"), ("a2", 200, "a2"), ("a2", 400, "a2"))
    ]


def test_strip_gives_a_text_pasted_here_and_printed_there_one_group() -> None:
    found = map_of(corpus(prose(1) * 3, prose(2), prose(1)))
    assert {s.group for s in found.segments if s.state != "unique"} == {0}
    states = [segment.state for segment in found.segments]
    assert (states.count("kept"), states.count("copy")) == (1, 3)


def test_strip_of_very_many_copies_stays_light() -> None:
    (row,) = map_of(corpus(prose(1, 50) * 3000)).rows
    assert [(s.state, s.span.start, s.span.end) for s in row.segments] == [
        ("kept", 0, 50),
        ("copy", 50, 150_000),
    ]

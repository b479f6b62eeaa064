"""The map of the corpus, as records and as figures; and the tables to take home."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import duplicates
from components.duplicates.exchange import as_json, rows
from components.duplicates.figure import self_similarity, strip
from components.duplicates.report import Passage
from components.duplicates.strip import Strip, strip_of
from components.reading import Article, Corpus, Span
from components.theme import PALETTES, Mode


def corpus(*texts: str) -> Corpus:
    return Corpus(
        tuple(
            Article(f"a{i}", f"<b>$題{i}", t, t, counted=((0, len(t)),), source=f"報{i}")
            for i, t in enumerate(texts)
        )
    )


def prose(seed: int, length: int = 200) -> str:
    return "".join(random.Random(seed).choices([chr(0x4E00 + i) for i in range(2500)], k=length))


def map_of(read_in: Corpus, limit: int = 200) -> Strip:
    return strip_of(read_in, duplicates.find(read_in), limit=limit)


def test_strip_of_the_sample_is_one_row_of_twelve(sample: Corpus) -> None:
    (row,) = map_of(sample).rows
    assert [segment.state for segment in row.segments] == ["kept"] + ["copy"] * 11
    assert [segment.copy for segment in row.segments] == list(range(1, 13))
    assert {segment.copies for segment in row.segments} == {12}


def test_strip_puts_groups_first_and_the_counted_copy_on_top() -> None:
    footer = prose(90, 60)
    read_in = corpus(
        prose(1), prose(2), prose(3) + footer, prose(4) + footer, prose(5) + footer, prose(2) + "終"
    )
    found = map_of(read_in)
    assert [row.article_id for row in found.rows] == ["a5", "a1", "a2", "a3", "a4", "a0"]
    states = [[segment.state for segment in row.segments] for row in found.rows]
    assert states == [
        ["kept"],
        ["copy"],
        ["unique", "kept"],
        ["unique", "copy"],
        ["unique", "copy"],
        ["unique"],
    ]
    assert map_of(read_in, limit=2).not_shown == 4


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
def test_figure_strip_tells_groups_by_colour_and_copies_by_pattern(mode: Mode) -> None:
    found = map_of(corpus(prose(1), prose(1), prose(2), prose(2), prose(3)))
    ground, bars = strip(found, mode=mode).data
    groups, quiet = PALETTES[mode].groups, PALETTES[mode].line
    assert list(bars.marker.color) == [groups[0]] * 2 + [groups[1]] * 2 + [quiet]
    assert list(bars.marker.pattern.shape) == ["", "/", "", "/", ""]
    assert {ground.marker.color[1]}.isdisjoint((groups[0], PALETTES[mode].paper))
    assert "<b>$" not in bars.hovertext[0].removeprefix("<b>")


def test_figure_strip_of_two_hundred_stays_on_a_screen() -> None:
    fig = strip(map_of(corpus(*(prose(i % 150, 60) for i in range(200)))), mode="light")
    assert fig.layout.height <= 1300
    assert len(fig.data[1].y) == 200


def test_figure_strip_of_nothing_has_its_title() -> None:
    fig = strip(Strip(), mode="light")
    assert not fig.data
    assert fig.layout.xaxis.title.text == "字數位置"


@pytest.mark.parametrize("copies", [2, 12, 200])
def test_figure_self_similarity_has_an_arc_a_copy(copies: int) -> None:
    spans = tuple(Span("a", 100 * i, 100 * (i + 1)) for i in range(copies))
    likeness = tuple(0.7 if i % 3 == 2 else 1.0 for i in range(copies))
    fig = self_similarity(
        Passage("a", 100, spans, "near", likeness), mode="dark", length=100 * copies
    )
    *arcs, starts = fig.data
    assert sum(list(arc.x).count(None) for arc in arcs) == copies - 1
    assert list(starts.customdata) == list(range(copies))
    assert sum(bool(text) for text in starts.text) <= 24
    assert {arc.line.dash for arc in arcs} == ({"solid"} if copies == 2 else {"solid", "dot"})


def test_exchange_has_a_row_for_every_copy() -> None:
    read_in = corpus(prose(1), prose(1), prose(2) * 3)
    report = duplicates.find(read_in)
    table = rows(read_in, report)
    assert [(r["level"], r["group"], r["article"], r["kept"], r["start"]) for r in table] == [
        ("article", 1, "a0", "yes", 0),
        ("article", 1, "a1", "no", 0),
        ("pasted", 2, "a2", "yes", 0),
        ("pasted", 2, "a2", "no", 200),
        ("pasted", 2, "a2", "no", 400),
    ]
    assert table[0]["source"] == "報0"


def test_exchange_json_has_the_fields_of_the_command() -> None:
    read_in = corpus(prose(1), prose(1), prose(2) * 3)
    values = as_json(duplicates.find(read_in))
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
    assert {s.group for s in found.segments if s.state != "unique"} == {1}
    assert [s.state for s in found.rows[0].segments] == ["kept", "copy", "copy"]
    assert [s.state for s in found.rows[1].segments] == ["copy"]


def test_strip_of_very_many_copies_stays_light() -> None:
    read_in = corpus(prose(1, 50) * 3000)
    (row,) = map_of(read_in).rows
    assert [(s.state, s.span.start, s.span.end) for s in row.segments] == [
        ("kept", 0, 50),
        ("copy", 50, 150_000),
    ]
    (passage,) = duplicates.find(read_in).passages
    assert len(self_similarity(passage, mode="light", length=150_000).data[-1].x) == 1000
